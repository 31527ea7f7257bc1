package org.gatewatch.baseline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.event.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The events and values of a window in binary, every event once: a busy hour's window cites the
 * same few events from many places.
 */
final class WindowCodec {
  private final ArrayList<Cited> events = new ArrayList<>();

  /** A copy that shares nothing which changes. */
  static Window copy(Window w) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
      w.write(new DataOutputStream(bytes));
      return Window.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  /** Writes what a window cites. */
  static void write(Window w, DataOutput out) throws IOException {
    WindowCodec codec = new WindowCodec();
    for (SeenSet set : w.sets()) {
      codec.add(set);
    }
    Cited arrived = w.trail().last();
    if (arrived != null) {
      codec.add(arrived);
    }
    for (Hop hop : w.trail().hops()) {
      codec.add(hop.left());
      codec.add(hop.arrived());
    }
    w.first().forEach(codec::add);
    w.last().forEach(codec::add);
    Cited largest = w.largest();
    if (largest != null) {
      codec.add(largest);
    }
    w.uses().list().forEach(use -> codec.add(use.sample()));
    codec.write(out);
    for (SeenSet set : w.sets()) {
      codec.writeSet(set, out);
    }
    codec.writeTrail(w.trail(), out);
    codec.writeAll(w.first(), out);
    codec.writeAll(w.last(), out);
    out.writeBoolean(largest != null);
    if (largest != null) {
      codec.writeIndex(largest, out);
    }
    w.uses().write(out, codec);
  }

  /** Reads what {@link #write(Window, DataOutput)} wrote; returns the largest event. */
  static @Nullable Cited read(
      DataInput in, Window w, long later, List<Cited> first, List<Cited> last) throws IOException {
    WindowCodec codec = read(in, later);
    for (SeenSet set : w.sets()) {
      codec.readSet(in, set);
    }
    codec.readTrail(in, w.trail(), later);
    codec.readAll(in, first);
    codec.readAll(in, last);
    Cited largest = in.readBoolean() ? codec.readIndex(in) : null;
    w.uses().read(in, codec, later);
    return largest;
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

  private static WindowCodec read(DataInput in, long later) throws IOException {
    WindowCodec codec = new WindowCodec();
    int n = in.readShort();
    Cited before = null;
    for (int i = 0; i < n; i++) {
      before = Cited.read(in, before);
      codec.events.add(later == 0 ? before : before.moved(later));
    }
    return codec;
  }

  void writeIndex(Cited cited, DataOutput out) throws IOException {
    int number = number(cited);
    if (number < 0) {
      throw new IllegalStateException("an event was cited after the table was made: " + cited);
    }
    out.writeShort(number);
  }

  Cited readIndex(DataInput in) throws IOException {
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
      out.writeLong(seen.outputTokens());
    }
    out.writeLong(set.overflow());
  }

  private void readSet(DataInput in, SeenSet into) throws IOException {
    int n = in.readByte();
    for (int i = 0; i < n; i++) {
      into.restore(
          new Seen(Texts.read(in), readIndex(in), readIndex(in), in.readLong(), in.readLong()));
    }
    into.restoreOverflow(in.readLong());
  }

  private void writeTrail(Trail trail, DataOutput out) throws IOException {
    Place first = trail.first();
    Place end = trail.end();
    Cited last = trail.last();
    out.writeBoolean(first != null);
    if (first == null || end == null || last == null) {
      return;
    }
    first.write(out);
    end.write(out);
    writeIndex(last, out);
    out.writeInt(trail.switches());
    out.writeByte(trail.hops().size());
    for (Hop hop : trail.hops()) {
      hop.from().write(out);
      hop.to().write(out);
      writeIndex(hop.left(), out);
      writeIndex(hop.arrived(), out);
      out.writeDouble(hop.km());
    }
  }

  private void readTrail(DataInput in, Trail into, long later) throws IOException {
    if (!in.readBoolean()) {
      return;
    }
    into.restore(Place.read(in, later), Place.read(in, later), readIndex(in), in.readInt());
    for (int n = in.readByte(); n > 0; n--) {
      into.restore(
          new Hop(
              Place.read(in, later),
              Place.read(in, later),
              readIndex(in),
              readIndex(in),
              in.readDouble()));
    }
  }
}
