package org.gatewatch.stat;

import java.util.Arrays;

/**
 * A fixed partition of p-values, fine enough to ask for the share of p &lt;= 1e-2, 1e-3 and 1e-4
 * without error and for the distance from uniform within 0.005: one bin for p = 1, steps of 0.005
 * down to 0.01, ten steps a decade below, the last one for everything under 1e-15.
 */
public final class PBins {
  private static final int LINEAR = 198;
  private static final int DECADES = 13;
  private static final double[] UPPER = new double[1 + LINEAR + 1 + 10 * DECADES];
  private static final double[] SURPRISE = new double[UPPER.length];

  static {
    UPPER[0] = 1;
    UPPER[1] = 1;
    for (int i = 1; i <= LINEAR; i++) {
      UPPER[1 + i] = (200 - i) / 200.0;
    }
    for (int k = 1; k <= 10 * DECADES; k++) {
      UPPER[1 + LINEAR + k] = StrictMath.pow(10, -2 - k / 10.0);
    }
    for (int i = 0; i < UPPER.length; i++) {
      SURPRISE[i] = i <= 1 ? 0 : -StrictMath.log(UPPER[i]);
    }
  }

  /** Number of bins. */
  public static final int COUNT = UPPER.length;

  private PBins() {}

  /** The bin of a surprise {@code -ln p}: 0 for p = 1 (or more), else the one that holds p. */
  public static int of(double surprise) {
    if (!(surprise > 0)) {
      return 0;
    }
    int at = Arrays.binarySearch(SURPRISE, 1, COUNT, surprise);
    return at >= 0 ? at : -at - 2;
  }

  /** The largest p of a bin, inclusive. */
  public static double upper(int bin) {
    return UPPER[bin];
  }

  /**
   * The bin with that largest p.
   *
   * @return -1 when there is none; 1 for p = 1, so that bin 0 can be told apart
   */
  public static int withUpper(double p) {
    for (int i = COUNT - 1; i > 0; i--) {
      if (UPPER[i] == p) {
        return i;
      }
    }
    return -1;
  }

  /** How many values have a p of at most that; exact where it is the largest p of a bin. */
  public static long atMost(long[] counts, double p) {
    long n = 0;
    for (int i = COUNT - 1; i >= 0 && UPPER[i] <= p; i--) {
      n += counts[i];
    }
    return n;
  }

  /**
   * Kolmogorov-Smirnov distance from the uniform distribution, {@code sup |F(p) - p|} over p up to
   * one minus the mass at p = 1. A valid p-value of a score with an atom at "nothing unusual" is
   * uniform up to there and then 1; that atom is no fault of calibration and is left out.
   *
   * @return NaN when there are no values
   */
  public static double ks(long[] counts) {
    long all = 0;
    for (long n : counts) {
      all += n;
    }
    if (all == 0) {
      return Double.NaN;
    }
    double end = 1 - counts[0] / (double) all;
    double most = 0;
    long below = 0;
    for (int i = COUNT - 1; i >= 1; i--) {
      below += counts[i];
      if (UPPER[i] <= end) {
        most = Math.max(most, Math.abs(below / (double) all - UPPER[i]));
      }
    }
    return most;
  }
}
