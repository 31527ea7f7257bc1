package org.gatewatch.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * A 95 % interval of a ratio or a rate.
 *
 * @param low NaN when there is nothing to tell from
 * @param high NaN likewise
 */
public record Interval(double low, double high) {
  private static final int DRAWS = 2000;
  private static final long SEED = 20_260_504;

  /**
   * Percentile bootstrap of {@code sum(a) / sum(b)} over units that were drawn together (runs, or
   * the credentials of one run): 2,000 draws with a fixed seed (Efron &amp; Tibshirani 1993,
   * chapter 13). With one unit both ends are the ratio itself.
   *
   * @param a numerators by unit
   * @param b denominators by unit; draws without any denominator are left out
   */
  static Interval bootstrap(long[] a, long[] b) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] ratios = new double[DRAWS];
    int n = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      long numerator = 0;
      long denominator = 0;
      for (int i = 0; i < a.length; i++) {
        int unit = random.nextInt(a.length);
        numerator += a[unit];
        denominator += b[unit];
      }
      if (denominator > 0) {
        ratios[n++] = numerator / (double) denominator;
      }
    }
    if (n == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    double[] sorted = Arrays.copyOf(ratios, n);
    Arrays.sort(sorted);
    return new Interval(quantile(sorted, 0.025), quantile(sorted, 0.975));
  }

  /**
   * Exact interval of a Poisson mean from one count, by chi-square quantiles (Garwood 1936).
   *
   * @param per what the count is divided by
   */
  static Interval poisson(long count, double per) {
    if (per <= 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    double low =
        count == 0
            ? 0
            : ChiSquaredDistribution.of(2.0 * count).inverseCumulativeProbability(0.025) / 2;
    double high =
        ChiSquaredDistribution.of(2.0 * count + 2).inverseCumulativeProbability(0.975) / 2;
    return new Interval(low / per, high / per);
  }

  /** Linear interpolation between order statistics (Hyndman &amp; Fan 1996, type 7). */
  static double quantile(double[] sorted, double q) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = q * (sorted.length - 1);
    int i = (int) at;
    double next = sorted[Math.min(i + 1, sorted.length - 1)];
    return sorted[i] + (at - i) * (next - sorted[i]);
  }

  Interval times(double factor) {
    return new Interval(low * factor, high * factor);
  }
}
