package org.gatewatch.stat;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * Upper tails of predictive distributions as surprises: {@code v = -ln p}, clipped to {@code [0,
 * }{@link #MAX}{@code ]}. Always the survival form, never {@code 1 - cdf}, and rounded to 2^-20 so
 * that a last bit of a special function never moves a decision.
 */
public final class Tails {
  /** The largest surprise told apart: {@code -ln 1e-15}. */
  public static final double MAX = 34.538776394910684;

  private static final double GRID = 1 << 20;

  private Tails() {}

  /** {@code -ln p} clipped and rounded; p may be 0. */
  public static double surprise(double p) {
    if (p >= 1) {
      return 0;
    }
    return rounded(p <= 1e-15 ? MAX : -StrictMath.log(p));
  }

  /** A surprise clipped to {@code [0, MAX]} and rounded to the grid. */
  public static double rounded(double v) {
    return Math.rint(Math.min(Math.max(v, 0), MAX) * GRID) / GRID;
  }

  /**
   * P(X &gt;= k) for a negative binomial of mean {@code mu} and size {@code r} (variance {@code mu
   * + mu^2/r}), real sizes allowed: {@code I_x(k, r)} with {@code x = mu/(mu+r)} (regularised
   * incomplete beta). 1 for k &lt;= 0.
   */
  public static double negativeBinomial(double k, double mu, double r) {
    if (k <= 0) {
      return 1;
    }
    if (!(mu > 0)) {
      return 0;
    }
    return RegularizedBeta.value(mu / (mu + r), k, r);
  }

  /** Mid-p of the same tail: the mean of P(X &gt;= k) and P(X &gt;= k + 1). */
  public static double negativeBinomialMid(double k, double mu, double r) {
    return 0.5 * (negativeBinomial(k, mu, r) + negativeBinomial(k + 1, mu, r));
  }

  /**
   * {@code ln P(X >= k)} for a beta-binomial: of {@code n} trials, each with a chance drawn once
   * from Beta(a, b). The mass at k is {@code C(n,k) B(k+a, n-k+b) / B(a,b)}; the masses above
   * follow by their ratios {@code (n-j)(j+a) / ((j+1)(n-j-1+b))} until they add nothing, so k at or
   * above the mean keeps the sum short. 0 for k &lt;= 0, -Infinity for k &gt; n.
   *
   * @param a above 0
   * @param b above 0
   */
  public static double logBetaBinomial(long k, long n, double a, double b) {
    if (k <= 0) {
      return 0;
    }
    if (k > n) {
      return Double.NEGATIVE_INFINITY;
    }
    double first =
        -StrictMath.log1p((double) n)
            - LogBeta.value(n - k + 1.0, k + 1.0)
            + LogBeta.value(k + a, n - k + b)
            - LogBeta.value(a, b);
    double term = 1;
    double sum = 1;
    for (long j = k; j < n && term > sum * 1e-15; j++) {
      term *= ((n - j) * (j + a)) / ((j + 1) * (n - j - 1 + b));
      sum += term;
    }
    return Math.min(0, first + StrictMath.log(sum));
  }

  /**
   * P(T &gt;= t) of Student's t with {@code df} degrees of freedom: {@code I_x(df/2, 1/2) / 2} with
   * {@code x = df/(df+t^2)} for t &gt;= 0 (Abramowitz and Stegun 26.5.27).
   */
  public static double studentT(double t, double df) {
    double half = 0.5 * RegularizedBeta.value(df / (df + t * t), 0.5 * df, 0.5);
    return t >= 0 ? half : 1 - half;
  }
}
