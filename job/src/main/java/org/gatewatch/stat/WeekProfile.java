package org.gatewatch.stat;

import java.util.Arrays;

/**
 * How usual each of the 168 hours of a week (Monday 00:00 first) is, from counts of active hours:
 * {@code f = .65 narrow + .30 same hour on like days + .05 wide + 0.3/168}, normalised; narrow is
 * the circular kernel (.12 .6 1 .6 .12), like days are Mon-Fri and Sat-Sun, wide a Gaussian of 3 h.
 * The narrow kernel absorbs daylight saving where no zone is known; the wide one ranks 20:00 above
 * 03:00 for a day worker.
 *
 * <p>{@code p(h) = sum of f_j with f_j <= f_h}: ties share the larger p.
 */
public final class WeekProfile {
  /** Hours of a week. */
  public static final int HOURS = 168;

  private static final long HOUR = 3_600_000L;
  private static final double[] NARROW = {0.12, 0.6, 1, 0.6, 0.12};
  private static final int REACH = 9;

  /** Masses that differ by less, relatively, are equal but for their rounding. */
  private static final double TIE = 1e-6;

  /** The narrow and the wide kernel in one, from -REACH to REACH hours. */
  private static final double[] TAPS = taps();

  private static double[] taps() {
    double[] taps = new double[2 * REACH + 1];
    double wide = 0;
    for (int d = -REACH; d <= REACH; d++) {
      wide += StrictMath.exp(-d * d / 18.0);
    }
    double narrow = Arrays.stream(NARROW).sum();
    for (int d = -REACH; d <= REACH; d++) {
      taps[d + REACH] = 0.05 * StrictMath.exp(-d * d / 18.0) / wide;
      if (Math.abs(d) <= 2) {
        taps[d + REACH] += 0.65 * NARROW[d + 2] / narrow;
      }
    }
    return taps;
  }

  private WeekProfile() {}

  /** The hour of week of an epoch time in ms; 1970-01-01 was a Thursday. */
  public static int hourOfWeek(long time) {
    return (int) Math.floorMod(Math.floorDiv(time, HOUR) + 72, (long) HOURS);
  }

  /**
   * The smoothed mass of each hour, summing to 1.
   *
   * @param counts 168 weights, at least 0
   */
  public static double[] smooth(double[] counts) {
    double total = 0;
    double[] like = new double[48];
    for (int h = 0; h < HOURS; h++) {
      total += counts[h];
      like[(h >= 120 ? 24 : 0) + h % 24] += counts[h];
    }
    double[] around = new double[HOURS + 2 * REACH];
    System.arraycopy(counts, HOURS - REACH, around, 0, REACH);
    System.arraycopy(counts, 0, around, REACH, HOURS);
    System.arraycopy(counts, 0, around, REACH + HOURS, REACH);
    double[] f = new double[HOURS];
    double norm = total + 0.3;
    for (int h = 0; h < HOURS; h++) {
      double sum = 0;
      for (int d = 0; d < TAPS.length; d++) {
        sum += TAPS[d] * around[h + d];
      }
      sum += 0.30 * like[(h >= 120 ? 24 : 0) + h % 24] / (h >= 120 ? 2 : 5);
      f[h] = (sum + 0.3 / HOURS) / norm;
    }
    return f;
  }

  /**
   * p of one hour under masses f. Summed when asked: a credential is seen in few hours of a day,
   * and a table of all would have to be sorted.
   *
   * @param f 168 masses that sum to 1
   */
  public static double tail(float[] f, int hourOfWeek) {
    double limit = f[hourOfWeek] * (1 + TIE);
    double sum = 0;
    for (int h = 0; h < HOURS; h++) {
      sum += f[h] <= limit ? f[h] : 0;
    }
    return Math.min(1, sum);
  }
}
