package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a credential's active days amount to, remembered with a delay: a day counts {@link #LAG}
 * days after it, so that a slow climb is judged against what was before it. Three measures in
 * natural logarithms ({@link DayTotals.Measure}); weekdays and weekend days have a mean of their
 * own and share the variance.
 */
public final class Days {
  /** How many days old a day must be before it counts. */
  public static final int LAG = 7;

  private static final int MEASURES = DayTotals.Measure.values().length;
  private static final double FORGET = 0.97;

  /** Days a mean remembers at most. */
  private static final double MEMORY = 30;

  private final float[][] weight = new float[MEASURES][2];
  private final float[][] mean = new float[MEASURES][2];
  private final float[] square = new float[MEASURES];
  private final float[] squareWeight = new float[MEASURES];

  /** Days that wait, oldest first, at most {@link #LAG}. */
  private final long[] waitingDay = new long[LAG];

  private final float[][] waiting = new float[LAG][MEASURES];
  private final boolean[] held = new boolean[LAG];
  private int waitingSize;

  /** The day from which on the last shift of level held, and how far; days before it come later. */
  private long shiftedFrom = Long.MIN_VALUE;

  private final float[] shifted = new float[MEASURES];

  /** Days that count and had a value of the measure, at most twice {@link #MEMORY}. */
  public double days(DayTotals.Measure m) {
    float[] w = weight[m.ordinal()];
    return w[0] + w[1];
  }

  /** Squared deviations of days from what was expected of them, without sampling noise, summed. */
  public double square(DayTotals.Measure m) {
    return square[m.ordinal()];
  }

  /** How many days {@link #square} stands on, faded. */
  public double squareWeight(DayTotals.Measure m) {
    return squareWeight[m.ordinal()];
  }

  /** Usual value on such a day: the mean of its kind, shrunk to that of all days by one day. */
  public double mean(DayTotals.Measure m, long day) {
    int kind = kind(day);
    float[] means = mean[m.ordinal()];
    float[] w = weight[m.ordinal()];
    double all = (w[0] * means[0] + w[1] * means[1]) / Math.max(1e-6, w[0] + w[1]);
    return (w[kind] * means[kind] + all) / (w[kind] + 1);
  }

  /** 0 Monday to Friday, 1 Saturday and Sunday; 1970-01-01 was a Thursday. */
  static int kind(long day) {
    return Math.floorMod(day + 3, 7) >= 5 ? 1 : 0;
  }

  /** What a day teaches once it counts. */
  public interface Absorbed {
    /**
     * The value of a measure as it is learned, winsorised.
     *
     * @param out the value and, in the second cell, the squared deviation without noise, NaN to
     *     leave it out
     */
    void value(DayTotals.Measure m, long day, double y, double[] out);
  }

  /**
   * Notes a settled day and lets those count that are old enough. Days come in rising order.
   *
   * @param hold whether the day is under suspicion: it is kept, and counts only if {@link #adopt}ed
   * @param frozen whether a climb is under suspicion: nothing counts meanwhile
   */
  public void add(long day, DayTotals totals, boolean hold, boolean frozen, Absorbed rule) {
    mature(day, frozen, rule);
    if (waitingSize == LAG) {
      drop(0);
    }
    waitingDay[waitingSize] = day;
    held[waitingSize] = hold;
    for (DayTotals.Measure m : DayTotals.Measure.values()) {
      float later = day < shiftedFrom ? shifted[m.ordinal()] : 0;
      waiting[waitingSize][m.ordinal()] = (float) m.of(totals) + later;
    }
    waitingSize++;
  }

  private void mature(long day, boolean frozen, Absorbed rule) {
    while (waitingSize > 0 && waitingDay[0] <= day - LAG) {
      if (!held[0] && !frozen) {
        absorb(0, rule);
      }
      drop(0);
    }
  }

  private void absorb(int at, Absorbed rule) {
    long day = waitingDay[at];
    int kind = kind(day);
    double[] learned = new double[2];
    for (DayTotals.Measure m : DayTotals.Measure.values()) {
      int i = m.ordinal();
      double y = waiting[at][i];
      if (Double.isNaN(y)) {
        continue;
      }
      if (days(m) > 0.5) {
        rule.value(m, day, y, learned);
        y = learned[0];
        if (learned[1] >= 0) {
          square[i] = (float) (square[i] * FORGET + learned[1]);
          squareWeight[i] = (float) (squareWeight[i] * FORGET + 1);
        }
      }
      double n = Math.min(MEMORY, weight[i][kind] + 1);
      mean[i][kind] = (float) (mean[i][kind] + (y - mean[i][kind]) / n);
      weight[i][kind] = (float) n;
    }
  }

  /**
   * A lasting change is taken over: the level of the days under suspicion becomes the level, and
   * days before them that still wait count as if they had had it.
   *
   * @return by what factor requests a day changed, 1 when no day is under suspicion
   */
  public double adopt() {
    int first = 0;
    while (first < waitingSize && !held[first]) {
      first++;
    }
    double factor = 1;
    for (DayTotals.Measure m : DayTotals.Measure.values()) {
      double sum = 0;
      int n = 0;
      for (int i = first; i < waitingSize; i++) {
        float y = waiting[i][m.ordinal()];
        if (held[i] && !Float.isNaN(y) && days(m) > 0.5) {
          sum += y - mean(m, waitingDay[i]);
          n++;
        }
      }
      if (n > 0) {
        shift(m, sum / n, waitingDay[first]);
        factor = m == DayTotals.Measure.REQUESTS ? StrictMath.exp(sum / n) : factor;
      }
    }
    Arrays.fill(held, false);
    return factor;
  }

  /**
   * From now on days are expected to be another level.
   *
   * @param by added to the measure, in ln
   * @param since UTC day from which on days have that level themselves; those before it count as if
   *     they had it
   */
  public void shift(DayTotals.Measure m, double by, long since) {
    if (since != shiftedFrom) {
      shiftedFrom = since;
      Arrays.fill(shifted, 0);
    }
    int i = m.ordinal();
    shifted[i] += (float) by;
    mean[i][0] += (float) by;
    mean[i][1] += (float) by;
    for (int at = 0; at < waitingSize && waitingDay[at] < since; at++) {
      waiting[at][i] += (float) by;
    }
  }

  private void drop(int at) {
    waitingSize--;
    for (int i = at; i < waitingSize; i++) {
      waitingDay[i] = waitingDay[i + 1];
      held[i] = held[i + 1];
      System.arraycopy(waiting[i + 1], 0, waiting[i], 0, MEASURES);
    }
  }

  void write(DataOutput out) throws IOException {
    for (int m = 0; m < MEASURES; m++) {
      out.writeFloat(weight[m][0]);
      out.writeFloat(weight[m][1]);
      out.writeFloat(squareWeight[m]);
      out.writeFloat(mean[m][0]);
      out.writeFloat(mean[m][1]);
      out.writeFloat(square[m]);
    }
    out.writeLong(shiftedFrom);
    for (float by : shifted) {
      out.writeFloat(by);
    }
    out.writeByte(waitingSize);
    for (int i = 0; i < waitingSize; i++) {
      out.writeLong(waitingDay[i]);
      out.writeBoolean(held[i]);
      for (float y : waiting[i]) {
        out.writeFloat(y);
      }
    }
  }

  static Days read(DataInput in) throws IOException {
    Days d = new Days();
    for (int m = 0; m < MEASURES; m++) {
      d.weight[m][0] = in.readFloat();
      d.weight[m][1] = in.readFloat();
      d.squareWeight[m] = in.readFloat();
      d.mean[m][0] = in.readFloat();
      d.mean[m][1] = in.readFloat();
      d.square[m] = in.readFloat();
    }
    d.shiftedFrom = in.readLong();
    for (int m = 0; m < MEASURES; m++) {
      d.shifted[m] = in.readFloat();
    }
    d.waitingSize = in.readByte();
    for (int i = 0; i < d.waitingSize; i++) {
      d.waitingDay[i] = in.readLong();
      d.held[i] = in.readBoolean();
      for (int m = 0; m < MEASURES; m++) {
        d.waiting[i][m] = in.readFloat();
      }
    }
    return d;
  }
}
