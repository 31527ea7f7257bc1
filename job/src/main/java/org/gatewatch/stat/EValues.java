package org.gatewatch.stat;

/**
 * Evidence that adds up over days: p-values become e-values, whose products stay honest at any
 * time.
 */
public final class EValues {
  private EValues() {}

  /**
   * {@code ln e} of the mixture calibrator {@code e = (1 - p + p ln p) / (p (ln p)^2)} (Vovk and
   * Wang, Annals of Statistics 2021), for {@code v = -ln p}. At p = 1 it is {@code ln 1/2}.
   *
   * @param v surprise, at least 0
   */
  public static double log(double v) {
    if (v < 1e-3) {
      return v + StrictMath.log(0.5 - v / 3);
    }
    double p = StrictMath.exp(-v);
    return StrictMath.log(1 - p * (1 + v)) + v - 2 * StrictMath.log(v);
  }

  /**
   * One step of an e-detector, {@code M' = max(1, M) e}, in logarithms: an alert at {@code M >=
   * 1/a} has an average run length of at least 1/a (Shin, Ramdas, Rinaldo 2022).
   *
   * @param logM before the step, at most 0 at a start
   */
  public static double step(double logM, double v) {
    return Math.max(0, logM) + log(v);
  }
}
