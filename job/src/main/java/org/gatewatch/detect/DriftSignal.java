package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.DayTotals;
import org.gatewatch.baseline.Days;
import org.gatewatch.baseline.Peers;
import org.gatewatch.stat.Tails;
import org.jspecify.annotations.Nullable;

/**
 * A whole day against days at least a week old, so that a slow climb cannot teach itself: Student t
 * on {@code (y - mean - r) / sqrt(s^2 (1 + 1/n) + noise)}, y one of {@link DayTotals.Measure}, mean
 * that of like days, r the median of what the group's days exceed theirs by (at least 0), s^2 the
 * variance between days shrunk to the peers by {@value #SHRINK} days, {@code df = min(n + 3, 30)}.
 * Noise is what sampling alone explains: {@code 1/(1 + N)} for N expected requests, w/n for a mean
 * over n requests with variance w within hours, {@code 3/(1 + N)} for a sum. Judged when the day is
 * settled, from the fifth day that counts on. At or below the mean the surprise is 0.
 */
public enum DriftSignal {
  REQUESTS(DayTotals.Measure.REQUESTS, "day_requests", "requests_per_day"),
  TOKENS(DayTotals.Measure.TOKENS, "day_tokens", "output_tokens_per_request"),
  TOTAL(DayTotals.Measure.TOTAL, "day_total", "output_tokens_per_day");

  /** Days that must count. */
  public static final int LEAST_DAYS = 5;

  private static final double SHRINK = 5;
  private static final double LEAST_VARIANCE = 0.02;
  private static final double WINSOR_UP = 2;
  private static final double WINSOR_DOWN = 1.5;

  private final DayTotals.Measure measure;
  private final String id;
  private final String parameter;

  DriftSignal(DayTotals.Measure measure, String id, String parameter) {
    this.measure = measure;
    this.id = id;
    this.parameter = parameter;
  }

  public String id() {
    return id;
  }

  private double noise(Baseline own, Peers peers, double mean, double events) {
    return switch (this) {
      case REQUESTS -> 1 / (1 + StrictMath.expm1(mean));
      case TOKENS -> LevelSignal.TOKENS.within(own.tokens, peers) / Math.max(1, events);
      case TOTAL -> 3 / (1 + events);
    };
  }

  private double variance(Days days, Peers peers) {
    double s =
        (days.square(measure) + SHRINK * peers.daily(measure).mean())
            / (days.squareWeight(measure) + SHRINK);
    return Math.max(LEAST_VARIANCE, s);
  }

  private double spread(Baseline own, Peers peers, long day, double events) {
    double mean = own.days.mean(measure, day);
    return Math.sqrt(
        variance(own.days, peers) * (1 + 1 / (own.days.days(measure) + 1))
            + noise(own, peers, mean, events));
  }

  /** What a day exceeds its usual by, NaN when untested. */
  public double residual(Baseline own, DayTotals today, long day) {
    if (own.days.days(measure) < LEAST_DAYS - 0.5) {
      return Double.NaN;
    }
    return measure.of(today) - own.days.mean(measure, day);
  }

  /**
   * The raw surprise of a day, NaN when untested.
   *
   * @param group what the group's days exceed theirs by, at least 0
   */
  public double surprise(Baseline own, Peers peers, DayTotals today, long day, double group) {
    double d = residual(own, today, day);
    if (Double.isNaN(d)) {
      return Double.NaN;
    }
    d -= group;
    if (d <= 1e-4) {
      return 0;
    }
    double df = Math.min(own.days.days(measure) + 3, 30);
    return Tails.surprise(
        Tails.studentT(d / spread(own, peers, day, (double) today.requests()), df));
  }

  /** The inputs of the surprise, as {@link Signal#terms}. */
  public Terms terms(Baseline own, Peers peers, DayTotals today, long day, double group) {
    Days days = own.days;
    double mean = days.mean(measure, day);
    return new StudentTerms(
            measure.of(today),
            group,
            days.days(measure),
            mean,
            mean,
            0,
            days.square(measure),
            days.squareWeight(measure),
            peers.daily(measure).mean(),
            SHRINK,
            LEAST_VARIANCE,
            1,
            noise(own, peers, mean, (double) today.requests()),
            StudentTerms.NO_CAP)
        .terms();
  }

  /** The surprise in words. */
  public @Nullable Clue explain(
      Baseline own, Peers peers, DayTotals today, long day, double group) {
    Cited first = today.first();
    if (first == null) {
      return null;
    }
    double mean = own.days.mean(measure, day) + group;
    double y = measure.of(today);
    double high = mean + 2 * spread(own, peers, day, (double) today.requests());
    String observed = Text.whole(StrictMath.expm1(y));
    String usual = Text.whole(StrictMath.expm1(mean));
    String what =
        switch (this) {
          case REQUESTS -> " requests in a day, ";
          case TOKENS -> " output tokens per request over a day (geometric mean), ";
          case TOTAL -> " output tokens in a day, ";
        };
    String text =
        observed
            + what
            + Text.number(StrictMath.exp(y - mean))
            + " times the usual "
            + usual
            + " (from "
            + Text.whole(own.days.days(measure))
            + " active days at least "
            + Days.LAG
            + " days old; peers that day "
            + Text.number(StrictMath.exp(group))
            + "x).";
    List<Cited> cited = new ArrayList<>();
    cited.add(first);
    Cited largest = today.largest();
    if (this != REQUESTS && largest != null && !cited.contains(largest)) {
      cited.add(largest);
    }
    Cited last = today.last();
    if (last != null && !cited.contains(last)) {
      cited.add(last);
    }
    cited.sort(Comparator.comparingLong(Cited::time));
    return new Clue(
        id,
        this == REQUESTS ? "rising_requests" : "rising_tokens",
        parameter,
        observed,
        "about " + usual + ", rarely above " + Text.whole(StrictMath.expm1(high)),
        text,
        cited,
        today.requests());
  }

  /** How a day that has become old enough is learned: winsorised at -3 and +2 sd. */
  public static Days.Absorbed learning(Baseline own, Peers peers) {
    return (measure, day, y, out) -> {
      DriftSignal s = values()[measure.ordinal()];
      double mean = own.days.mean(measure, day);
      double events = StrictMath.expm1(own.days.mean(DayTotals.Measure.REQUESTS, day));
      double spread = s.spread(own, peers, day, events);
      double d = Math.max(-WINSOR_DOWN * spread, Math.min(WINSOR_UP * spread, y - mean));
      out[0] = mean + d;
      out[1] = Double.NaN;
      if (d > 0) {
        out[1] = Math.max(0, d * d - s.noise(own, peers, mean, events));
        peers.daily(measure).learn(out[1], 1);
      }
    };
  }
}
