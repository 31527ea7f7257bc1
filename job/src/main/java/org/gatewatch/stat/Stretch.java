package org.gatewatch.stat;

/**
 * How far a change of level reaches to either side of where it is seen. With z the standardised
 * values, each is evidence {@code d z - d^2/2} for a level higher by d standard deviations (the log
 * likelihood ratio of a cumulative sum; Page, Biometrika 41, 1954). The change reaches as far as
 * the sum grows; ends at which it is less than 1.92 below its largest are not excluded at 95 %
 * (profile likelihood, half of chi-square's quantile).
 *
 * @param first index at which the sum is largest
 * @param earliest the smallest index that is not excluded
 * @param latest the largest index that is not excluded
 */
public record Stretch(int first, int earliest, int latest) {
  /** Half of the 95 % quantile of chi-square with one degree of freedom. */
  public static final double DOUBT = 1.920729410347062;

  /** A value beyond this counts as this: one value may not speak for a day of others. */
  public static final double MOST = 4;

  /** The evidence of one standardised value for a level higher by one standard deviation. */
  public static double evidence(double z) {
    return evidence(z, 1);
  }

  /**
   * The evidence of one standardised value.
   *
   * @param d by how many standard deviations the level is higher, above 0
   */
  public static double evidence(double z, double d) {
    return d * Math.min(MOST, z) - d * d / 2;
  }

  /**
   * The start of the change that is seen at an index: the sum runs from the start to it.
   *
   * @param evidence of each value
   * @param seen index at which it is certain
   */
  public static Stretch back(double[] evidence, int seen) {
    double sum = 0;
    double best = Double.NEGATIVE_INFINITY;
    int first = seen;
    double[] sums = new double[seen + 1];
    for (int i = seen; i >= 0; i--) {
      sum += evidence[i];
      sums[i] = sum;
      if (sum > best) {
        best = sum;
        first = i;
      }
    }
    int earliest = first;
    int latest = first;
    for (int i = 0; i <= seen; i++) {
      if (sums[i] > best - DOUBT) {
        earliest = Math.min(earliest, i);
        latest = Math.max(latest, i);
      }
    }
    return new Stretch(first, earliest, latest);
  }
}
