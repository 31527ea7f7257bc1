package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events and values of a window in binary, every event once: a busy hour's window cites the
 * same few events from many places.
 */
final class WindowCodec {
  private final ArrayList<Cited> events = new ArrayList<>();

  /** Writes what a window cites. */
  static void write(Window w, DataOutput out) throws IOException {
    WindowCodec codec = new WindowCodec();
    for (SeenSet set : w.sets()) {
      codec.add(set);
    }
    w.first().forEach(codec::add);
    w.last().forEach(codec::add);
    Cited largest = w.largest();
    if (largest != null) {
      codec.add(largest);
    }
    codec.write(out);
    for (SeenSet set : w.sets()) {
      codec.writeSet(set, out);
    }
    codec.writeAll(w.first(), out);
    codec.writeAll(w.last(), out);
    out.writeBoolean(largest != null);
    if (largest != null) {
      codec.writeIndex(largest, out);
    }
  }

  /** Reads what {@link #write(Window, DataOutput)} wrote; returns the largest event. */
  static @Nullable Cited read(DataInput in, Window w, List<Cited> first, List<Cited> last)
      throws IOException {
    WindowCodec codec = read(in);
    for (SeenSet set : w.sets()) {
      codec.readSet(in, set);
    }
    codec.readAll(in, first);
    codec.readAll(in, last);
    return in.readBoolean() ? codec.readIndex(in) : null;
  }

  /** Enters an event, once. There are few, and the latest is the likeliest to come again. */
  private void add(Cited cited) {
    if (number(cited) < 0) {
      events.add(cited);
    }
  }

  private int number(Cited cited) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).isSameLine(cited)) {
        return i;
      }
    }
    return -1;
  }

  private void add(SeenSet set) {
    for (Seen seen : set.values()) {
      add(seen.first());
      add(seen.last());
    }
  }

  private void write(DataOutput out) throws IOException {
    out.writeShort(events.size());
    Cited before = null;
    for (Cited cited : events) {
      cited.write(out, before);
      before = cited;
    }
  }

  private static WindowCodec read(DataInput in) throws IOException {
    WindowCodec codec = new WindowCodec();
    int n = in.readShort();
    Cited before = null;
    for (int i = 0; i < n; i++) {
      before = Cited.read(in, before);
      codec.events.add(before);
    }
    return codec;
  }

  private void writeIndex(Cited cited, DataOutput out) throws IOException {
    int number = number(cited);
    if (number < 0) {
      throw new IllegalStateException("an event was cited after the table was made: " + cited);
    }
    out.writeShort(number);
  }

  private Cited readIndex(DataInput in) throws IOException {
    return events.get(in.readShort());
  }

  private void writeAll(List<Cited> list, DataOutput out) throws IOException {
    out.writeByte(list.size());
    for (Cited cited : list) {
      writeIndex(cited, out);
    }
  }

  private void readAll(DataInput in, List<Cited> into) throws IOException {
    int n = in.readByte();
    for (int i = 0; i < n; i++) {
      into.add(readIndex(in));
    }
  }

  private void writeSet(SeenSet set, DataOutput out) throws IOException {
    out.writeByte(set.values().size());
    for (Seen seen : set.values()) {
      out.writeUTF(seen.value());
      writeIndex(seen.first(), out);
      writeIndex(seen.last(), out);
      out.writeLong(seen.count());
    }
    out.writeLong(set.overflow());
  }

  private void readSet(DataInput in, SeenSet into) throws IOException {
    int n = in.readByte();
    for (int i = 0; i < n; i++) {
      into.restore(new Seen(in.readUTF(), readIndex(in), readIndex(in), in.readLong()));
    }
    into.restoreOverflow(in.readLong());
  }
}
