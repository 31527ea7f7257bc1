package org.gatewatch.detect;

import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Gaps;
import org.gatewatch.baseline.Window;
import org.gatewatch.stat.Tails;

/**
 * A use after a rest longer than the credential takes. Gaps of six hours and more between its
 * windows in one log source: Student t on {@code (ln gap - mean) / (s sqrt(1 + 1/(n + 2)))}, mean
 * and variance shrunk to the peers by 2 and 4 gaps, {@code df = min(n + 3, 30)}. The logarithm
 * bears both nights and vacations; a Gamma-exponential tail would not.
 *
 * <p>A credential unused for 30 days and three times its longest gap is dormant, and its first use
 * has p = 1e-12 whatever the rest of the arithmetic says. Not tested: the first window, gaps below
 * six hours. At or below the mean the surprise is 0.
 */
final class DormancySignal implements Signal {
  private static final double MEAN_GROUP = 2;
  private static final double GROUP = 4;
  private static final double MOST_DF = 30;

  /** Least variance of ln gap: a turn missed doubles a clock's gap, which is two sd. */
  private static final double LEAST = 0.12;

  private static final double WINSOR = 3;

  /** -ln 1e-12. */
  private static final double WOKEN = 27.631021115928547;

  @Override
  public String id() {
    return "dormancy";
  }

  @Override
  public Family family() {
    return Family.TIMING;
  }

  private static double mean(Gaps g, Context c) {
    return (g.count() * g.mean() + MEAN_GROUP * c.peers().gapMean().mean())
        / (g.count() + MEAN_GROUP);
  }

  /** The standard deviation of the next ln gap. */
  private static double spread(Gaps g, Context c) {
    double variance = (g.squares() + GROUP * c.peers().gapVariance().mean()) / (g.count() + GROUP);
    return Math.sqrt(Math.max(LEAST, variance) * (1 + 1 / (g.count() + MEAN_GROUP)));
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    Gaps g = own.habits(w.source()).gaps;
    int hours = g.hoursTo(w.start());
    if (hours < Gaps.LEAST_HOURS) {
      return Double.NaN;
    }
    if (g.isDormant(hours)) {
      return Tails.rounded(WOKEN);
    }
    double d = StrictMath.log(hours) - mean(g, c);
    if (d <= 1e-4) {
      return 0;
    }
    double df = Math.min(g.count() + 3, MOST_DF);
    return Math.min(WOKEN, Tails.surprise(Tails.studentT(d / spread(g, c), df)));
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    Gaps g = own.habits(w.source()).gaps;
    int hours = g.hoursTo(w.start());
    if (g.isDormant(hours)) {
      return Terms.of(
          Formula.DORMANT,
          List.of("hours", "dormant_after", "longest", "fixed"),
          hours,
          g.dormantAfter(),
          g.longest(),
          WOKEN);
    }
    return new StudentTerms(
            StrictMath.log(hours),
            0,
            g.count(),
            g.mean(),
            c.peers().gapMean().mean(),
            MEAN_GROUP,
            g.squares(),
            g.count(),
            c.peers().gapVariance().mean(),
            GROUP,
            LEAST,
            MEAN_GROUP,
            0,
            WOKEN)
        .terms();
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    Gaps g = own.habits(w.source()).gaps;
    int hours = g.hoursTo(w.start());
    double mean = mean(g, c);
    String usual = span(StrictMath.exp(mean));
    String high = span(StrictMath.exp(mean + 2 * spread(g, c)));
    boolean dormant = g.isDormant(hours);
    String text =
        (dormant ? "first use of a dormant credential, after " : "used again after ")
            + span(hours)
            + "; of "
            + Text.whole(g.count())
            + " remembered rests of 6 hours or more the usual one is "
            + usual
            + ", the longest "
            + (g.longest() == 0 ? "none yet" : span(g.longest()))
            + (dormant ? "; dormant after " + span(g.dormantAfter()) : "")
            + ".";
    return new Clue(
        id(),
        dormant ? "dormant_credential" : "long_rest",
        "hours_since_last_use",
        span(hours),
        "about " + usual + ", rarely above " + high,
        text,
        HourSignal.ends(w),
        w.events());
  }

  /** Hours below two days, else days. */
  private static String span(double hours) {
    return hours < 48 ? Text.number(hours) + " hours" : Text.number(hours / 24) + " days";
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    Gaps g = own.habits(w.source()).gaps;
    int hours = g.hoursTo(w.start());
    if (hours < Gaps.LEAST_HOURS) {
      return;
    }
    double y = StrictMath.log(hours);
    double mean = mean(g, c);
    if (g.count() >= 2) {
      double limit = WINSOR * spread(g, c);
      double d = Math.min(limit, Math.max(-limit, y - mean));
      c.peers().gapVariance().learn(d * d, weight);
    }
    c.peers().gapMean().learn(y, weight);
    g.learn(hours);
  }
}
