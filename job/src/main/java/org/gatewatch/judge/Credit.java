package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Which part of the alerted days calibration may learn from. All of them would let true alerts eat
 * the budget, none would cut off the tail and let the threshold walk down. So as many are taken in
 * as the budget expects to be false: with E alerts expected and O seen in recent weeks, each counts
 * {@code min(1, (E + 1)/(O + 1))}, apart for those rarer than a tenth of the budget's share, of
 * which a tenth is expected. On a log without attacks O is about E and everything counts.
 */
final class Credit {
  private static final double FADE = StrictMath.pow(0.5, 1 / 14.0);

  private double expected;
  private final double[] seen = new double[2];
  private final double[] owed = new double[2];

  /** Another day: what the budget expects of it. */
  void day(double alerts) {
    expected = expected * FADE + alerts;
    seen[0] *= FADE;
    seen[1] *= FADE;
  }

  /**
   * Whether the next alerted day counts.
   *
   * @param rare whether its p is below a tenth of the budget's share
   */
  boolean counts(boolean rare) {
    int i = rare ? 1 : 0;
    seen[i]++;
    double e = expected * (rare ? 0.1 : 0.9);
    owed[i] += Math.min(1, (e + 1) / (seen[i] + 1));
    if (owed[i] < 1) {
      return false;
    }
    owed[i]--;
    return true;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(expected);
    for (int i = 0; i < seen.length; i++) {
      out.writeDouble(seen[i]);
      out.writeDouble(owed[i]);
    }
  }

  void readFrom(DataInput in) throws IOException {
    expected = in.readDouble();
    for (int i = 0; i < seen.length; i++) {
      seen[i] = in.readDouble();
      owed[i] = in.readDouble();
    }
  }
}
