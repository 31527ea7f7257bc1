package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.gatewatch.event.AccessEvent;

/** How many events of one binding a window holds, and when the first and last were (epoch ms). */
public final class Taken {
  private final int binding;
  private final long first;
  private long last;
  private long count;

  Taken(int binding, long first, long last, long count) {
    this.binding = binding;
    this.first = first;
    this.last = last;
    this.count = count;
  }

  /** Counts an event with its binding. */
  static void add(List<Taken> to, AccessEvent e) {
    for (int i = 0; i < to.size(); i++) {
      Taken t = to.get(i);
      if (t.binding == e.binding()) {
        t.count++;
        t.last = e.eventTime();
        return;
      }
    }
    to.add(new Taken(e.binding(), e.eventTime(), e.eventTime(), 1));
  }

  public int binding() {
    return binding;
  }

  public long first() {
    return first;
  }

  public long last() {
    return last;
  }

  public long count() {
    return count;
  }

  static void write(List<Taken> all, DataOutput out) throws IOException {
    out.writeInt(all.size());
    for (Taken t : all) {
      out.writeInt(t.binding);
      out.writeLong(t.first);
      out.writeLong(t.last);
      out.writeLong(t.count);
    }
  }

  static void read(DataInput in, long later, List<Taken> into) throws IOException {
    for (int n = in.readInt(); n > 0; n--) {
      into.add(
          new Taken(in.readInt(), in.readLong() + later, in.readLong() + later, in.readLong()));
    }
  }
}
