package org.gatewatch.real;

import org.gatewatch.scenario.Draw;

/**
 * A heavy-tailed law given by its quantiles: ln x is piecewise linear in the normal score z through
 * (0, p50), (1.2816, p90), (2.3263, p99), (4, max); below the median the first slope goes on. Draws
 * are at least 1 and at most max.
 */
record Quantiles(double p50, double p90, double p99, double max) {
  private static final double Z90 = 1.2815515655446004;
  private static final double Z99 = 2.3263478740408408;
  private static final double ZMAX = 4;

  long draw(Draw draw) {
    return at(draw.gaussian());
  }

  /** The value at a normal score. */
  long at(double z) {
    double l50 = ln(p50);
    double l90 = Math.max(l50, ln(p90));
    double l99 = Math.max(l90, ln(p99));
    double lmax = Math.max(l99, ln(max));
    double l;
    if (z < Z90) {
      l = l50 + z * (l90 - l50) / Z90;
    } else if (z < Z99) {
      l = l90 + (z - Z90) * (l99 - l90) / (Z99 - Z90);
    } else {
      l = l99 + (z - Z99) * (lmax - l99) / (ZMAX - Z99);
    }
    return Math.round(Math.max(1, StrictMath.exp(Math.min(l, lmax))));
  }

  private static double ln(double x) {
    return StrictMath.log(Math.max(1, x));
  }
}
