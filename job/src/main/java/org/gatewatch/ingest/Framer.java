package org.gatewatch.ingest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a file into records, each with its number and byte offset, in bounded memory.
 * After {@link #next} the record is {@code bytes[from, to)}; where {@link #problem} is not null the
 * record is to be rejected and the range holds its beginning.
 */
abstract class Framer {
  /** The longest record, in bytes. */
  static final int LIMIT = 1 << 20;

  private static final int LEAST = 1 << 18;

  private final Archive in;
  private boolean ended;
  private boolean told;

  /** File offset of {@code bytes[0]}. */
  private long base;

  byte[] bytes = {};

  /** End of what is in the buffer. */
  int filled;

  /** Where the next record is looked for. */
  int at;

  int from;
  int to;
  long line;
  @Nullable Problem problem;

  /** Whether the bytes ended within the record: it may go on in what is yet to be written. */
  boolean cut;

  /** What stands around the record, when it is a part of something larger. */
  byte @Nullable [] around;

  Framer(Archive in) {
    this.in = in;
  }

  /** Finds the next record; false at the end. */
  final boolean next() {
    problem = null;
    cut = false;
    if (base == 0 && at == 0) {
      skipMark();
    }
    if (frame()) {
      return true;
    }
    Problem damage = in.damage();
    if (damage != null && !told) {
      told = true;
      line++;
      from = Math.min(from, filled);
      to = filled;
      problem = damage;
      return true;
    }
    return false;
  }

  /** Sets the next record; false at the end. A rest cut off by damage is no record. */
  abstract boolean frame();

  /** Says that what is read does not begin at the file's start. */
  void startAt(long offset, long lines) {
    base = offset;
    line = lines;
  }

  /** Frames those bytes, which are all there is and are not changed. */
  final void hold(byte[] content) {
    bytes = content;
    filled = content.length;
    ended = true;
  }

  /** Lines or records up to and with the last one. */
  long lines() {
    return line;
  }

  /** Byte offset of the record in the uncompressed file. */
  final long offset() {
    return base + from;
  }

  /** Byte offset, in the uncompressed file, of the end of all that was taken from it. */
  final long end() {
    return base + filled;
  }

  final long bytesRead() {
    return in.bytesRead();
  }

  final boolean isDamaged() {
    return in.damage() != null;
  }

  final void close() {
    in.close();
  }

  /**
   * Reads more behind {@code filled}, keeping everything from {@code keep} on; positions move with
   * it.
   *
   * @return how far the positions moved to the left; -1 when there is nothing more
   */
  final int fill(int keep) {
    if (ended) {
      return -1;
    }
    int moved = 0;
    if (keep > 0 && filled == bytes.length) {
      System.arraycopy(bytes, keep, bytes, 0, filled - keep);
      moved = keep;
      base += moved;
      filled -= moved;
      at -= moved;
      from -= moved;
    }
    if (filled == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(LEAST, bytes.length * 2));
    }
    int n = in.read(bytes, filled, bytes.length - filled);
    if (n <= 0) {
      ended = true;
      return -1;
    }
    filled += n;
    return moved;
  }

  /** A UTF-8 byte order mark is no content. */
  private void skipMark() {
    while (filled < 3 && fill(0) >= 0) {
      // a slow source may give a byte at a time
    }
    if (filled >= 3
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf) {
      at = 3;
      from = 3;
    }
  }
}
