package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Level;
import org.gatewatch.baseline.Peers;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.Tails;

/**
 * Size of what a request gets: y = mean of ln(1 + output tokens) over the window's successful
 * requests (bytes where an endpoint has no tokens). Student t on {@code (y - mean - surge) / sqrt(
 * s_b^2 (1 + 1/N) + s_w^2/n)}: between- and within-hour variances shrunk to the group (10 windows),
 * mean shrunk by 2 windows, {@code df = min(N + 3, 30)}. Winsorised at 3 sd. Gateway windows only,
 * from the third on; at or below the mean the surprise is 0.
 */
public enum LevelSignal implements Signal {
  TOKENS("tokens", "output_tokens_per_request", "output tokens") {
    @Override
    Level level(Baseline own) {
      return own.tokens;
    }

    @Override
    long n(Window w) {
      return w.tokenEvents();
    }

    @Override
    double sum(Window w) {
      return w.tokenLogSum();
    }

    @Override
    double squares(Window w) {
      return w.tokenLogSquares();
    }
  },
  BYTES("bytes", "bytes_per_request", "response bytes") {
    @Override
    Level level(Baseline own) {
      return own.bytes;
    }

    @Override
    long n(Window w) {
      return w.byteEvents();
    }

    @Override
    double sum(Window w) {
      return w.byteLogSum();
    }

    @Override
    double squares(Window w) {
      return w.byteLogSquares();
    }
  };

  private static final double GROUP = 10;
  private static final double MEAN_GROUP = 2;
  private static final double WINSOR = 3;

  // Least variances of ln size: a service that always gets the same is not a clock.
  private static final double LEAST_BETWEEN = 0.04;
  private static final double LEAST_WITHIN = 0.25;

  private final String id;
  private final String parameter;
  private final String words;

  LevelSignal(String id, String parameter, String words) {
    this.id = id;
    this.parameter = parameter;
    this.words = words;
  }

  abstract Level level(Baseline own);

  abstract long n(Window w);

  abstract double sum(Window w);

  abstract double squares(Window w);

  @Override
  public String id() {
    return id;
  }

  @Override
  public Family family() {
    return Family.TOKENS;
  }

  /** A mean may fall again. */
  @Override
  public boolean early() {
    return false;
  }

  private double mean(Level l, Context c) {
    double group = c.peers().mean(this == BYTES).mean();
    return (l.windows() * l.mean() + MEAN_GROUP * group) / (l.windows() + MEAN_GROUP);
  }

  private double between(Level l, Context c) {
    return Math.max(
        LEAST_BETWEEN,
        (l.between() + GROUP * c.peers().between(this == BYTES).mean())
            / (l.betweenWeight() + GROUP));
  }

  private double within(Level l, Context c) {
    return within(l, c.peers());
  }

  /** Variance of ln size within an hour, shrunk to the peers. */
  double within(Level l, Peers peers) {
    return Math.max(
        LEAST_WITHIN,
        (l.within() + GROUP * peers.within(this == BYTES).mean()) / (l.withinWeight() + GROUP));
  }

  /** What the window's mean deviates from its own normal, before any surge; NaN when untested. */
  public double deviation(Baseline own, Window w, Context c) {
    Level l = level(own);
    if (w.source() != LogSource.GATEWAY || n(w) == 0 || l.windows() < 2) {
      return Double.NaN;
    }
    return sum(w) / n(w) - mean(l, c);
  }

  private double spread(Level l, Window w, Context c) {
    return Math.sqrt(between(l, c) * (1 + 1 / (l.windows() + MEAN_GROUP)) + within(l, c) / n(w));
  }

  private double surge(Context c) {
    return this == TOKENS ? c.tokenSurge() : 0;
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    double d = deviation(own, w, c);
    if (Double.isNaN(d)) {
      return Double.NaN;
    }
    d -= surge(c);
    if (d <= 1e-4) {
      return 0;
    }
    Level l = level(own);
    double df = Math.min(l.windows() + 3, 30);
    return Tails.surprise(Tails.studentT(d / spread(l, w, c), df));
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    Level l = level(own);
    boolean ofBytes = this == BYTES;
    return new StudentTerms(
            sum(w) / n(w),
            surge(c),
            l.windows(),
            l.mean(),
            c.peers().mean(ofBytes).mean(),
            MEAN_GROUP,
            l.between(),
            l.betweenWeight(),
            c.peers().between(ofBytes).mean(),
            GROUP,
            LEAST_BETWEEN,
            MEAN_GROUP,
            within(l, c) / n(w),
            StudentTerms.NO_CAP)
        .terms();
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    Level l = level(own);
    double mean = mean(l, c) + surge(c);
    double y = sum(w) / n(w);
    String typical = Text.whole(StrictMath.expm1(mean));
    String text =
        Text.whole(StrictMath.expm1(y))
            + " "
            + words
            + " per request (geometric mean of "
            + Text.count(n(w), "request", "requests")
            + "), "
            + Text.number(StrictMath.exp(y - mean))
            + " times its usual "
            + typical
            + " (from "
            + Text.whole(l.windows())
            + " active hours; peer surge "
            + Text.number(StrictMath.exp(surge(c)))
            + "x).";
    double high = mean + 2 * spread(l, w, c);
    List<Cited> cited = new ArrayList<>(HourSignal.ends(w));
    Cited largest = w.largest();
    if (largest != null && !cited.contains(largest)) {
      cited.add(largest);
      cited.sort(Comparator.comparingLong(Cited::time));
    }
    return new Clue(
        id,
        this == TOKENS ? "token_volume" : "byte_volume",
        parameter,
        Text.whole(StrictMath.expm1(y)),
        "about " + typical + ", rarely above " + Text.whole(StrictMath.expm1(high)),
        text,
        cited,
        w.events());
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    if (w.source() != LogSource.GATEWAY || n(w) == 0) {
      return;
    }
    Level l = level(own);
    boolean ofBytes = this == BYTES;
    double y = sum(w) / n(w) - surge(c);
    double inside =
        n(w) < 2 ? Double.NaN : Math.max(0, (squares(w) - sum(w) * (sum(w) / n(w))) / (n(w) - 1));
    double expected = mean(l, c);
    double noise = within(l, c) / n(w);
    if (l.windows() >= 2) {
      double limit = WINSOR * spread(l, w, c);
      y = Math.min(expected + limit, Math.max(expected - limit, y));
      double d = y - expected;
      c.peers().between(ofBytes).learn(Math.max(0, d * d - noise), weight);
    }
    if (inside >= 0) {
      inside = Math.min(inside, 9 * within(l, c));
      c.peers().within(ofBytes).learn(inside, weight);
    }
    c.peers().mean(ofBytes).learn(y, weight);
    l.learn(y, expected, noise, inside);
  }
}
