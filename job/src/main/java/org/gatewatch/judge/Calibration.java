package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.stat.TailHistogram;

/**
 * One layer of calibration: for each of its scores a histogram per stratum and one over all.
 * Backoff is geometric, {@code ln p = w ln p_stratum + (1-w) ln p_all} with {@code w = n/(n+500)},
 * and p_all backs off to the score's own claim in the same way: a thin stratum can't widen a tail.
 */
final class Calibration {
  private static final double STRENGTH = 500;

  private final TailHistogram[][] strata;
  private final TailHistogram[] all;

  /** How a score says {@code -ln p} before it has a history: per unit. */
  private final double claim;

  /** A history can't make more of a score than {@code capAt + capBy v}: see {@link Shared}. */
  private final double capAt;

  private final double capBy;

  Calibration(
      int scores,
      double width,
      int bins,
      double leastScale,
      double claim,
      double capAt,
      double capBy) {
    this.claim = claim;
    this.capAt = capAt;
    this.capBy = capBy;
    strata = new TailHistogram[scores][Stratum.COUNT];
    all = new TailHistogram[scores];
    for (int i = 0; i < scores; i++) {
      all[i] = new TailHistogram(width, bins, leastScale);
      for (int s = 0; s < Stratum.COUNT; s++) {
        strata[i][s] = new TailHistogram(width, bins, leastScale);
      }
    }
  }

  void add(int score, int stratum, double v) {
    strata[score][stratum].add(v);
    all[score].add(v);
  }

  void refit() {
    for (int i = 0; i < all.length; i++) {
      all[i].refit();
      for (TailHistogram h : strata[i]) {
        h.refit();
      }
    }
  }

  /** Values of a score over all strata. */
  long size(int score) {
    return all[score].size();
  }

  /** Calibrated {@code -ln p}. */
  double surprise(int score, int stratum, double v) {
    if (v <= 0) {
      return 0;
    }
    TailHistogram a = all[score];
    TailHistogram s = strata[score][stratum];
    double wAll = a.size() / (a.size() + STRENGTH);
    double wOwn = s.size() / (s.size() + STRENGTH);
    double vAll = wAll * a.surpriseOf(v) + (1 - wAll) * claim * v;
    return Math.min(capAt + capBy * v, wOwn * s.surpriseOf(v) + (1 - wOwn) * vAll);
  }

  /** The smallest score, on a grid of 1/64, whose calibrated surprise is at least that. */
  double level(int score, int stratum, double surprise) {
    double low = 0;
    double high = 4096;
    while (high - low > 1 / 64.0) {
      double middle = (low + high) / 2;
      if (surprise(score, stratum, middle) >= surprise) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  void write(DataOutput out) throws IOException {
    for (int i = 0; i < all.length; i++) {
      all[i].write(out);
      for (TailHistogram h : strata[i]) {
        h.write(out);
      }
    }
  }

  void readFrom(DataInput in) throws IOException {
    for (int i = 0; i < all.length; i++) {
      all[i].readFrom(in);
      for (TailHistogram h : strata[i]) {
        h.readFrom(in);
      }
    }
  }
}
