package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Seen;
import org.gatewatch.baseline.Tally;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.Tails;

/**
 * Requests of the hour that were denied (401, 403, 404), of those that were answered or denied:
 * outages and rate limits (5xx, 429) are neither. Beta-binomial: the chance of a denial is Beta(a,
 * b) by the credential's own requests, at most 400 of them, and 40 more at the peers' share; {@code
 * P(K >= k)}. The cap leaves room for shares that drift. At or below the expected number the
 * surprise is 0; k = 0 is p = 1. Tested from the second window on.
 *
 * <p>Learned with at most 4 standard deviations above the expectation, at least one, so that one
 * night of guessing does not become normal.
 */
final class DeniedSignal implements Signal {
  private static final double OWN = 400;
  private static final double PRIOR = 40;
  private static final double WINSOR = 4;

  // A client that was never refused among peers that never are may still be refused once.
  private static final double LEAST_SHARE = 1e-4;

  @Override
  public String id() {
    return "denied";
  }

  @Override
  public Family family() {
    return Family.PROBING;
  }

  @Override
  public boolean anonymous() {
    return true;
  }

  private static double own(Tally t) {
    return Math.min(1, OWN / Math.max(1, t.weight()));
  }

  private static double prior(Context c) {
    return PRIOR * Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, c.peers().denied().mean()));
  }

  /** a: denials remembered. */
  private static double denials(Tally t, Context c) {
    return own(t) * t.total() + prior(c);
  }

  /** b: answers remembered. */
  private static double answers(Tally t, Context c) {
    return own(t) * Math.max(0, t.weight() - t.total()) + PRIOR - prior(c);
  }

  private static long asked(Window w) {
    return w.succeeded() + w.denied();
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    Tally t = own.scope.denied;
    if (w.source() != LogSource.GATEWAY || asked(w) == 0 || t.weight() == 0) {
      return Double.NaN;
    }
    double a = denials(t, c);
    double b = answers(t, c);
    if (w.denied() <= asked(w) * (a / (a + b))) {
      return 0;
    }
    return Tails.rounded(-Tails.logBetaBinomial(w.denied(), asked(w), a, b));
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    Tally t = own.scope.denied;
    return Terms.of(
        Formula.DENIED,
        List.of(
            "denied",
            "requests",
            "a",
            "b",
            "own_denied",
            "own_requests",
            "peers_strength",
            "peers_share"),
        (double) w.denied(),
        (double) asked(w),
        denials(t, c),
        answers(t, c),
        t.total(),
        t.weight(),
        PRIOR,
        prior(c) / PRIOR);
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    Tally t = own.scope.denied;
    double a = denials(t, c);
    double b = answers(t, c);
    double mean = asked(w) * a / (a + b);
    String text =
        w.denied()
            + " of "
            + Text.count(asked(w), "request", "requests")
            + " denied, "
            + Text.number(mean)
            + " expected: of its last "
            + Text.whole(t.weight())
            + " requests "
            + Text.number(t.total())
            + " were denied, "
            + Text.p(c.peers().denied().mean())
            + " of the requests of its "
            + c.peers().members()
            + " peers.";
    return new Clue(
        id(),
        "denied_requests",
        "denied_per_hour",
        w.denied() + " of " + asked(w),
        "about "
            + Text.number(mean)
            + ", rarely above "
            + Text.number(mean + 2 * spread((double) asked(w), a, b)),
        text,
        cited(w),
        w.denied());
  }

  /** Denied events of the window, first and last of those kept. */
  private static List<Cited> cited(Window w) {
    List<Cited> denied = new ArrayList<>();
    for (Seen seen : w.asked().refused.values()) {
      for (Cited event : List.of(seen.first(), seen.last())) {
        if (event.status() < 429 && !denied.contains(event)) {
          denied.add(event);
        }
      }
    }
    if (denied.isEmpty()) {
      return HourSignal.ends(w);
    }
    denied.sort(Comparator.comparingLong(Cited::time));
    return denied.size() == 1 ? denied : List.of(denied.get(0), denied.get(denied.size() - 1));
  }

  private static double spread(double n, double a, double b) {
    double m = a / (a + b);
    return Math.sqrt(n * m * (1 - m) * (a + b + n) / (a + b + 1));
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    long n = asked(w);
    if (w.source() != LogSource.GATEWAY || n == 0) {
      return;
    }
    Tally t = own.scope.denied;
    double a = denials(t, c);
    double b = answers(t, c);
    double most = Math.max(1, n * a / (a + b) + WINSOR * spread((double) n, a, b));
    double k = Math.min(most, (double) w.denied());
    t.learn(k, (double) n);
    c.peers().denied().learn(k / n, weight * n / (n + PRIOR));
  }
}
