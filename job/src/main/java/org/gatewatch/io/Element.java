package org.gatewatch.io;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.ingest.Rejected;
import org.jspecify.annotations.Nullable;

/** What a source emits: an event, a line it could not read, or its counts at the end. */
public final class Element {
  private final @Nullable AccessEvent event;
  private final @Nullable Rejected rejected;
  private final byte @Nullable [] counts;
  private final long watermark;

  private Element(
      @Nullable AccessEvent event,
      @Nullable Rejected rejected,
      byte @Nullable [] counts,
      long watermark) {
    this.event = event;
    this.rejected = rejected;
    this.counts = counts;
    this.watermark = watermark;
  }

  /**
   * @param watermark nothing released at or before this (ms) comes after the element; not
   *     serialized
   */
  public static Element of(AccessEvent event, long watermark) {
    return new Element(event, null, null, watermark);
  }

  public static Element of(Rejected rejected) {
    return new Element(null, rejected, null, Long.MIN_VALUE);
  }

  /** The source's part of the ledger, serialized. */
  public static Element counts(byte[] ledger) {
    return new Element(null, null, ledger, Long.MIN_VALUE);
  }

  public @Nullable AccessEvent event() {
    return event;
  }

  public @Nullable Rejected rejected() {
    return rejected;
  }

  public byte @Nullable [] counts() {
    return counts;
  }

  public long watermark() {
    return watermark;
  }

  public void write(DataOutput out) throws IOException {
    if (event != null) {
      out.writeByte(0);
      event.write(out);
    } else if (rejected != null) {
      out.writeByte(1);
      rejected.write(out);
    } else {
      byte[] bytes = Objects.requireNonNull(counts);
      out.writeByte(2);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  public static Element read(DataInput in) throws IOException {
    return switch (in.readByte()) {
      case 0 -> of(AccessEvent.read(in), Long.MIN_VALUE);
      case 1 -> of(Rejected.read(in));
      default -> {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        yield counts(bytes);
      }
    };
  }
}
