package org.gatewatch.detect;

import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.SeenSet;
import org.gatewatch.baseline.Tally;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.Tails;

/**
 * Credentials tried from a source prefix and not let in: one stale key is an accident, many are
 * guessing. Judges pseudo-credentials only, from their first window, since a guesser's prefix is
 * seldom seen twice. k = distinct ids tried; requests beyond the 32 ids kept, and requests with no
 * id at all, count by their doublings ({@code floor(log2(1 + n))}), as they may be one client that
 * repeats itself. {@code k - 1} is negative binomial of size 1/2 with a mean shrunk to the peers
 * (20 windows); {@code P(K >= k)}; one id is p = 1.
 */
final class AttemptsSignal implements Signal {
  private static final double PEERS = 20;
  private static final double SIZE = 0.5;
  private static final double WINSOR = 4;
  private static final double LEAST_LEARNED = 2;

  @Override
  public String id() {
    return "attempts";
  }

  @Override
  public Family family() {
    return Family.PROBING;
  }

  @Override
  public boolean anonymous() {
    return true;
  }

  private static boolean untested(Window w) {
    return w.source() != LogSource.GATEWAY || !Keys.isAnonymous(w.credential());
  }

  private static int doublings(long n) {
    return 63 - Long.numberOfLeadingZeros(1 + n);
  }

  /** What counts as attempts in a window. */
  static int count(Window w) {
    SeenSet ids = w.asked().credentials;
    long named = ids.overflow();
    for (int i = 0; i < ids.values().size(); i++) {
      named += ids.values().get(i).count();
    }
    return ids.values().size() + doublings(ids.overflow()) + doublings(w.events() - named);
  }

  private static double expected(Tally t, Context c) {
    return t.mean(PEERS, c.peers().attempts().mean());
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    if (untested(w)) {
      return Double.NaN;
    }
    double mu = expected(own.scope.attempts, c);
    return Tails.surprise(Tails.negativeBinomial(count(w) - 1.0, mu, SIZE));
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    Tally t = own.scope.attempts;
    return Terms.of(
        Formula.NEW_THINGS,
        NewNamesSignal.TERMS,
        count(w) - 1.0,
        t.total(),
        t.weight(),
        PEERS,
        c.peers().attempts().mean(),
        SIZE);
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    SeenSet ids = w.asked().credentials;
    String distinct = ids.values().size() + (ids.overflow() > 0 ? " or more" : "");
    String usual = Text.number(1 + expected(own.scope.attempts, c));
    String text =
        "from "
            + w.credential().substring(Keys.ANONYMOUS.length())
            + " "
            + distinct
            + " unknown credentials were tried in "
            + Text.count(w.events(), "request", "requests")
            + ", "
            + w.denied()
            + " denied; expected about "
            + usual
            + ", from "
            + Text.whole(own.scope.attempts.weight())
            + " of its own hours and "
            + c.peers().members()
            + " other source prefixes.";
    return new Clue(
        id(),
        "unknown_credentials",
        "credentials_per_hour",
        distinct,
        "about " + usual,
        text,
        ids.values().isEmpty() ? HourSignal.ends(w) : NewNamesSignal.ends(ids.values()),
        w.events());
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    if (untested(w)) {
      return;
    }
    double mu = expected(own.scope.attempts, c);
    double most = Math.max(LEAST_LEARNED, mu + WINSOR * Math.sqrt(mu + mu * mu / SIZE));
    double k = Math.min(most, Math.max(0, count(w) - 1));
    own.scope.attempts.learn(k, 1);
    c.peers().attempts().learn(k, weight);
  }
}
