package org.gatewatch.detect;

import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Level;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.Tails;
import org.jspecify.annotations.Nullable;

/**
 * What an active hour takes out in all: y = ln(1 + total) of output tokens or response bytes, less
 * ln of the requests expected at this time of day under the peers' surge ({@link
 * RequestsSignal#expected}; less the surge of tokens per request, which bytes follow), so that a
 * busy hour of the day is no surprise. Student t on {@code (y - mean) / sqrt(s^2 (1 + 1/(N + 2)))}:
 * mean shrunk to the group by 2 windows, variance by 10, {@code df = min(N + 3, 30)}; learned with
 * at most 3 sd. Gateway windows with something in them, from the third on; at or below the mean 0.
 *
 * <p>Shares its cause with the size per request and so its family; few large answers and many usual
 * ones are both seen here, and an export through an endpoint without tokens is seen by its bytes.
 */
public enum TotalSignal implements Signal {
  TOKENS("tokens_total", "output_tokens_per_hour", "output tokens") {
    @Override
    Level level(Baseline own) {
      return own.tokenTotal;
    }

    @Override
    long total(Window w) {
      return w.outputTokens();
    }
  },
  BYTES("bytes_total", "bytes_per_hour", "response bytes") {
    @Override
    Level level(Baseline own) {
      return own.byteTotal;
    }

    @Override
    long total(Window w) {
      return w.bytesOut();
    }
  };

  private static final double GROUP = 10;
  private static final double MEAN_GROUP = 2;
  private static final double WINSOR = 3;

  // Least variance of ln total: a service that always gets the same is not a clock.
  private static final double LEAST = 0.04;

  private final String id;
  private final String parameter;
  private final String words;

  TotalSignal(String id, String parameter, String words) {
    this.id = id;
    this.parameter = parameter;
    this.words = words;
  }

  abstract Level level(Baseline own);

  abstract long total(Window w);

  @Override
  public String id() {
    return id;
  }

  @Override
  public Family family() {
    return Family.TOKENS;
  }

  private static double y(long total) {
    return StrictMath.log1p((double) total);
  }

  private double mean(Level l, Context c) {
    double group = c.peers().totalMean(this == BYTES).mean();
    return (l.windows() * l.mean() + MEAN_GROUP * group) / (l.windows() + MEAN_GROUP);
  }

  private double spread(Level l, Context c) {
    double group = c.peers().totalVariance(this == BYTES).mean();
    double variance = (l.between() + GROUP * group) / (l.betweenWeight() + GROUP);
    return Math.sqrt(Math.max(LEAST, variance) * (1 + 1 / (l.windows() + MEAN_GROUP)));
  }

  /** What the time of day and the peers' surge add to the mean, in logarithms. */
  private double shift(Baseline own, Window w, Context c) {
    double requests = RequestsSignal.expected(own, w.start(), c) * c.requestSurge();
    return StrictMath.log(requests) + c.tokenSurge();
  }

  private boolean untested(Window w) {
    return w.source() != LogSource.GATEWAY || total(w) == 0;
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    Level l = level(own);
    if (untested(w) || l.windows() < 2) {
      return Double.NaN;
    }
    double d = y(total(w)) - mean(l, c) - shift(own, w, c);
    return d <= 1e-4
        ? 0
        : Tails.surprise(Tails.studentT(d / spread(l, c), Math.min(l.windows() + 3, 30)));
  }

  /**
   * What the window was expected to bring; null while too little is known or it brought nothing.
   */
  public @Nullable Band band(Baseline own, Window w, Context c) {
    return untested(w) || level(own).windows() < 2 ? null : known(own, w, c);
  }

  private Band known(Baseline own, Window w, Context c) {
    Level l = level(own);
    double mean = mean(l, c) + shift(own, w, c);
    return new Band(StrictMath.expm1(mean), StrictMath.expm1(mean + 2 * spread(l, c)));
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    Level l = level(own);
    boolean ofBytes = this == BYTES;
    return new StudentTerms(
            y(total(w)),
            shift(own, w, c),
            l.windows(),
            l.mean(),
            c.peers().totalMean(ofBytes).mean(),
            MEAN_GROUP,
            l.between(),
            l.betweenWeight(),
            c.peers().totalVariance(ofBytes).mean(),
            GROUP,
            LEAST,
            MEAN_GROUP,
            0,
            StudentTerms.NO_CAP)
        .terms();
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    Level l = level(own);
    double mean = mean(l, c) + shift(own, w, c);
    Band band = known(own, w, c);
    String typical = Text.whole(band.expected());
    String text =
        Text.whole((double) total(w))
            + " "
            + words
            + " in an hour ("
            + Text.count(w.events(), "request", "requests")
            + "), "
            + Text.number(StrictMath.exp(y(total(w)) - mean))
            + " times its usual "
            + typical
            + " (from "
            + Text.whole(l.windows())
            + " active hours; peer surge "
            + Text.number(c.requestSurge())
            + "x).";
    return new Clue(
        id,
        this == TOKENS ? "token_total" : "byte_total",
        parameter,
        Text.whole((double) total(w)),
        "about " + typical + ", rarely above " + Text.whole(band.high()),
        text,
        HourSignal.ends(w),
        w.events());
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    if (untested(w) || w.partial()) {
      return;
    }
    Level l = level(own);
    boolean ofBytes = this == BYTES;
    double y = y(total(w)) - shift(own, w, c);
    double expected = mean(l, c);
    if (l.windows() >= 2) {
      double limit = WINSOR * spread(l, c);
      y = Math.min(expected + limit, Math.max(expected - limit, y));
      c.peers().totalVariance(ofBytes).learn((y - expected) * (y - expected), weight);
    }
    c.peers().totalMean(ofBytes).learn(y, weight);
    l.learn(y, expected, 0, Double.NaN);
  }
}
