package org.gatewatch.detect;

/**
 * Addresses in text as 128-bit numbers, IPv4 in its place inside IPv6 (::ffff:0:0/96), without any
 * name look-up. Two longs, so that a check of an IPv4 address costs no object.
 */
final class Address {
  /** The low half's upper bits of an IPv4 address. */
  static final long MAPPED = 0xffff_0000_0000L;

  private Address() {}

  /** Whether the two halves are those of an IPv4 address. */
  static boolean isFour(long high, long low) {
    return high == 0 && low >>> 32 == MAPPED >>> 32;
  }

  /** The four bytes of an IPv4 address as 0 to 2^32 - 1, or -1 when the text is none. */
  static long four(String text, int from, int to) {
    long out = 0;
    int dots = 0;
    int value = -1;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (value < 0 || ++dots > 3) {
          return -1;
        }
        out = out << 8 | value;
        value = -1;
      } else if (c >= '0' && c <= '9' && value != 0) {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          return -1;
        }
      } else {
        return -1; // also a leading zero, which some read as octal
      }
    }
    return dots == 3 && value >= 0 ? out << 8 | value : -1;
  }

  /** Sets {@code out} to the high and low half of an address; false when the text is none. */
  static boolean parse(String text, long[] out) {
    int end = text.indexOf('%'); // a zone id, as in fe80::1%eth0
    end = end < 0 ? text.length() : end;
    if (text.indexOf(':') < 0) {
      long four = four(text, 0, text.length());
      out[0] = 0;
      out[1] = MAPPED | four;
      return four >= 0;
    }
    return six(text, end, out);
  }

  private static boolean six(String text, int end, long[] out) {
    int[] groups = new int[8];
    int n = 0;
    int gap = -1;
    int i = 0;
    if (text.startsWith("::")) {
      gap = 0;
      i = 2;
    } else if (end == 0 || text.charAt(0) == ':') {
      return false;
    }
    while (i < end) {
      int stop = i;
      int value = 0;
      while (stop < end && text.charAt(stop) != ':' && text.charAt(stop) != '.') {
        int digit = text.charAt(stop) < 128 ? Character.digit(text.charAt(stop), 16) : -1;
        if (digit < 0 || stop - i == 4) {
          return false;
        }
        value = value << 4 | digit;
        stop++;
      }
      if (stop < end && text.charAt(stop) == '.') {
        long four = four(text, i, end);
        if (four < 0 || n > 6) {
          return false;
        }
        groups[n++] = (int) (four >>> 16);
        groups[n++] = (int) (four & 0xffff);
        break;
      }
      if (stop == i || n == 8) {
        return false;
      }
      groups[n++] = value;
      i = stop;
      if (i < end) {
        i++; // the colon
        if (i == end) {
          return false;
        }
        if (text.charAt(i) == ':') {
          if (gap >= 0) {
            return false;
          }
          gap = n;
          i++;
        }
      }
    }
    if (gap < 0 ? n != 8 : n > 7) {
      return false;
    }
    int moved = gap < 0 ? 0 : n - gap;
    long high = 0;
    long low = 0;
    for (int k = 0; k < 8; k++) {
      int group = gap < 0 || k < gap ? groups[k] : k >= 8 - moved ? groups[k - (8 - n)] : 0;
      if (k < 4) {
        high = high << 16 | group;
      } else {
        low = low << 16 | group;
      }
    }
    out[0] = high;
    out[1] = low;
    return true;
  }
}
