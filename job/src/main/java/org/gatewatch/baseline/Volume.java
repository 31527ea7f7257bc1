package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How many requests a credential makes in an hour in which it is active, by hour of day and
 * weekend, and how much that scatters. Gateway windows only.
 */
public final class Volume {
  /** Hours of day on a weekday, then on a weekend day. */
  public static final int CELLS = 48;

  private static final double SCATTER_FORGET = 0.995;

  private final float[] windows = new float[CELLS];
  private final float[] requests = new float[CELLS];
  private float allWindows;
  private float allRequests;
  private float scatter;
  private float scatterWeight;
  private int day = Integer.MIN_VALUE;
  private int sinceDay;

  private final WallClock clock;

  Volume(WallClock clock) {
    this.clock = clock;
  }

  /** The cell of a window's start, on the credential's clock. */
  public int cell(long start) {
    int week = clock.hourOfWeek(start);
    return (week >= 120 ? 24 : 0) + week % 24;
  }

  /** Turns the cells after the clock was turned; what moves over midnight keeps its kind of day. */
  void turn(int by) {
    turn(windows, by);
    turn(requests, by);
  }

  private static void turn(float[] table, int by) {
    float[] before = table.clone();
    for (int c = 0; c < CELLS; c++) {
      table[c / 24 * 24 + Math.floorMod(c + by, 24)] = before[c];
    }
  }

  /** Windows in the cell, faded. */
  public double windows(int cell) {
    return windows[cell];
  }

  /** Winsorised requests in the cell, faded. */
  public double requests(int cell) {
    return requests[cell];
  }

  public double windows() {
    return allWindows;
  }

  public double requests() {
    return allRequests;
  }

  /** Weighted sum of {@code ((n-mu)^2 - n)/mu^2}. */
  public double scatter() {
    return scatter;
  }

  public double scatterWeight() {
    return scatterWeight;
  }

  /** Takes in a window's requests, already winsorised, with its expectation. */
  public void learn(long start, double n, double mu) {
    int today = (int) Math.floorDiv(start, 24 * Window.LENGTH);
    if (today > day) {
      double fade = StrictMath.pow(Steps.FORGET, sinceDay);
      for (int c = 0; c < CELLS && fade < 1; c++) {
        windows[c] = (float) (windows[c] * fade);
        requests[c] = (float) (requests[c] * fade);
      }
      allWindows = (float) (allWindows * fade);
      allRequests = (float) (allRequests * fade);
      day = today;
      sinceDay = 0;
    }
    sinceDay++;
    if (allWindows > 0) {
      double w = mu / (1 + mu);
      scatter = (float) (scatter * SCATTER_FORGET + w * ((n - mu) * (n - mu) - n) / (mu * mu));
      scatterWeight = (float) (scatterWeight * SCATTER_FORGET + w);
    }
    int c = cell(start);
    windows[c] += 1;
    requests[c] = (float) (requests[c] + n);
    allWindows += 1;
    allRequests = (float) (allRequests + n);
  }

  /** Expects that many times the requests from now on, at any hour; what varies stays in scale. */
  public void scale(double factor) {
    for (int c = 0; c < CELLS; c++) {
      requests[c] = (float) (requests[c] * factor);
    }
    allRequests = (float) (allRequests * factor);
  }

  void write(DataOutput out) throws IOException {
    Sparse.write(windows, out);
    Sparse.write(requests, out);
    out.writeFloat(allWindows);
    out.writeFloat(allRequests);
    out.writeFloat(scatter);
    out.writeFloat(scatterWeight);
    out.writeInt(day);
    out.writeInt(sinceDay);
  }

  static Volume read(DataInput in, WallClock clock) throws IOException {
    Volume v = new Volume(clock);
    Sparse.read(v.windows, in);
    Sparse.read(v.requests, in);
    v.allWindows = in.readFloat();
    v.allRequests = in.readFloat();
    v.scatter = in.readFloat();
    v.scatterWeight = in.readFloat();
    v.day = in.readInt();
    v.sinceDay = in.readInt();
    return v;
  }
}
