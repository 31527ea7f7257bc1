package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a credential does in the long run, in plain sums that no model touches: a guard against an
 * attacker who teaches a baseline so slowly that nothing ever looks strange. Weeks (Monday to
 * Sunday, UTC) of requests, output tokens and active days; the mean over an active day of the last
 * 28 days stands against that of 28 days 91 days before, or of the oldest that are kept whole and
 * have eight active days. Less than 56 days apart nothing is compared: so near, every change of
 * somebody's work is a multiple, and the drift of days is watched by other means. So nothing is
 * told before the thirteenth week. Bounded: {@link #WEEKS} weeks.
 */
public final class LongRun {
  /** Weeks kept: the current one, and 17 before it. */
  static final int WEEKS = 18;

  private static final int SPAN = 4;
  private static final int LEAST_LAG = 8;
  private static final int LEAST_DAYS = 8;
  private static final double LEAST_REQUESTS = 20;
  private static final double LEAST_TOKENS = 10_000;
  private static final long DAY = 24 * Window.LENGTH;
  private static final long NONE = Long.MIN_VALUE;

  // By week, the current one first.
  private final float[] requests = new float[WEEKS];
  private final float[] tokens = new float[WEEKS];
  private final byte[] days = new byte[WEEKS];
  private long week = NONE;
  private long lastDay = NONE;

  /**
   * How the last 28 days compare with the oldest.
   *
   * @param what {@code requests} or {@code output tokens}, whichever grew more
   * @param now mean over an active day of the last four whole weeks
   * @param then the same of the weeks it is compared with
   * @param thenEnd when those weeks ended, epoch ms
   */
  public record Growth(String what, double now, double then, long thenEnd) {
    /** How many times as much. */
    public double factor() {
      return now / then;
    }
  }

  /**
   * Takes in a window.
   *
   * @param start of the window, epoch ms; older ones than are kept are left out
   * @return how the weeks before compare, when the window is the first of its week; null when it is
   *     not, or when there is too little to compare
   */
  public @Nullable Growth add(long start, long moreRequests, long moreTokens) {
    long day = Math.floorDiv(start, DAY);
    long of = Math.floorDiv(day + 3, 7L); // the first week began on Monday, 29 December 1969
    boolean rolled = of > week;
    if (rolled) {
      roll(week == NONE ? WEEKS : of - week);
      week = of;
    }
    int at = (int) Math.min(WEEKS, week - of);
    if (at < WEEKS) {
      requests[at] += moreRequests;
      tokens[at] += moreTokens;
      if (day > lastDay) {
        days[at]++;
        lastDay = day;
      }
    }
    return rolled ? growth() : null;
  }

  private void roll(long by) {
    int n = (int) Math.min(WEEKS, by);
    for (int i = WEEKS - 1; i >= 0; i--) {
      requests[i] = i >= n ? requests[i - n] : 0;
      tokens[i] = i >= n ? tokens[i - n] : 0;
      days[i] = i >= n ? days[i - n] : 0;
    }
  }

  private @Nullable Growth growth() {
    if (days(1) < LEAST_DAYS) {
      return null;
    }
    for (int old = WEEKS - SPAN; old > LEAST_LAG; old--) {
      if (days(old) >= LEAST_DAYS && days[old + SPAN - 1] > 0) {
        long end = (week - old + 1) * 7 * DAY - 3 * DAY;
        Growth byRequests = new Growth("requests", mean(requests, 1), mean(requests, old), end);
        Growth byTokens = new Growth("output tokens", mean(tokens, 1), mean(tokens, old), end);
        boolean fewTokens = byTokens.now() < LEAST_TOKENS || byTokens.then() <= 0;
        if (byRequests.now() < LEAST_REQUESTS) {
          return fewTokens ? null : byTokens;
        }
        return fewTokens || byRequests.factor() >= byTokens.factor() ? byRequests : byTokens;
      }
    }
    return null;
  }

  private int days(int from) {
    int sum = 0;
    for (int i = from; i < from + SPAN; i++) {
      sum += days[i];
    }
    return sum;
  }

  private double mean(float[] values, int from) {
    double sum = 0;
    for (int i = from; i < from + SPAN; i++) {
      sum += values[i];
    }
    return sum / days(from);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(week);
    out.writeLong(lastDay);
    for (int i = 0; i < WEEKS; i++) {
      out.writeFloat(requests[i]);
      out.writeFloat(tokens[i]);
      out.writeByte(days[i]);
    }
  }

  static LongRun read(DataInput in) throws IOException {
    LongRun run = new LongRun();
    run.week = in.readLong();
    run.lastDay = in.readLong();
    for (int i = 0; i < WEEKS; i++) {
      run.requests[i] = in.readFloat();
      run.tokens[i] = in.readFloat();
      run.days[i] = in.readByte();
    }
    return run;
  }
}
