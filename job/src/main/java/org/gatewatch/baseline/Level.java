package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A level measured once per window as a mean over the window's events: its mean, how it varies
 * between windows and within one. Values are in natural logarithms.
 */
public final class Level {
  private static final double FORGET = 0.99;

  /** Windows the mean remembers at most. */
  private static final double MEMORY = 200;

  private float n;
  private float mean;
  private float between;
  private float within;
  private float betweenWeight;
  private float withinWeight;

  /** Windows learned, at most {@link #MEMORY}. */
  public double windows() {
    return n;
  }

  public double mean() {
    return mean;
  }

  /** Weighted sum of squared deviations of window means from the mean of their time. */
  public double between() {
    return between;
  }

  public double betweenWeight() {
    return betweenWeight;
  }

  /** Weighted sum of variances inside windows. */
  public double within() {
    return within;
  }

  public double withinWeight() {
    return withinWeight;
  }

  /**
   * Takes in a window.
   *
   * @param y its mean, already winsorised
   * @param expected what was expected of it, for the deviation
   * @param noise the part of the squared deviation that sampling within the window explains
   * @param inside the variance within the window, NaN when it has only one event
   */
  public void learn(double y, double expected, double noise, double inside) {
    if (n > 0) {
      double d = y - expected;
      between = (float) (between * FORGET + Math.max(0, d * d - noise));
      betweenWeight = (float) (betweenWeight * FORGET + 1);
    }
    n = (float) Math.min(MEMORY, n + 1);
    mean = (float) (mean + (y - mean) / n);
    if (inside >= 0) {
      within = (float) (within * FORGET + inside);
      withinWeight = (float) (withinWeight * FORGET + 1);
    }
  }

  /** Expects a mean that lies that much higher from now on. */
  public void shift(double by) {
    mean = n > 0 ? (float) (mean + by) : mean;
  }

  void write(DataOutput out) throws IOException {
    out.writeFloat(n);
    out.writeFloat(mean);
    out.writeFloat(between);
    out.writeFloat(within);
    out.writeFloat(betweenWeight);
    out.writeFloat(withinWeight);
  }

  static Level read(DataInput in) throws IOException {
    Level level = new Level();
    level.n = in.readFloat();
    level.mean = in.readFloat();
    level.between = in.readFloat();
    level.within = in.readFloat();
    level.betweenWeight = in.readFloat();
    level.withinWeight = in.readFloat();
    return level;
  }
}
