package org.gatewatch.report;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts by name, of names that an attacker may invent: the first {@link #MAX_NAMES} in the order
 * of names are kept, the others are counted together. A name that is kept was never dropped before
 * (a thousand smaller ones would still be there), so its count is exact, and the result does not
 * depend on the order of counting or merging.
 */
final class Counts {
  /** Names kept. */
  static final int MAX_NAMES = 1000;

  /** What the counts of all other names are listed under. */
  static final String MORE = "(more)";

  private final TreeMap<String, Long> named = new TreeMap<>();
  private long more;

  void add(String name, long n) {
    named.merge(name, n, Long::sum);
    if (named.size() > MAX_NAMES) {
      more += named.pollLastEntry().getValue();
    }
  }

  void merge(Counts other) {
    other.named.forEach(this::add);
    more += other.more;
  }

  long total() {
    return named.values().stream().mapToLong(Long::longValue).sum() + more;
  }

  /** By name, what was dropped last. */
  Map<String, Long> listed() {
    TreeMap<String, Long> out = new TreeMap<>(named);
    if (more > 0) {
      out.merge(MORE, more, Long::sum);
    }
    return out;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(named.size());
    for (Map.Entry<String, Long> entry : named.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeLong(entry.getValue());
    }
    out.writeLong(more);
  }

  static Counts read(DataInput in) throws IOException {
    Counts out = new Counts();
    for (int n = in.readInt(); n > 0; n--) {
      out.named.put(in.readUTF(), in.readLong());
    }
    out.more = in.readLong();
    return out;
  }
}
