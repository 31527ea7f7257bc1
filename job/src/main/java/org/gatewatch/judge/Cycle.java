package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.gatewatch.detect.Family;
import org.gatewatch.stat.EValues;

/**
 * The e-detectors of one credential: for each family the evidence of the days since it last fell
 * back to nothing. A cycle has one peak; peaks, not days, say what evidence is usual.
 */
final class Cycle {
  /** Families whose evidence adds up; a new network or client is known the day after. */
  static final List<Family> FAMILIES =
      List.of(
          Family.TIMING,
          Family.REQUESTS,
          Family.TOKENS,
          Family.PROBING,
          Family.RECONCILIATION,
          Family.DRIFT);

  /** Days after which half of a credential's own scale is new. */
  private static final double RATE = 1 / 30.0;

  private static final double MOST = 3;

  /** How large its surprises usually are; 1 where p-values are its own. */
  private final float[] scale = new float[Family.COUNT];

  private final float[] logM = new float[Family.COUNT];
  private final float[] peak = new float[Family.COUNT];
  private final byte[] days = new byte[Family.COUNT];

  /** First day of the cycle, days since 1970-01-01. */
  private final int[] since = new int[Family.COUNT];

  /** Whether the cycle holds no day that is known to be an attack. */
  private final boolean[] clean = new boolean[Family.COUNT];

  Cycle() {
    reset();
  }

  /** What a finished cycle reached at most. */
  interface Finished {
    void peak(int family, double logM);
  }

  /**
   * Takes in a day.
   *
   * @param number days since 1970-01-01
   * @param surprises by family, calibrated by day
   * @param learns whether it says what is usual; a cycle with a day that does not is not told
   */
  void day(long number, double[] surprises, boolean learns, Finished out) {
    for (Family family : FAMILIES) {
      int f = family.ordinal();
      double v = surprises[f];
      if (family == Family.DRIFT) {
        logM[f] = (float) EValues.step(logM[f], v);
      } else {
        logM[f] = (float) EValues.step(logM[f], v / Math.max(1, 1 + scale[f]));
        if (learns) {
          scale[f] = (float) (scale[f] + RATE * (Math.min(v, MOST) - 1 - scale[f]));
        }
      }
      clean[f] &= learns;
      if (logM[f] > 0) {
        since[f] = days[f] == 0 ? (int) number : since[f];
        peak[f] = Math.max(peak[f], logM[f]);
        days[f] = (byte) Math.min(120, days[f] + 1);
        if (clean[f]) {
          out.peak(f, 0);
        }
      } else {
        if (clean[f]) {
          out.peak(f, peak[f]);
        }
        clear(f);
      }
    }
  }

  private void clear(int f) {
    logM[f] = 0;
    peak[f] = 0;
    days[f] = 0;
    since[f] = 0;
    clean[f] = true;
  }

  /** An alert spoke of it, or a change was adopted: evidence starts anew. */
  void reset() {
    for (int f = 0; f < logM.length; f++) {
      clear(f);
    }
  }

  /** {@code ln M}, at least 0. */
  double logM(int family) {
    return Math.max(0, logM[family]);
  }

  /** Active days of the cycle. */
  int days(int family) {
    return days[family];
  }

  /**
   * The first day of the cycle, the change-point estimate of a cumulative sum: the day after its
   * evidence was last at nothing. Days since 1970-01-01; 0 without a cycle.
   */
  long since(int family) {
    return since[family];
  }

  /** Whether no day of the cycle is known to be an attack. */
  boolean isClean(int family) {
    return clean[family];
  }

  void write(DataOutput out) throws IOException {
    for (int f = 0; f < logM.length; f++) {
      out.writeFloat(logM[f]);
      out.writeFloat(peak[f]);
      out.writeFloat(scale[f]);
      out.writeByte(days[f]);
      out.writeInt(since[f]);
      out.writeBoolean(clean[f]);
    }
  }

  static Cycle read(DataInput in) throws IOException {
    Cycle c = new Cycle();
    for (int f = 0; f < c.logM.length; f++) {
      c.logM[f] = in.readFloat();
      c.peak[f] = in.readFloat();
      c.scale[f] = in.readFloat();
      c.days[f] = in.readByte();
      c.since[f] = in.readInt();
      c.clean[f] = in.readBoolean();
    }
    return c;
  }
}
