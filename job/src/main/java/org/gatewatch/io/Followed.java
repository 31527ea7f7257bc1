package org.gatewatch.io;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One file that is followed, and how far it was read. */
final class Followed {
  /** Its number, put on its events. */
  final int index;

  final int binding;

  /** Where it lay last. */
  String path;

  /** What the file system knows it by. */
  String key;

  /** What it is known by after it was moved or compressed. */
  String mark;

  /** Id of its format; empty as long as it is not known. */
  String format = "";

  /**
   * Time of the last event read, ms; MIN_VALUE without any. It tells times without a year apart.
   */
  long last = Long.MIN_VALUE;

  /** Uncompressed bytes read. */
  long offset;

  /** Records read. */
  long lines;

  /** Records behind {@link #offset} that were read of an archive that ended early. */
  long taken;

  /** Bytes on disk when a compressed file was read to its end, be it an early one; else -1. */
  long cutAt = -1;

  /** When it was on disk last, by the clock, ms. */
  long seen;

  /** Since when it is waited for as an archive that is being written, ms; 0 when it is not. */
  long waits;

  private long tornAt = -1;
  private long tornSince;

  /** Whether it was compressed when it was looked at last. */
  boolean packed;

  /** Why its format is not known; empty when there is nothing in it. */
  @Nullable String unknown;

  /** Bytes on disk when it was looked at last; -1 before. */
  long size = -1;

  /** Whether it was told that it is there. */
  boolean told;

  /** Whether all of it was read: a compressed file that has not grown since. */
  boolean done;

  Followed(int index, int binding, String path, String key, String mark) {
    this.index = index;
    this.binding = binding;
    this.path = path;
    this.key = key;
    this.mark = mark;
  }

  /**
   * Since when the last record has not been whole.
   *
   * @param whole where the last whole record ends
   * @param to where the last whole line ends
   * @param now ms; the answer when there is no such record, or another one than before
   */
  long tornSince(long whole, long to, long now) {
    if (whole == to || whole != tornAt) {
      tornAt = whole == to ? -1 : whole;
      tornSince = now;
    }
    return tornSince;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(index);
    out.writeInt(binding);
    out.writeUTF(path);
    out.writeUTF(key);
    out.writeUTF(mark);
    out.writeUTF(format);
    out.writeLong(last);
    out.writeLong(offset);
    out.writeLong(lines);
    out.writeLong(taken);
    out.writeLong(cutAt);
    out.writeLong(seen);
    out.writeBoolean(told);
    out.writeBoolean(done);
  }

  static Followed read(DataInput in) throws IOException {
    Followed out =
        new Followed(in.readInt(), in.readInt(), in.readUTF(), in.readUTF(), in.readUTF());
    out.format = in.readUTF();
    out.last = in.readLong();
    out.offset = in.readLong();
    out.lines = in.readLong();
    out.taken = in.readLong();
    out.cutAt = in.readLong();
    out.seen = in.readLong();
    out.told = in.readBoolean();
    out.done = in.readBoolean();
    return out;
  }

  /**
   * What is read of a file in one round.
   *
   * @param from uncompressed bytes before it
   * @param to end of it; MAX_VALUE for all of an archive
   * @param lines records before it
   * @param firstTime event time of its first event, ms; MIN_VALUE without any
   * @param taken records of it that were handed on before
   */
  record Part(int index, long from, long to, long lines, long firstTime, long taken) {
    void write(DataOutput out) throws IOException {
      out.writeInt(index);
      out.writeLong(from);
      out.writeLong(to);
      out.writeLong(lines);
      out.writeLong(firstTime);
      out.writeLong(taken);
    }

    static Part read(DataInput in) throws IOException {
      return new Part(
          in.readInt(), in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }
  }
}
