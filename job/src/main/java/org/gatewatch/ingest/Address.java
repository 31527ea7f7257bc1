package org.gatewatch.ingest;

import org.jspecify.annotations.Nullable;

/** IP addresses in text: strict, without any name look-up. */
final class Address {
  private Address() {}

  /**
   * The canonical text (RFC 5952; IPv4-mapped as IPv4; no brackets, no zone) of an address, or null
   * when the text is none: a service name, a masked or internal address.
   */
  static @Nullable String canonical(String text) {
    if (isFour(text)) {
      return text;
    }
    byte[] bytes = bytes(text);
    return bytes == null ? null : text(bytes);
  }

  /** Whether it is a dotted quad without leading zeros. */
  private static boolean isFour(String text) {
    int n = text.length();
    int dots = 0;
    int value = -1;
    if (n > 15) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (value < 0 || ++dots > 3) {
          return false;
        }
        value = -1;
      } else if (c >= '0' && c <= '9' && value != 0) {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          return false;
        }
      } else {
        return false;
      }
    }
    return dots == 3 && value >= 0;
  }

  /** Four or sixteen bytes, IPv4-mapped as four; null when the text is no address. */
  static byte @Nullable [] bytes(String text) {
    String s = text;
    if (s.startsWith("[") && s.endsWith("]")) {
      s = s.substring(1, s.length() - 1);
    }
    if (isFour(s)) {
      return four(s);
    }
    int zone = s.indexOf('%');
    if (zone >= 0) {
      s = s.substring(0, zone);
    }
    return s.indexOf(':') < 0 || s.length() > 45 ? null : six(s);
  }

  private static byte[] four(String s) {
    byte[] out = new byte[4];
    int at = 0;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '.') {
        at++;
      } else {
        out[at] = (byte) (out[at] * 10 + (c - '0'));
      }
    }
    return out;
  }

  private static byte @Nullable [] six(String s) {
    byte[] out = new byte[16];
    int n = 0;
    int gap = -1;
    int i = 0;
    if (s.startsWith("::")) {
      gap = 0;
      i = 2;
    }
    while (i < s.length()) {
      int end = s.indexOf(':', i);
      String part = s.substring(i, end < 0 ? s.length() : end);
      if (end < 0 && part.indexOf('.') >= 0) {
        if (!isFour(part) || n > 12) {
          return null;
        }
        System.arraycopy(four(part), 0, out, n, 4);
        n += 4;
        break;
      }
      int value = hex(part);
      if (value < 0 || n > 14) {
        return null;
      }
      out[n++] = (byte) (value >> 8);
      out[n++] = (byte) value;
      if (end < 0) {
        break;
      }
      i = end + 1;
      if (i == s.length()) {
        return null; // ends in a single colon
      }
      if (s.charAt(i) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = n;
        i++;
      }
    }
    if (gap < 0 ? n != 16 : n > 14) {
      return null;
    }
    if (gap >= 0) {
      int moved = n - gap;
      System.arraycopy(out, gap, out, 16 - moved, moved);
      java.util.Arrays.fill(out, gap, 16 - moved, (byte) 0);
    }
    return isMapped(out) ? new byte[] {out[12], out[13], out[14], out[15]} : out;
  }

  private static boolean isMapped(byte[] six) {
    for (int i = 0; i < 10; i++) {
      if (six[i] != 0) {
        return false;
      }
    }
    return six[10] == -1 && six[11] == -1;
  }

  private static int hex(String part) {
    if (part.isEmpty() || part.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  static String text(byte[] bytes) {
    if (bytes.length == 4) {
      return (bytes[0] & 255)
          + "."
          + (bytes[1] & 255)
          + "."
          + (bytes[2] & 255)
          + "."
          + (bytes[3] & 255);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = ((bytes[2 * i] & 255) << 8) | (bytes[2 * i + 1] & 255);
    }
    int bestStart = -1;
    int bestLength = 1; // a single zero group is written out
    for (int i = 0; i < 8; ) {
      int end = i;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - i > bestLength) {
        bestStart = i;
        bestLength = end - i;
      }
      i = Math.max(end, i + 1);
    }
    StringBuilder out = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        out.append("::");
        i += bestLength - 1;
        continue;
      }
      if (out.length() > 0 && out.charAt(out.length() - 1) != ':') {
        out.append(':');
      }
      out.append(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }

  /** Where {@code address:port} or {@code [address]:port} splits: the colon, or -1. */
  static int portColon(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0 || colon == text.length() - 1 || text.length() - colon > 6) {
      return -1;
    }
    for (int i = colon + 1; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]") && bytes(host) != null;
    return bracketed || isFour(host) ? colon : -1;
  }
}
