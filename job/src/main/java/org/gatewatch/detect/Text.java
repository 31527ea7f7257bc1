package org.gatewatch.detect;

import java.util.List;
import java.util.Locale;

/** Numbers and lists in sentences, the same everywhere. */
public final class Text {
  private Text() {}

  /** Three significant digits at most, no exponent for everyday sizes. */
  public static String number(double x) {
    return fixed(x, x >= 100 ? 0 : x >= 10 ? 1 : 2);
  }

  /**
   * A number with that many decimals, 0 to 2, halves rounded up. By hand, because clues are written
   * for many hours that no finding ever tells of, and a formatter takes its time.
   */
  private static String fixed(double x, int decimals) {
    if (!(x >= 0 && x < 1e12)) {
      return String.format(Locale.ROOT, "%." + decimals + "f", x);
    }
    int scale = decimals == 0 ? 1 : decimals == 1 ? 10 : 100;
    long scaled = (long) (x * scale + 0.5);
    String whole = Long.toString(scaled / scale);
    if (decimals == 0) {
      return whole;
    }
    String fraction = Long.toString(scale + scaled % scale);
    return whole + "." + fraction.substring(1);
  }

  /** A probability: {@code 0.04}, {@code 2e-4}. */
  public static String p(double p) {
    if (p >= 0.01) {
      return fixed(p, 2);
    }
    return String.format(Locale.ROOT, "%.0e", p).replace("e-0", "e-");
  }

  /** {@code 1 day}, {@code 2 days}. */
  public static String count(long n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }

  /** Whole number with thousands separated by commas. */
  public static String whole(double x) {
    if (!(x >= 0 && x < 1e12)) {
      return String.format(Locale.ROOT, "%,.0f", x);
    }
    String digits = fixed(x, 0);
    StringBuilder out = new StringBuilder(digits);
    for (int at = digits.length() - 3; at > 0; at -= 3) {
      out.insert(at, ',');
    }
    return out.toString();
  }

  /**
   * The start of a text that may be of any length: nobody chooses how much of our state it takes,
   * and {@code writeUTF} refuses what is longer than 65,535 bytes.
   *
   * @param most characters kept, the ellipsis among them
   */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** The first few of a list: {@code a, b, c and 4 more}. */
  public static String some(List<String> values, int most) {
    if (values.isEmpty()) {
      return "none";
    }
    String shown = String.join(", ", values.subList(0, Math.min(most, values.size())));
    return values.size() > most ? shown + " and " + (values.size() - most) + " more" : shown;
  }
}
