package org.gatewatch.io;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.ingest.Rejected;
import org.jspecify.annotations.Nullable;

/**
 * What a source emits: an event, a line it could not read, a part of its counts, an input it found;
 * or nothing of these, to say how far it is.
 */
public final class Element {
  private final @Nullable AccessEvent event;
  private final @Nullable Rejected rejected;
  private final byte @Nullable [] counts;
  private final @Nullable InputName found;
  private final long watermark;

  private Element(
      @Nullable AccessEvent event,
      @Nullable Rejected rejected,
      byte @Nullable [] counts,
      @Nullable InputName found,
      long watermark) {
    this.event = event;
    this.rejected = rejected;
    this.counts = counts;
    this.found = found;
    this.watermark = watermark;
  }

  /**
   * An input that was found while running.
   *
   * @param index its number, as events tell it
   * @param name a path
   */
  public record InputName(int index, String name) {}

  /**
   * @param watermark nothing released at or before this (ms) comes after the element; not
   *     serialized
   */
  public static Element of(AccessEvent event, long watermark) {
    return new Element(event, null, null, null, watermark);
  }

  public static Element of(Rejected rejected) {
    return new Element(null, rejected, null, null, Long.MIN_VALUE);
  }

  /** The source's part of the ledger, serialized. */
  public static Element counts(byte[] ledger) {
    return new Element(null, null, ledger, null, Long.MIN_VALUE);
  }

  /** An input was found. */
  public static Element found(InputName input) {
    return new Element(null, null, null, input, Long.MIN_VALUE);
  }

  /** Nothing released at or before this (ms) comes any more. */
  public static Element reached(long watermark) {
    return new Element(null, null, null, null, watermark);
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

  public @Nullable InputName found() {
    return found;
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
    } else if (counts != null) {
      out.writeByte(2);
      out.writeInt(counts.length);
      out.write(counts);
    } else if (found != null) {
      out.writeByte(3);
      out.writeInt(found.index());
      out.writeUTF(found.name());
    } else {
      out.writeByte(4);
    }
  }

  public static Element read(DataInput in) throws IOException {
    return switch (in.readByte()) {
      case 0 -> of(AccessEvent.read(in), Long.MIN_VALUE);
      case 1 -> of(Rejected.read(in));
      case 3 -> found(new InputName(in.readInt(), in.readUTF()));
      case 4 -> reached(Long.MIN_VALUE);
      default -> {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        yield counts(bytes);
      }
    };
  }
}
