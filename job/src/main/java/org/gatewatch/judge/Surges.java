package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.baseline.Window;

/** By how much each peer group exceeded expectation in its last hour that is over. */
final class Surges {
  /** For how long an hour says something about the ones after it. */
  private static final long VALID = 2 * Window.LENGTH;

  private record Surge(long start, double factor) {}

  private final TreeMap<String, Surge> last = new TreeMap<>();

  void learn(String group, long start, double factor) {
    Surge before = last.get(group);
    if (before == null || before.start <= start) {
      last.put(group, new Surge(start, factor));
    }
  }

  /** The factor to expect in an hour, at least 1. */
  double requests(String group, long start) {
    Surge surge = last.get(group);
    return surge == null || start - surge.start > VALID ? 1 : Math.max(1, surge.factor);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(last.size());
    for (Map.Entry<String, Surge> entry : last.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeLong(entry.getValue().start);
      out.writeDouble(entry.getValue().factor);
    }
  }

  void readFrom(DataInput in) throws IOException {
    for (int n = in.readInt(); n > 0; n--) {
      last.put(in.readUTF(), new Surge(in.readLong(), in.readDouble()));
    }
  }
}
