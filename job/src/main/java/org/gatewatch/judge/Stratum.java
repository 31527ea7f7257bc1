package org.gatewatch.judge;

import org.gatewatch.baseline.Baseline;

/** Credentials whose scores scatter alike: kind, younger than a week, busy hours per active day. */
final class Stratum {
  static final int COUNT = 4 * 2 * 3;

  private static final double YOUNG_DAYS = 7;

  private Stratum() {}

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
}
