package org.gatewatch.real;

import java.util.Locale;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The exact (Garwood 1936) 95 % interval of a Poisson mean of which n were counted: {@code
 * [chi2(.025, 2n)/2, chi2(.975, 2n+2)/2]}, the lower end 0 for n = 0.
 */
record Interval(double low, double high) {
  static Interval of(long n) {
    double low =
        n == 0 ? 0 : ChiSquaredDistribution.of(2.0 * n).inverseCumulativeProbability(0.025) / 2;
    double high = ChiSquaredDistribution.of(2.0 * n + 2).inverseCumulativeProbability(0.975) / 2;
    return new Interval(low, high);
  }

  Interval per1000(long days) {
    return new Interval(1000 * low / days, 1000 * high / days);
  }

  String text() {
    return String.format(Locale.ROOT, "%.2f to %.2f", low, high);
  }
}
