package org.gatewatch.judge;

import org.gatewatch.baseline.Baseline;

/** Credentials whose scores scatter alike: kind, younger than a week, busy hours per active day. */
final class Stratum {
  static final int COUNT = 4 * 2 * 3;

  private static final double YOUNG_DAYS = 7;

  private Stratum() {}

  private static final String[] KINDS = {"human", "service", "contractor", "other"};
  private static final String[] BUSY = {"fewer than 4", "4 to 15", "15 or more"};
  private static final String[] NAMES = new String[COUNT];

  static {
    for (int s = 0; s < COUNT; s++) {
      NAMES[s] =
          KINDS[s / 6]
              + (s / 3 % 2 == 1 ? ", younger than a week, " : ", a week or older, ")
              + BUSY[s % 3]
              + " active hours a day";
    }
  }

  /** A stratum in words. */
  static String name(int stratum) {
    return NAMES[stratum];
  }

  static int of(String kind, Baseline own, long time) {
    int k =
        switch (kind) {
          case "human" -> 0;
          case "service" -> 1;
          case "contractor" -> 2;
          default -> 3;
        };
    int young = own.ageDays(time) < YOUNG_DAYS ? 1 : 0;
    double perDay = own.windows() / (double) Math.max(1, own.activeDays());
    int busy = perDay < 4 ? 0 : perDay < 15 ? 1 : 2;
    return (k * 2 + young) * 3 + busy;
  }

  /** Whether a stratum is of credentials younger than a week. */
  static boolean young(int stratum) {
    return stratum / 3 % 2 == 1;
  }
}
