package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The rates of a ladder among peers: group, shrunk to everyone, shrunk to a fixed prior. Newcomers
 * count little ({@link #NEWCOMER}): their first sightings are not novelty.
 */
public final class Rates {
  /** Strength of the level above, in windows. */
  private static final double STRENGTH = 50;

  /** Weight of a credential younger than ten days. */
  public static final double NEWCOMER = 0.05;

  /**
   * Least hits of the level above: what nobody ever did is rare, but a mean of nearly 0 would claim
   * more than all the windows seen can say.
   */
  private static final double LEAST = 0.1;

  private final @Nullable Rates everyone;
  private final double[] prior;
  private final double[] hits;
  private final double[] trials;

  /** Rates that rest on a fixed prior. */
  Rates(double[] prior) {
    this.everyone = null;
    this.prior = prior.clone();
    hits = new double[prior.length];
    trials = new double[prior.length];
  }

  /** Rates that rest on those of everyone. */
  Rates(Rates everyone) {
    this.everyone = everyone;
    this.prior = new double[0];
    hits = new double[everyone.hits.length];
    trials = new double[everyone.hits.length];
  }

  public void learn(int level, double weight) {
    for (int j = 0; j < hits.length && j <= level; j++) {
      trials[j] += weight;
      hits[j] += level > j ? weight : 0;
    }
    if (everyone != null) {
      everyone.learn(level, weight);
    }
  }

  /** m_j: the chance that a window at step j goes one further. */
  public double mean(int j) {
    double above = everyone == null ? prior[j] : everyone.mean(j);
    return (hits[j] + Math.max(LEAST, STRENGTH * above)) / (trials[j] + STRENGTH);
  }

  void write(DataOutput out) throws IOException {
    for (int j = 0; j < hits.length; j++) {
      out.writeDouble(hits[j]);
      out.writeDouble(trials[j]);
    }
  }

  void readFrom(DataInput in) throws IOException {
    for (int j = 0; j < hits.length; j++) {
      hits[j] = in.readDouble();
      trials[j] = in.readDouble();
    }
  }
}
