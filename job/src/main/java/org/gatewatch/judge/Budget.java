package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How many statistical alerts may page. Three parts: the threshold aims at the budget (a quantile
 * of the calibrated score), an integral controller moves it by what was really raised, and a token
 * bucket is the hard cap: N tokens a day, depth {@code max(3, 2N)}, full at the start. An empty
 * bucket still lends to what is ten times rarer than the budget asks, down to minus its depth:
 * overload ranks, it never switches off.
 */
final class Budget {
  private static final double DAY = 86_400_000.0;
  private static final double GAIN = 0.5;
  private static final double MOST_DRIFT = 12;
  private static final double LEAST_DRIFT = -1.5;
  private static final double LEAST_DEPTH = 3;

  private double drift;
  private double tokens = Double.NaN;
  private long filledAt;

  /** Active credentials of a day, by the last settled day. */
  private double active;

  /** Alerts a day that the budget pays for. */
  double alertsPerDay(JudgeSettings s) {
    return Double.isNaN(s.perDay()) ? s.per1000() * active / 1000 : s.perDay();
  }

  /** The share of credential-days that may alert, at most 0.02. */
  double share(JudgeSettings s) {
    double share = Double.isNaN(s.perDay()) ? s.per1000() / 1000 : s.perDay() / Math.max(1, active);
    return Math.min(0.02, share);
  }

  /** Active credentials of the last settled day. */
  int active() {
    return (int) active;
  }

  /** What the controller adds to thresholds. */
  double drift() {
    return drift;
  }

  private double depth(JudgeSettings s) {
    return Math.max(LEAST_DEPTH, 2 * alertsPerDay(s));
  }

  /** Spends a token, if there is one or the surprise ({@code -ln p_day}) is worth a debt. */
  boolean take(JudgeSettings s, long now, double surprise) {
    if (Double.isNaN(tokens)) {
      tokens = depth(s);
    } else {
      double more = (now - filledAt) / DAY * alertsPerDay(s);
      tokens = Math.min(depth(s), tokens + Math.max(0, more));
    }
    filledAt = now;
    boolean rare = surprise >= -StrictMath.log(share(s) / 10);
    if (tokens >= 1 || (rare && tokens - 1 >= -depth(s))) {
      tokens -= 1;
      return true;
    }
    return false;
  }

  /**
   * A day is settled.
   *
   * @param raised alerts of the day that no verdict or rule explains
   * @param activeCredentials credentials with a window that day
   * @param counted whether alerts were possible on that day
   */
  void day(JudgeSettings s, int raised, int activeCredentials, boolean counted) {
    active = activeCredentials;
    if (counted) {
      drift =
          Math.min(MOST_DRIFT, Math.max(LEAST_DRIFT, drift + GAIN * (raised - alertsPerDay(s))));
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(drift);
    out.writeDouble(tokens);
    out.writeLong(filledAt);
    out.writeDouble(active);
  }

  void readFrom(DataInput in) throws IOException {
    drift = in.readDouble();
    tokens = in.readDouble();
    filledAt = in.readLong();
    active = in.readDouble();
  }
}
