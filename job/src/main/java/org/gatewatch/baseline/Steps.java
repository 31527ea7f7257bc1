package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A ladder of novelty, counted: how often a window that reached step j went one further. Each step
 * is a Beta: {@code q_j = (s_j + k_j m_j) / (n_j + k_j)} with the peers' rate m, and {@code P(level
 * >= L) = q_1 ... q_L}. Old windows fade by {@link #FORGET} per trial.
 */
public final class Steps {
  /** Forgetting per trial: a half-life of about 460 windows. */
  public static final double FORGET = 0.9985;

  private final float[] hits;
  private final float[] trials;

  Steps(int levels) {
    hits = new float[levels];
    trials = new float[levels];
  }

  /** Counts a window that reached that level (0 = nothing new). */
  public void learn(int level) {
    for (int j = 0; j < hits.length && j <= level; j++) {
      trials[j] = (float) (trials[j] * FORGET + 1);
      hits[j] = (float) (hits[j] * FORGET + (level > j ? 1 : 0));
    }
  }

  /** Windows that went beyond step j, faded. */
  public double hits(int j) {
    return hits[j];
  }

  /** Windows that reached step j, faded. */
  public double trials(int j) {
    return trials[j];
  }

  /**
   * {@code -ln P(level >= L)}.
   *
   * @param strength k_j, in windows
   * @param peers m_j
   */
  public double surprise(int level, double[] strength, Rates peers) {
    double sum = 0;
    for (int j = 0; j < level; j++) {
      sum -= StrictMath.log(step(hits[j], trials[j], strength[j], peers.mean(j)));
    }
    return sum;
  }

  /** q_j: the chance that a window at a step goes one further. */
  public static double step(double hits, double trials, double strength, double peers) {
    return (hits + strength * peers) / (trials + strength);
  }

  void write(DataOutput out) throws IOException {
    for (int j = 0; j < hits.length; j++) {
      out.writeFloat(hits[j]);
      out.writeFloat(trials[j]);
    }
  }

  static Steps read(DataInput in, int levels) throws IOException {
    Steps steps = new Steps(levels);
    for (int j = 0; j < levels; j++) {
      steps.hits[j] = in.readFloat();
      steps.trials[j] = in.readFloat();
    }
    return steps;
  }
}
