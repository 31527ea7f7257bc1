package org.gatewatch.report;

import java.util.Locale;

/** Numbers as explanations print them. */
final class Numbers {
  private Numbers() {}

  /** Two decimals; more for what would be 0. */
  static String number(double x) {
    boolean small = x != 0 && Math.abs(x) < 0.01;
    return String.format(Locale.ROOT, small ? "%.1e" : "%.2f", x).replace("e-0", "e-");
  }

  /** A probability to two digits. */
  static String p(double p) {
    return String.format(Locale.ROOT, p >= 0.01 ? "%.2g" : "%.1e", p).replace("e-0", "e-");
  }

  /** A count with thousands separated. */
  static String count(double n) {
    return String.format(Locale.ROOT, "%,.0f", n);
  }

  /** A share as per cent. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
