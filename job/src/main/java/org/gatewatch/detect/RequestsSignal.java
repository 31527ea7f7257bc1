package org.gatewatch.detect;

import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Volume;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.Tails;
import org.jspecify.annotations.Nullable;

/**
 * Requests in an hour, given that the credential is active (whether it is active is the hour's
 * question): negative binomial with mean {@code mu = (sum_cell + 3 m0)/(n_cell + 3)}, {@code m0 =
 * (sum + 2 m_group)/(n + 2)}, times the group's surge in the same hour; scatter D is a weighted
 * moment shrunk to the group (20 windows), clipped to [.03, 8]; predictive {@code 1/r = D + (D +
 * 1/mu)/(n_cell + 3) + 1/(n + 1)} adds what the parameters do not know. Mid-p, because counts are
 * discrete. Gateway windows only, from the third on. At or below the mean the surprise is 0 without
 * any special function.
 */
public final class RequestsSignal implements Signal {
  private static final int LEAST_WINDOWS = 2;
  private static final double WINSOR = 4;

  @Override
  public String id() {
    return "requests";
  }

  @Override
  public Family family() {
    return Family.REQUESTS;
  }

  @Override
  public boolean anonymous() {
    return true;
  }

  /** Requests expected in a window before any surge, at least 0.01. */
  public static double expected(Baseline own, long start, Context c) {
    Volume v = own.volume;
    int cell = v.cell(start);
    return mean(
        v.requests(), v.windows(), v.requests(cell), v.windows(cell), c.peers().requests().mean());
  }

  /**
   * What the window was expected to bring under its peers' surge; null while too little is known.
   */
  public static @Nullable Band band(Baseline own, Window w, Context c) {
    return own.volume.windows() < LEAST_WINDOWS - 0.5 ? null : known(own, w, c);
  }

  private static Band known(Baseline own, Window w, Context c) {
    double mu = expected(own, w.start(), c) * c.requestSurge();
    double r = size(own.volume, w.start(), mu, c);
    return new Band(mu, mu + 2 * Math.sqrt(mu + mu * mu / r));
  }

  /** Requests expected, from the sums behind them. */
  static double mean(double sum, double n, double cellSum, double cellN, double peers) {
    double m0 = (sum + 2 * peers) / (n + 2);
    return Math.max(0.01, (cellSum + 3 * m0) / (cellN + 3));
  }

  private static double scatter(Volume v, Context c) {
    double d = (v.scatter() + 20 * c.peers().scatter().mean()) / (v.scatterWeight() + 20);
    return Math.min(8, Math.max(0.03, d));
  }

  private static double size(Volume v, long start, double mu, Context c) {
    double d = scatter(v, c);
    double cell = v.windows(v.cell(start));
    return size(d, mu, cell, v.windows(), StrictMath.log(c.requestSurge()));
  }

  /** The predictive size r, from scatter, mean, windows and ln of the surge. */
  static double size(double scatter, double mu, double cellN, double n, double surge) {
    // In a surge members differ in how much they join in: the wider the larger it is.
    return 1 / (scatter + (scatter + 1 / mu) / (cellN + 3) + 1 / (n + 1) + surge * surge);
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    Volume v = own.volume;
    int cell = v.cell(w.start());
    return Terms.of(
        Formula.REQUESTS,
        List.of(
            "requests",
            "own_requests",
            "own_windows",
            "hour_requests",
            "hour_windows",
            "peers_mean",
            "surge",
            "scatter"),
        (double) w.events(),
        v.requests(),
        v.windows(),
        v.requests(cell),
        v.windows(cell),
        c.peers().requests().mean(),
        c.requestSurge(),
        scatter(v, c));
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    if (w.source() != LogSource.GATEWAY || own.volume.windows() < LEAST_WINDOWS - 0.5) {
      return Double.NaN;
    }
    double mu = expected(own, w.start(), c) * c.requestSurge();
    if (w.events() <= mu * (1 + 1e-4)) {
      return 0;
    }
    double r = size(own.volume, w.start(), mu, c);
    return Tails.surprise(Tails.negativeBinomialMid((double) w.events(), mu, r));
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    Band band = known(own, w, c);
    double mu = band.expected();
    String text =
        w.events()
            + " requests in an hour, "
            + Text.number(w.events() / mu)
            + " times the expected "
            + Text.number(mu)
            + " (from "
            + Text.whole(own.volume.windows())
            + " remembered active hours, "
            + Text.whole(own.volume.windows(own.volume.cell(w.start())))
            + " at this time of day; peer surge "
            + Text.number(c.requestSurge())
            + "x).";
    return new Clue(
        id(),
        "request_volume",
        "requests_per_hour",
        Long.toString(w.events()),
        "about " + Text.number(mu) + ", rarely above " + Text.number(band.high()),
        text,
        HourSignal.ends(w),
        w.events());
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    if (w.source() != LogSource.GATEWAY || w.partial()) {
      return;
    }
    Volume v = own.volume;
    double mu = expected(own, w.start(), c) * c.requestSurge();
    double r = size(v, w.start(), mu, c);
    double n = Math.min((double) w.events(), mu + WINSOR * Math.sqrt(mu + mu * mu / r));
    if (v.windows() > LEAST_WINDOWS) {
      double share = mu / (1 + mu);
      c.peers().scatter().learn(((n - mu) * (n - mu) - n) / (mu * mu), weight * share);
    }
    c.peers().requests().learn(n, weight);
    v.learn(w.start(), n / c.requestSurge(), mu / c.requestSurge());
  }
}
