package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A sum over windows and what it is a sum of, both fading by {@link Steps#FORGET} a window. */
public final class Tally {
  private float total;
  private float weight;

  /** What was counted, faded. */
  public double total() {
    return total;
  }

  /** The windows (or requests) it was counted in, faded. */
  public double weight() {
    return weight;
  }

  /**
   * The mean, shrunk.
   *
   * @param strength of the peers' mean, in units of weight
   */
  public double mean(double strength, double peers) {
    return (total + strength * peers) / (weight + strength);
  }

  /** Takes in a window. */
  public void learn(double value, double w) {
    total = (float) (total * Steps.FORGET + value);
    weight = (float) (weight * Steps.FORGET + w);
  }

  void write(DataOutput out) throws IOException {
    out.writeFloat(total);
    out.writeFloat(weight);
  }

  static Tally read(DataInput in) throws IOException {
    Tally tally = new Tally();
    tally.total = in.readFloat();
    tally.weight = in.readFloat();
    return tally;
  }
}
