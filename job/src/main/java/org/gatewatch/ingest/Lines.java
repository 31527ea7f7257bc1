package org.gatewatch.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Records that end at a newline, with or without a carriage return. */
final class Lines extends Framer {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long NEWLINES = ONES * '\n';

  Lines(Archive in) {
    super(in);
  }

  /** Inside the rest of a line that was too long. */
  private boolean skipping;

  @Override
  boolean frame() {
    if (skipping && !skip()) {
      return false;
    }
    from = at;
    int scan = at;
    while (true) {
      int newline = newline(bytes, scan, filled);
      if (newline >= 0) {
        to = newline > from && bytes[newline - 1] == '\r' ? newline - 1 : newline;
        at = newline + 1;
        line++;
        problem = to - from > LIMIT ? tooLong() : null;
        return true;
      }
      if (filled - from > LIMIT) {
        to = filled;
        at = filled;
        line++;
        problem = tooLong();
        skipping = true;
        return true;
      }
      scan = filled;
      int moved = fill(from);
      if (moved < 0) {
        at = filled;
        if (filled == from || isDamaged()) {
          return false;
        }
        to = bytes[filled - 1] == '\r' ? filled - 1 : filled;
        line++;
        return true;
      }
      scan -= moved;
    }
  }

  /** Goes behind the next newline, keeping nothing; false at the end. */
  private boolean skip() {
    while (true) {
      int newline = newline(bytes, at, filled);
      if (newline >= 0) {
        at = newline + 1;
        skipping = false;
        return true;
      }
      at = filled;
      from = at;
      if (fill(at) < 0) {
        return false;
      }
    }
  }

  static Problem tooLong() {
    return new Problem("line_too_long", "expected at most " + LIMIT + " bytes in one record");
  }

  /** Index of the first newline in the range, or -1; eight bytes at a time. */
  static int newline(byte[] bytes, int from, int to) {
    int i = from;
    for (; i + 8 <= to; i += 8) {
      long x = (long) LONGS.get(bytes, i) ^ NEWLINES;
      long zero = (x - ONES) & ~x & 0x8080808080808080L;
      if (zero != 0) {
        return i + (Long.numberOfTrailingZeros(zero) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
