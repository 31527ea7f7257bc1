package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.gatewatch.event.AccessEvent;
import org.jspecify.annotations.Nullable;

/** One distinct value (network, agent, …) in a window: how often, and its first and last event. */
public final class Seen {
  private final String value;
  private final Cited first;
  private @Nullable Cited last;
  // The last event itself until somebody asks: citing each event of a busy hour would be waste.
  private @Nullable AccessEvent lastEvent;
  private long count;

  Seen(String value, AccessEvent event) {
    this(value, Cited.of(event), 1, null);
    this.last = this.first;
  }

  private Seen(String value, Cited first, long count, @Nullable Cited last) {
    this.value = value;
    this.first = first;
    this.count = count;
    this.last = last;
  }

  void again(AccessEvent event) {
    count++;
    lastEvent = event;
  }

  /** The value, such as {@code 192.0.2.0/24}. */
  public String value() {
    return value;
  }

  /** Events with the value, at least 1. */
  public long count() {
    return count;
  }

  public Cited first() {
    return first;
  }

  public Cited last() {
    if (lastEvent != null) {
      last = Cited.of(lastEvent);
      lastEvent = null;
    }
    return Objects.requireNonNull(last);
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(value);
    first.write(out);
    out.writeLong(count);
    last().write(out);
  }

  static Seen read(DataInput in) throws IOException {
    return new Seen(in.readUTF(), Cited.read(in), in.readLong(), Cited.read(in));
  }
}
