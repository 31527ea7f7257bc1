package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How many statistical alerts may page. Three parts: the threshold aims at the budget (a quantile
 * of the calibrated score), an integral controller moves it by what was really spent, and a token
 * bucket is the hard cap: N tokens a day, depth {@code max(3, 2N)}, full at the start, from which
 * an alert takes its p over the budget's share. An empty bucket still lends to what is twice as
 * rare as the budget asks, down to minus its depth. What a day raises beyond the depth must be ten
 * times as rare each: overload ranks, it never switches off.
 */
final class Budget {
  private static final double DAY = 86_400_000.0;

  /**
   * What alerts cost on average on a log without attacks: below the half that a uniform p would
   * make, because tails are heavier than any calibration has seen.
   */
  private static final double EXPECTED = 0.4;

  private static final double GAIN = 0.45;
  private static final double MOST_DRIFT = 4;
  private static final double LEAST_DRIFT = -0.4;
  private static final double LEAST_DEPTH = 3;
  private static final double RARER = 10;

  private double drift;
  private double tokens = Double.NaN;
  private double spent;

  /** The UTC day of the last alert, and how many it has. */
  private long takenOn;

  private int taken;
  private long filledAt;

  /** Days whose largest number of active credentials counts: a Monday is like no Sunday. */
  private static final int WEEK = 7;

  /** Active credentials of the last settled days, the latest first. */
  private final int[] active = new int[WEEK];

  /** Alerts a day that the budget pays for. */
  double alertsPerDay(JudgeSettings s) {
    return alertsPerDay(s, active());
  }

  private static double alertsPerDay(JudgeSettings s, int active) {
    return Double.isNaN(s.perDay()) ? s.per1000() * active / 1000 : s.perDay();
  }

  /** The share of credential-days that may alert, at most 0.02. */
  double share(JudgeSettings s) {
    double share =
        Double.isNaN(s.perDay()) ? s.per1000() / 1000 : s.perDay() / Math.max(1, active());
    return Math.min(0.02, share);
  }

  /** Active credentials of a day: the most of the last seven settled ones, 0 before the first. */
  int active() {
    int most = 0;
    for (int n : active) {
      most = Math.max(most, n);
    }
    return most;
  }

  /** Tokens left after the last alert; below 0 when some are owed. */
  double left() {
    return tokens;
  }

  /** What the controller adds to thresholds. */
  double drift() {
    return drift;
  }

  private double depth(JudgeSettings s) {
    return Math.max(LEAST_DEPTH, 2 * alertsPerDay(s));
  }

  /**
   * Spends a token, if there is one or the surprise is worth a debt.
   *
   * @param surprise {@code -ln p_day}
   * @param counted whether the controller counts the alert: not what is known to be no false one
   */
  boolean take(JudgeSettings s, long now, double surprise, boolean counted) {
    if (Double.isNaN(tokens)) {
      tokens = depth(s);
    } else {
      double more = (now - filledAt) / DAY * alertsPerDay(s);
      tokens = Math.min(depth(s), tokens + Math.max(0, more));
    }
    filledAt = now;
    double cost = cost(s, surprise);
    boolean rare = cost < 0.5;
    count(now);
    boolean paid = tokens >= cost || (rare && tokens - cost >= -depth(s));
    if (paid && cost * crowded(s) <= 1) {
      taken++;
      tokens -= cost;
      spent += counted ? cost : 0;
      return true;
    }
    return false;
  }

  private void count(long now) {
    long day = Math.floorDiv(now, (long) DAY);
    taken = day == takenOn ? taken : 0;
    takenOn = day;
  }

  /** By what factor rarer than the budget the next alert of this day must be. */
  private double crowded(JudgeSettings s) {
    int beyond = taken + 1 - (int) depth(s);
    return beyond <= 0 ? 1 : StrictMath.pow(RARER, beyond);
  }

  /**
   * What an alert costs: p/share, the false alerts that the budget expects of days as rare as that.
   * So a true alert, rare by far, hardly takes anything from the next one, and what is only just
   * rare enough can't come in floods.
   */
  double cost(JudgeSettings s, double surprise) {
    return Math.min(1, StrictMath.exp(-surprise) / share(s));
  }

  /**
   * A day is settled.
   *
   * @param activeCredentials credentials with a window that day
   * @param counted whether alerts were possible on that day
   */
  void day(JudgeSettings s, int activeCredentials, boolean counted) {
    System.arraycopy(active, 0, active, 1, WEEK - 1);
    active[0] = activeCredentials;
    if (counted) {
      drift =
          Math.min(
              MOST_DRIFT,
              Math.max(
                  LEAST_DRIFT, drift + GAIN * (spent - EXPECTED * alertsPerDay(s, active[0]))));
    }
    spent = 0;
  }

  /** Goes on from where another judge of the same log ended: a block is given no fresh bucket. */
  void follow(Budget other) {
    drift = other.drift;
    tokens = other.tokens;
    filledAt = other.filledAt;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(drift);
    out.writeDouble(tokens);
    out.writeDouble(spent);
    out.writeLong(filledAt);
    out.writeLong(takenOn);
    out.writeInt(taken);
    for (int n : active) {
      out.writeInt(n);
    }
  }

  void readFrom(DataInput in) throws IOException {
    drift = in.readDouble();
    tokens = in.readDouble();
    spent = in.readDouble();
    filledAt = in.readLong();
    takenOn = in.readLong();
    taken = in.readInt();
    for (int i = 0; i < WEEK; i++) {
      active[i] = in.readInt();
    }
  }
}
