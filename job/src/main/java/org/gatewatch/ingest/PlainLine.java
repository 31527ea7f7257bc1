package org.gatewatch.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * The usual canonical line, read straight from its bytes: ASCII, no escapes, known keys once each,
 * scalar values. {@link #split} takes a line apart without any effect and gives up on everything
 * else, which then goes through the JSON parser; so the two can only agree. About twice as fast.
 */
final class PlainLine {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final double[] TENS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10};

  private static final Field[] FIELDS = Field.values();
  private static final int NAMES = 1 << 10;
  private static final @Nullable Field[] BY_HASH = new Field[NAMES];
  private static final byte[][] KEYS = new byte[FIELDS.length][];

  static {
    for (Field field : FIELDS) {
      byte[] key = field.key().getBytes(StandardCharsets.US_ASCII);
      KEYS[field.ordinal()] = key;
      int slot = hash(key, 0, key.length) & (NAMES - 1);
      while (BY_HASH[slot] != null) {
        slot = (slot + 1) & (NAMES - 1);
      }
      BY_HASH[slot] = field;
    }
  }

  private final Values values;
  private final int[] start = new int[FIELDS.length];
  private final int[] end = new int[FIELDS.length];
  private final byte[] kind = new byte[FIELDS.length];
  private final Field[] order = new Field[FIELDS.length];
  private int count;

  PlainLine(Values values) {
    this.values = values;
  }

  private static int hash(byte[] b, int from, int to) {
    int h = to - from;
    for (int i = from; i < to; i++) {
      h = h * 31 + b[i];
    }
    return h ^ (h >>> 10);
  }

  private static @Nullable Field field(byte[] b, int from, int to) {
    for (int slot = hash(b, from, to) & (NAMES - 1); ; slot = (slot + 1) & (NAMES - 1)) {
      Field field = BY_HASH[slot];
      if (field == null) {
        return null;
      }
      byte[] key = KEYS[field.ordinal()];
      if (Arrays.equals(b, from, to, key, 0, key.length)) {
        return field;
      }
    }
  }

  /** Takes the line apart; false when it is not of the usual kind. */
  boolean split(byte[] b, int from, int to) {
    count = 0;
    long had = 0;
    if (to - from < 3 || b[from] != '{' || b[to - 1] != '}') {
      return false;
    }
    int i = from + 1;
    while (true) {
      if (b[i] != '"') {
        return false;
      }
      int keyEnd = string(b, i + 1, to);
      Field field = keyEnd < 0 ? null : field(b, i + 1, keyEnd);
      if (field == null || (had & (1L << field.ordinal())) != 0) {
        return false;
      }
      had |= 1L << field.ordinal();
      i = keyEnd + 1;
      if (b[i] != ':') {
        return false;
      }
      i += b[i + 1] == ' ' ? 2 : 1;
      if (i >= to) {
        return false;
      }
      i = value(b, i, to, field);
      if (i < 0 || i >= to) {
        return false;
      }
      if (b[i] == '}') {
        return i == to - 1;
      }
      if (b[i] != ',' || i + 2 >= to) {
        return false;
      }
      i += b[i + 1] == ' ' ? 2 : 1;
    }
  }

  /** Index of the quote that ends an unescaped ASCII string before {@code to - 1}, or -1. */
  private static int string(byte[] b, int from, int to) {
    int i = from;
    for (; i < to && i + 8 <= b.length; i += 8) {
      long x = (long) LONGS.get(b, i);
      long quote = x ^ (ONES * '"');
      long slash = x ^ (ONES * '\\');
      long found =
          ((quote - ONES) & ~quote) | ((slash - ONES) & ~slash) | ((x - ONES * 0x20) & ~x) | x;
      found &= HIGHS;
      if (found != 0) { // borrows may set bits behind the first one, never before it
        int at = i + (Long.numberOfTrailingZeros(found) >>> 3);
        return at < to - 1 && b[at] == '"' ? at : -1;
      }
    }
    for (; i < to - 1; i++) {
      if (b[i] == '"') {
        return i;
      }
      if (b[i] < 0x20 || b[i] == '\\') {
        return -1;
      }
    }
    return -1;
  }

  /** Notes the value; index behind it, or -1. */
  private int value(byte[] b, int at, int to, Field field) {
    byte first = b[at];
    int stop;
    if (first == '"') {
      stop = string(b, at + 1, to);
      return stop < 0 ? -1 : note(field, 's', at + 1, stop, stop + 1);
    }
    if (first == '-' || (first >= '0' && first <= '9')) {
      return number(b, at, to, field);
    }
    stop = at;
    while (stop < to && b[stop] >= 'a' && b[stop] <= 'z') {
      stop++;
    }
    if (is(b, at, stop, "true") || is(b, at, stop, "false") || is(b, at, stop, "null")) {
      return note(field, (char) first, at, stop, stop);
    }
    return -1;
  }

  private int number(byte[] b, int at, int to, Field field) {
    int i = b[at] == '-' ? at + 1 : at;
    int digits = i;
    while (i < to && b[i] >= '0' && b[i] <= '9') {
      i++;
    }
    if (i == digits || i - digits > 15 || (b[digits] == '0' && i - digits > 1)) {
      return -1;
    }
    if (i < to && b[i] == '.') {
      int fraction = ++i;
      while (i < to && b[i] >= '0' && b[i] <= '9') {
        i++;
      }
      // Up to 15 digits and 10^10 both are exact doubles: their quotient is the nearest one.
      return i == fraction || i - fraction > 10 || i - digits > 16
          ? -1
          : note(field, 'r', at, i, i);
    }
    return note(field, 'i', at, i, i);
  }

  private int note(Field field, char what, int from, int to, int next) {
    order[count++] = field;
    kind[field.ordinal()] = (byte) what;
    start[field.ordinal()] = from;
    end[field.ordinal()] = to;
    return next;
  }

  private static boolean is(byte[] b, int from, int to, String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (b[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Fills the event from the line split last; null, or why it must be rejected. */
  @Nullable Problem fill(byte[] b, AccessEvent.Builder out) {
    for (int k = 0; k < count; k++) {
      Field field = order[k];
      Problem problem = fill(b, field, (char) kind[field.ordinal()], out);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private @Nullable Problem fill(byte[] b, Field field, char what, AccessEvent.Builder out) {
    int from = start[field.ordinal()];
    int to = end[field.ordinal()];
    if (what == 'n') {
      return null;
    }
    switch (field.kind()) {
      case TEXT -> {
        if (what != 's') {
          return Canonical.wrongType(field);
        }
        values.text(out, field, b, from, to);
        return null;
      }
      case WHOLE -> {
        return what == 'i'
            ? values.whole(out, field, whole(b, from, to))
            : Canonical.wrongType(field);
      }
      case REAL -> {
        return what == 'i' || what == 'r'
            ? values.real(out, field, real(b, from, to))
            : Canonical.wrongType(field);
      }
      case FLAG -> {
        if (what != 't' && what != 'f') {
          return Canonical.wrongType(field);
        }
        out.set(field, what == 't' ? 1 : 0);
        return null;
      }
      case TIME -> {
        if (what == 's') {
          String text = new String(b, from, to - from, StandardCharsets.ISO_8859_1);
          return Canonical.time(text, field, values, out);
        }
        return what == 'i'
            ? values.whole(out, field, whole(b, from, to))
            : Canonical.wrongType(field);
      }
      case LIST -> {
        return Canonical.wrongType(field);
      }
    }
    throw new AssertionError(field);
  }

  private static long whole(byte[] b, int from, int to) {
    boolean negative = b[from] == '-';
    long value = 0;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      value = value * 10 + (b[i] - '0');
    }
    return negative ? -value : value;
  }

  private static double real(byte[] b, int from, int to) {
    long digits = 0;
    int scale = 0;
    boolean fraction = false;
    for (int i = b[from] == '-' ? from + 1 : from; i < to; i++) {
      if (b[i] == '.') {
        fraction = true;
      } else {
        digits = digits * 10 + (b[i] - '0');
        scale += fraction ? 1 : 0;
      }
    }
    double value = digits / TENS[scale];
    return b[from] == '-' ? -value : value;
  }
}
