package org.gatewatch.stat;

import org.jspecify.annotations.Nullable;

/**
 * Where a series left its level. Two broken lines are fitted by least squares for every place k at
 * which the change may have begun, a climb and a jump,
 *
 * <pre>y_i = a_c(i) + s max(0, t_i - t_k + 1)    and    y_i = a_c(i) + s [i >= k],    s >= 0</pre>
 *
 * with a level a for each class c of days. The best place is the one with the least sum of squares
 * R; those with {@code t = sqrt((R_k / R - 1) df)} below the 97.5 % quantile of Student's t with
 * {@code df = n - classes - 2} are not excluded at 95 % (profile likelihood; Hudson, JASA 61, 1966;
 * Seber and Wild, Nonlinear Regression, 1989, 9.3).
 */
public final class BrokenLine {
  private static final double LEVEL = 0.025;

  private BrokenLine() {}

  /**
   * A fit.
   *
   * @param at index of the first value after the change
   * @param earliest the smallest index that is not excluded at 95 %
   * @param latest the largest
   * @param sd standard deviation of what is left, at least 0
   * @param gain sum of squares without a change over that with it, at least 1
   */
  public record Fit(int at, int earliest, int latest, double sd, double gain) {}

  /**
   * Fits.
   *
   * @param t times, ascending
   * @param y values
   * @param classes of each value, 0 or more
   * @param least values before the change, at least 1
   * @return null when there are no more values than that, or none rises
   */
  public static @Nullable Fit of(double[] t, double[] y, int[] classes, int least) {
    int n = y.length;
    int levels = 0;
    for (int c : classes) {
      levels = Math.max(levels, c + 1);
    }
    double[] own = centred(y, classes, levels);
    double total = product(own, own);
    double floor = Math.max(1e-12, 1e-12 * total);
    double[] left = new double[n];
    int best = -1;
    for (int k = Math.max(1, least); k < n; k++) {
      left[k] =
          Math.max(
              floor,
              total
                  - Math.max(
                      gain(t, own, classes, levels, k, true),
                      gain(t, own, classes, levels, k, false)));
      best = best < 0 || left[k] < left[best] ? k : best;
    }
    if (best < 0 || left[best] >= total) {
      return null;
    }
    int df = Math.max(1, n - levels - 2);
    int earliest = best;
    int latest = best;
    for (int k = Math.max(1, least); k < n; k++) {
      double away = Math.sqrt((left[k] / left[best] - 1) * df);
      if (Tails.studentT(away, df) > LEVEL) {
        earliest = Math.min(earliest, k);
        latest = Math.max(latest, k);
      }
    }
    return new Fit(best, earliest, latest, Math.sqrt(left[best] / df), total / left[best]);
  }

  /** What a change at k takes off the sum of squares. */
  private static double gain(
      double[] t, double[] own, int[] classes, int levels, int k, boolean climbs) {
    double[] x = new double[own.length];
    for (int i = k; i < x.length; i++) {
      x[i] = climbs ? t[i] - t[k] + 1 : 1;
    }
    double[] z = centred(x, classes, levels);
    double square = product(z, z);
    double with = product(z, own);
    return square <= 0 || with <= 0 ? 0 : with * with / square;
  }

  /** Less the mean of its class. */
  private static double[] centred(double[] x, int[] classes, int levels) {
    double[] sum = new double[levels];
    int[] count = new int[levels];
    for (int i = 0; i < x.length; i++) {
      sum[classes[i]] += x[i];
      count[classes[i]]++;
    }
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = x[i] - sum[classes[i]] / count[classes[i]];
    }
    return out;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
