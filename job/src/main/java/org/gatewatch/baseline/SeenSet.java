package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gatewatch.event.AccessEvent;

/**
 * The distinct values of one kind in a window, in order of appearance: at most {@link #CAP}, the
 * rest is counted. So a window stays small whatever a client sends.
 */
public final class SeenSet {
  /** Values kept of each kind. */
  public static final int CAP = 32;

  private final ArrayList<Seen> values = new ArrayList<>(2);
  private long overflow;

  void add(String value, AccessEvent event) {
    for (int i = 0; i < values.size(); i++) {
      Seen seen = values.get(i);
      if (seen.value().equals(value)) {
        seen.again(event);
        return;
      }
    }
    if (values.size() < CAP) {
      values.add(new Seen(value, event));
    } else {
      overflow++;
    }
  }

  /** The values kept, in order of first appearance. */
  public List<Seen> values() {
    return Collections.unmodifiableList(values);
  }

  /** Events whose value was not kept. */
  public long overflow() {
    return overflow;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(values.size());
    for (Seen seen : values) {
      seen.write(out);
    }
    out.writeLong(overflow);
  }

  static SeenSet read(DataInput in) throws IOException {
    SeenSet set = new SeenSet();
    int n = in.readByte();
    for (int i = 0; i < n; i++) {
      set.values.add(Seen.read(in));
    }
    set.overflow = in.readLong();
    return set;
  }
}
