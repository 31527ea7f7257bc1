package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.gatewatch.baseline.Priors;
import org.gatewatch.stat.Blend;
import org.gatewatch.stat.TailHistogram;
import org.gatewatch.stat.TailTable;

/**
 * One layer of calibration: for each of its scores a histogram per stratum and one over all.
 * Backoff is geometric, {@code ln p = w ln p_stratum + (1-w) ln p_all} with {@code w = n/(n+500)},
 * and p_all backs off to the shipped prior in the same way ({@link Blend}): a thin stratum can't
 * widen a tail.
 */
final class Calibration {
  private final TailHistogram[][] strata;
  private final TailHistogram[] all;

  /** What stands in for a history before there is one, by score, for old and for young. */
  private final TailTable[][] prior;

  /** A history can't make more of a score than {@code capAt + capBy v}: see {@link Shared}. */
  private final double capAt;

  private final double capBy;

  /**
   * @param names of the scores, as {@link Priors} knows their tails
   * @param claim what a score says of {@code -ln p} by itself, per unit
   */
  Calibration(
      Priors priors,
      List<String> names,
      double width,
      int bins,
      double leastScale,
      double claim,
      double capAt,
      double capBy) {
    int scores = names.size();
    prior = new TailTable[scores][2];
    for (int i = 0; i < scores; i++) {
      prior[i][0] = priors.tail(names.get(i) + ".old", claim);
      prior[i][1] = priors.tail(names.get(i) + ".young", claim);
    }
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
    return Blend.mixed(
        s.size(),
        s.surpriseOf(v),
        a.size(),
        a.surpriseOf(v),
        prior(score, stratum, v),
        capAt + capBy * v);
  }

  /** The same, taken apart. */
  Blend blend(int score, int stratum, double v) {
    TailHistogram a = all[score];
    TailHistogram s = strata[score][stratum];
    return new Blend(
        v,
        s.size(),
        s.surpriseOf(v),
        a.size(),
        a.surpriseOf(v),
        prior(score, stratum, v),
        capAt + capBy * v);
  }

  private double prior(int score, int stratum, double v) {
    return prior[score][Stratum.young(stratum) ? 1 : 0].surpriseOf(v);
  }

  /** How much of an answer rests on this log, 0 to 1; the rest is the shipped prior. */
  double ownShare(int score, int stratum) {
    double a = all[score].size();
    double s = strata[score][stratum].size();
    double own = s / (s + Blend.STRENGTH);
    return own + (1 - own) * a / (a + Blend.STRENGTH);
  }

  /** Adds what another one counted. */
  void count(Calibration other) {
    for (int i = 0; i < all.length; i++) {
      all[i].merge(other.all[i]);
      for (int s = 0; s < Stratum.COUNT; s++) {
        strata[i][s].merge(other.strata[i][s]);
      }
    }
  }

  /** What was counted of a score, for those younger than a week or for the others. */
  TailTable counted(int score, boolean young, TailHistogram empty) {
    for (int s = 0; s < Stratum.COUNT; s++) {
      if (Stratum.young(s) == young) {
        empty.merge(strata[score][s]);
      }
    }
    empty.refit();
    return TailTable.of(empty);
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
