package org.gatewatch.stat;

import org.apache.commons.numbers.gamma.Erf;

/**
 * Hours of the day on a circle (Mardia and Jupp, Directional Statistics, 2000, 2.2-2.3): each hour
 * is a unit vector, the middle of the hour; the mean points to the centre of the activity, its
 * length R is 1 when all lies in one hour and 0 around the clock.
 */
public final class DayCircle {
  private static final double[] COS = new double[24];
  private static final double[] SIN = new double[24];

  static {
    for (int h = 0; h < 24; h++) {
      COS[h] = StrictMath.cos((h + 0.5) * Math.PI / 12);
      SIN[h] = StrictMath.sin((h + 0.5) * Math.PI / 12);
    }
  }

  private final double x;
  private final double y;

  private DayCircle(double x, double y) {
    this.x = x;
    this.y = y;
  }

  /**
   * The mean of weighted hours.
   *
   * @param counts weight of each hour, hour of day = index mod 24
   */
  public static DayCircle of(float[] counts) {
    double x = 0;
    double y = 0;
    double n = 0;
    for (int i = 0; i < counts.length; i++) {
      x += counts[i] * COS[i % 24];
      y += counts[i] * SIN[i % 24];
      n += counts[i];
    }
    return n > 0 ? new DayCircle(x / n, y / n) : new DayCircle(0, 0);
  }

  /** A mean given by its coordinates. */
  public static DayCircle at(double x, double y) {
    return new DayCircle(x, y);
  }

  /** First coordinate of an hour of day. */
  public static double x(int hour) {
    return COS[hour];
  }

  /** Second coordinate of an hour of day. */
  public static double y(int hour) {
    return SIN[hour];
  }

  /** The centre of the activity, hours in (-12, 12]. */
  public double hour() {
    return StrictMath.atan2(y, x) * 12 / Math.PI;
  }

  /** The mean resultant length R, in [0, 1]. */
  public double length() {
    return Math.min(1, Math.sqrt(x * x + y * y));
  }

  /** The circular standard deviation in hours, {@code sqrt(-2 ln R)}; infinite for R = 0. */
  public double deviation() {
    return Math.sqrt(Math.max(0, -2 * StrictMath.log(length()))) * 12 / Math.PI;
  }

  /** How many hours this must be turned to lie on another, in [-12, 12). */
  public double hoursTo(DayCircle other) {
    double d = other.hour() - hour();
    return d - 24 * Math.floor((d + 12) / 24);
  }

  /** The chance that a normal error of that standard deviation is at most {@code most}. */
  public static double within(double most, double sd) {
    return Erf.value(most / (sd * Math.sqrt(2)));
  }
}
