package org.gatewatch.detect;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of address blocks, IPv4 and IPv6: sorted ranges that do not overlap, so that a look-up is
 * one binary search. Ranges may cover millions of addresses at no cost.
 */
public final class CidrSet implements Serializable {
  private static final long serialVersionUID = 1;

  private static final Comparator<long[]> BY_START =
      (a, b) -> {
        int high = Long.compareUnsigned(a[0], b[0]);
        return high != 0 ? high : Long.compareUnsigned(a[1], b[1]);
      };

  /**
   * Range i is from (at 4i, 4i + 1) to (at 4i + 2, 4i + 3), both ends included, unsigned. The two
   * families lie apart: {@code ::/0} means all of IPv6, not all of IPv4.
   */
  private final long[] fours;

  private final long[] sixes;

  /**
   * @param blocks addresses or blocks such as {@code 192.0.2.0/24}; host bits are ignored
   * @throws IllegalArgumentException when one is neither
   */
  public CidrSet(Collection<String> blocks) {
    List<long[]> four = new ArrayList<>();
    List<long[]> six = new ArrayList<>();
    for (String block : blocks) {
      long[] range = range(block);
      if (range == null) {
        throw new IllegalArgumentException("no CIDR block: " + block);
      }
      boolean mapped = Address.isFour(range[0], range[1]) && Address.isFour(range[2], range[3]);
      (mapped ? four : six).add(range);
    }
    fours = merged(four);
    sixes = merged(six);
  }

  private static long[] merged(List<long[]> ranges) {
    ranges.sort(BY_START);
    List<long[]> merged = new ArrayList<>();
    for (long[] range : ranges) {
      long[] last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last == null || compare(range[0], range[1], last[2], last[3]) > 0) {
        merged.add(range);
      } else if (compare(range[2], range[3], last[2], last[3]) > 0) {
        last[2] = range[2];
        last[3] = range[3];
      }
    }
    long[] out = new long[merged.size() * 4];
    for (int i = 0; i < merged.size(); i++) {
      System.arraycopy(merged.get(i), 0, out, i * 4, 4);
    }
    return out;
  }

  public boolean isEmpty() {
    return fours.length == 0 && sixes.length == 0;
  }

  /** Whether that address lies in one of the blocks; false for a text that is no address. */
  public boolean contains(String address) {
    if (isEmpty()) {
      return false;
    }
    long four = Address.four(address, 0, address.length());
    if (four >= 0) {
      return contains(fours, 0, Address.MAPPED | four);
    }
    long[] six = new long[2];
    return Address.parse(address, six)
        && contains(Address.isFour(six[0], six[1]) ? fours : sixes, six[0], six[1]);
  }

  private static boolean contains(long[] ranges, long high, long low) {
    int from = 0;
    int to = ranges.length / 4 - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      int at = middle * 4;
      if (compare(high, low, ranges[at], ranges[at + 1]) < 0) {
        to = middle - 1;
      } else if (compare(high, low, ranges[at + 2], ranges[at + 3]) > 0) {
        from = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /** Whether the text is an IPv4 or IPv6 address. */
  public static boolean isAddress(String text) {
    return text.indexOf('%') < 0 && Address.parse(text, new long[2]);
  }

  /** Whether the text is an address or a block with a prefix length. */
  public static boolean isBlock(String text) {
    return range(text) != null;
  }

  private static long @Nullable [] range(String block) {
    int slash = block.indexOf('/');
    String address = slash < 0 ? block : block.substring(0, slash);
    if (!isAddress(address)) {
      return null;
    }
    int width = address.indexOf(':') < 0 ? 32 : 128;
    int bits = width;
    if (slash >= 0) {
      String text = block.substring(slash + 1);
      if (!text.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(text) > width) {
        return null;
      }
      bits = Integer.parseInt(text);
    }
    long[] out = new long[4];
    Address.parse(address, out);
    int free = width - bits;
    long highMask = free <= 64 ? 0 : mask(free - 64);
    long lowMask = mask(Math.min(free, 64));
    out[0] &= ~highMask;
    out[1] &= ~lowMask;
    out[2] = out[0] | highMask;
    out[3] = out[1] | lowMask;
    return out;
  }

  private static long mask(int bits) {
    return bits == 64 ? -1L : (1L << bits) - 1;
  }

  private static int compare(long high, long low, long otherHigh, long otherLow) {
    int order = Long.compareUnsigned(high, otherHigh);
    return order != 0 ? order : Long.compareUnsigned(low, otherLow);
  }
}
