package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * For how long a credential rests: n, mean and scatter of ln hours between uses, faded, of gaps of
 * at least {@link #LEAST_HOURS}, and the longest. A gap is the time between the starts of two
 * successive windows.
 */
public final class Gaps {
  /** Shorter gaps are a working day, not a rest. */
  public static final int LEAST_HOURS = 6;

  /** A credential unused for less is never dormant: 30 days. */
  public static final int DORMANT_HOURS = 30 * 24;

  /** Dormant after so many times its longest gap. */
  public static final int DORMANT_TIMES = 3;

  /** Forgetting per gap: a half-life of about 70 gaps, two to three months of a person. */
  private static final double FORGET = 0.99;

  private float n;
  private float mean;
  private float squares;
  private int longest;
  private int lastHour = Integer.MIN_VALUE;

  /** Hours since the last use at the start of a window; 0 before any. */
  public int hoursTo(long start) {
    return lastHour == Integer.MIN_VALUE
        ? 0
        : Math.max(0, (int) (start / Window.LENGTH) - lastHour);
  }

  /** Whether a use after so many hours wakes a credential that had fallen dormant. */
  public boolean isDormant(int hours) {
    return lastHour != Integer.MIN_VALUE && hours > dormantAfter();
  }

  /** Hours of rest after which it is dormant. */
  public int dormantAfter() {
    return Math.max(DORMANT_HOURS, DORMANT_TIMES * longest);
  }

  /** Gaps remembered, faded. */
  public double count() {
    return n;
  }

  /** Mean of ln hours. */
  public double mean() {
    return mean;
  }

  /** Sum of squared deviations of ln hours from their mean, faded. */
  public double squares() {
    return squares;
  }

  /** The longest gap learned, hours. */
  public int longest() {
    return longest;
  }

  /** Forgets when the last use was: the next one ends no rest. */
  public void forgetLast() {
    lastHour = Integer.MIN_VALUE;
  }

  /** Takes in a gap (West's update of mean and squares, with fading). */
  public void learn(int hours) {
    double y = StrictMath.log(hours);
    double weight = n * FORGET + 1;
    double d = y - mean;
    squares = (float) (squares * FORGET + d * d * (weight - 1) / weight);
    mean = (float) (mean + d / weight);
    n = (float) weight;
    longest = Math.max(longest, hours);
  }

  /** Notes a use, learned from or not. */
  void use(long start) {
    lastHour = Math.max(lastHour, (int) (start / Window.LENGTH));
  }

  void write(DataOutput out) throws IOException {
    out.writeFloat(n);
    out.writeFloat(mean);
    out.writeFloat(squares);
    out.writeInt(longest);
    out.writeInt(lastHour);
  }

  static Gaps read(DataInput in) throws IOException {
    Gaps gaps = new Gaps();
    gaps.n = in.readFloat();
    gaps.mean = in.readFloat();
    gaps.squares = in.readFloat();
    gaps.longest = in.readInt();
    gaps.lastHour = in.readInt();
    return gaps;
  }
}
