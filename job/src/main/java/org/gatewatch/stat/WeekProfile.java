package org.gatewatch.stat;

import java.util.Arrays;

/**
 * How usual each of the 168 hours of a week (UTC, Monday 00:00 first) is, from counts of active
 * hours: {@code f = .65 narrow + .30 same hour on like days + .05 wide + 0.3/168}, normalised;
 * narrow is the circular kernel (.12 .6 1 .6 .12), like days are Mon-Fri and Sat-Sun, wide a
 * Gaussian of 3 h. The narrow kernel absorbs daylight saving; the wide one ranks 20:00 above 03:00
 * for a day worker.
 *
 * <p>{@code p(h) = sum of f_j with f_j <= f_h}: a mass table, ties share the larger p.
 */
public final class WeekProfile {
  /** Hours of a week. */
  public static final int HOURS = 168;

  private static final long HOUR = 3_600_000L;
  private static final double[] NARROW = {0.12, 0.6, 1, 0.6, 0.12};
  private static final int REACH = 9;

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

  /** p of each hour under masses f. */
  public static double[] tail(double[] f) {
    double[] sorted = f.clone();
    Arrays.sort(sorted);
    double[] upTo = new double[HOURS];
    double sum = 0;
    for (int i = 0; i < HOURS; i++) {
      sum += sorted[i];
      upTo[i] = sum;
    }
    double[] p = new double[HOURS];
    for (int h = 0; h < HOURS; h++) {
      double limit = f[h] * (1 + 1e-9);
      int at = Arrays.binarySearch(sorted, limit);
      at = at < 0 ? -at - 1 : at + 1;
      p[h] = Math.min(1, upTo[Math.min(at, HOURS) - 1]);
    }
    return p;
  }
}
