package org.gatewatch.event;

import org.jspecify.annotations.Nullable;

/** Network prefixes of addresses in text, without any name look-up. */
public final class Prefix {
  private Prefix() {}

  /**
   * The network of an address, such as {@code 192.0.2.0/24} or {@code 2001:db8:0:1::/64}; null when
   * the text is no address.
   *
   * @param bits4 prefix length for IPv4: 8, 16, 24 or 32
   * @param bits6 prefix length for IPv6: a multiple of 16
   */
  public static @Nullable String of(String address, int bits4, int bits6) {
    if (address.indexOf(':') >= 0) {
      int[] groups = groups(address);
      if (groups == null) {
        return null;
      }
      if (isMapped(groups)) {
        return four(
            (groups[6] >> 8)
                + "."
                + (groups[6] & 255)
                + "."
                + (groups[7] >> 8)
                + "."
                + (groups[7] & 255),
            bits4);
      }
      StringBuilder out = new StringBuilder(24);
      for (int i = 0; i < bits6 / 16; i++) {
        out.append(Integer.toHexString(groups[i])).append(':');
      }
      return out.append(bits6 < 128 ? ":" : "").append('/').append(bits6).toString();
    }
    return four(address, bits4);
  }

  private static boolean isMapped(int[] g) {
    return g[0] == 0 && g[1] == 0 && g[2] == 0 && g[3] == 0 && g[4] == 0 && g[5] == 0xffff;
  }

  private static @Nullable String four(String address, int bits) {
    int dots = 0;
    int value = -1;
    int keep = bits / 8;
    int cut = -1;
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c == '.') {
        if (value < 0 || ++dots > 3) {
          return null;
        }
        if (dots == keep) {
          cut = i;
        }
        value = -1;
      } else if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          return null;
        }
      } else {
        return null;
      }
    }
    if (dots != 3 || value < 0) {
      return null;
    }
    return keep == 4
        ? address + "/32"
        : address.substring(0, cut) + ".0".repeat(4 - keep) + "/" + bits;
  }

  /** The eight groups of an IPv6 address, or null. */
  private static int @Nullable [] groups(String address) {
    int[] out = new int[8];
    int n = 0;
    int gap = -1;
    int i = 0;
    int length = address.length();
    int zone = address.indexOf('%');
    if (zone >= 0) {
      length = zone;
    }
    if (address.startsWith("::")) {
      gap = 0;
      i = 2;
    }
    while (i < length) {
      int end = i;
      while (end < length && address.charAt(end) != ':') {
        end++;
      }
      String part = address.substring(i, end);
      if (part.indexOf('.') >= 0) {
        String[] bytes = part.split("\\.", -1);
        if (bytes.length != 4 || n > 6 || four(part, 32) == null) {
          return null;
        }
        out[n++] = Integer.parseInt(bytes[0]) << 8 | Integer.parseInt(bytes[1]);
        out[n++] = Integer.parseInt(bytes[2]) << 8 | Integer.parseInt(bytes[3]);
      } else {
        int value = hex(part);
        if (value < 0 || n == 8) {
          return null;
        }
        out[n++] = value;
      }
      i = end + 1;
      if (i < length && address.charAt(i) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = n;
        i++;
      }
    }
    if (gap < 0) {
      return n == 8 && address.charAt(length - 1) != ':' ? out : null;
    }
    if (n == 8) {
      return null;
    }
    int moved = n - gap;
    for (int k = 0; k < moved; k++) {
      out[7 - k] = out[n - 1 - k];
      if (7 - k != n - 1 - k) {
        out[n - 1 - k] = 0;
      }
    }
    return out;
  }

  private static int hex(String part) {
    if (part.isEmpty() || part.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < part.length(); i++) {
      int digit = Character.digit(part.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
