package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Feed;
import org.gatewatch.baseline.Feeds;
import org.gatewatch.baseline.Matched;
import org.gatewatch.baseline.Matches;
import org.gatewatch.baseline.Tally;
import org.gatewatch.baseline.Window;
import org.gatewatch.stat.Tails;
import org.jspecify.annotations.Nullable;

/**
 * Requests that stand in one of two logs only: at the gateway only, when a vendor's credential is
 * used outside the vendor's path, or at the vendor only, when something gets past the gateway.
 * Beta-binomial: the chance to be missing is Beta(a, b) by the credential's own requests, at most
 * 400 of them, and 300 more at the share that the vendor's log lacks as a rule, or at what the
 * vendor's other credentials lack in this very hour if that is more; {@code P(K >= k)}. The hour
 * and the UTC day so far are both tested, so p counts twice. Not tested while the two logs do not
 * agree as a rule, nor when one of them is silent for everyone.
 *
 * <p>Where the vendor hands over logins, use comes in sessions and not one by one: then an hour
 * surprises by its use that lies longest after a login, p being the share of hours, a credential
 * each, with use that long after a login.
 *
 * <p>Learned with at most 4 standard deviations above the expectation, at least one request.
 */
public final class MatchSignal implements Signal {
  /** At the gateway only. */
  public static final MatchSignal OUTSIDE = new MatchSignal(false);

  /** In the vendor's log only. */
  public static final MatchSignal BYPASS = new MatchSignal(true);

  private static final double OWN = 400;
  private static final double VENDOR = 300;
  private static final double OTHERS = 50;
  private static final double LEAST_SHARE = 1e-4;
  private static final double WINSOR = 4;
  private static final double SPANS = 2;

  /** From here on it is a rule's: p of 1e-7, and not by a request or two. */
  private static final double RULED = 16.1;

  private static final long LEAST_RULED = 5;

  /** For use without any login in a week: that this is rarer than one hour in 200. */
  private static final double RULED_LOGIN = 5.3;

  /** Half an hour more that was so, so that what never was is not impossible. */
  private static final double HALF = 0.5;

  private final boolean atVendor;

  private MatchSignal(boolean atVendor) {
    this.atVendor = atVendor;
  }

  @Override
  public String id() {
    return atVendor ? "vendor_only" : "gateway_only";
  }

  @Override
  public Family family() {
    return Family.RECONCILIATION;
  }

  /** What was missing of what, in the hour or on the day so far. */
  private record Span(long missing, long of, double mean, double a, double b, boolean day) {
    /** One request alone says nothing, lines get lost; one hour of several does. */
    double surprise() {
      return missing < 2 && of > 1 ? 0 : MatchSignal.surprise(missing, of, a, b, SPANS);
    }
  }

  /** The surprise of k missing of n, tested over several spans; 0 at or below the expectation. */
  static double surprise(long k, long n, double a, double b, double spans) {
    return k <= n * (a / (a + b))
        ? 0
        : Tails.rounded(-Tails.logBetaBinomial(k, n, a, b) - StrictMath.log(spans));
  }

  private Tally tally(Baseline own) {
    return atVendor ? own.matched.vendor : own.matched.gateway;
  }

  private long missing(Matches m, Feed feed) {
    return atVendor ? m.vendorOnly().count() : feed.uncovered(m);
  }

  private long of(Matches m) {
    return m.both() + (atVendor ? m.vendorOnly() : m.gatewayOnly()).count();
  }

  /** What is missing of an hour beyond what everybody's misses; for the day so far. */
  public long own(Matches m, Feeds feeds) {
    Feed feed = feeds.of(m);
    if (!agrees(feed)) {
      return 0;
    }
    double usual = atVendor ? feed.strayShare() : feed.missedShare();
    double common = of(m) * (share(m, feed, feeds.now(m)) - Math.max(LEAST_SHARE, usual));
    return Math.max(0, missing(m, feed) - (long) Math.max(0, common));
  }

  /** Whether the two logs agree as a rule. */
  private boolean agrees(Feed feed) {
    return atVendor ? feed.hasRequests() : feed.isRelied();
  }

  /** The share that is missing as a rule, or more where the vendor's others lack more now. */
  private double share(Matches m, Feed feed, Feeds.Hour hour) {
    double usual = atVendor ? feed.strayShare() : feed.missedShare();
    double n = (double) (atVendor ? hour.vendor() : hour.gateway()) - of(m);
    double k = (double) (atVendor ? hour.stray() : hour.uncovered()) - missing(m, feed);
    double others = (k + OTHERS * usual) / (n + OTHERS);
    return Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, Math.max(usual, others)));
  }

  /** The span that surprises more; null when nothing is tested. */
  private @Nullable Span span(Baseline own, Window w, Context c) {
    Matches m = w.matches();
    if (m == null || w.partial() || of(m) == 0) {
      return null;
    }
    Feeds feeds = c.peers().feeds();
    Feed feed = feeds.of(m);
    Feeds.Hour all = feeds.now(m);
    if (!agrees(feed) || all.vendorSilent() || all.gatewaySilent()) {
      return null;
    }
    if (feed.handsOverLogins()) {
      int age = m.oldest();
      double a = feed.hoursFrom(Math.max(0, age)) + HALF;
      return atVendor || age < 0
          ? null
          : new Span(age > feed.session() ? 1 : 0, 1, 0, a, feed.hoursFrom(0) - a + 1, false);
    }
    double share = share(m, feed, all);
    Tally t = tally(own);
    double part = Math.min(1, OWN / Math.max(1, t.weight()));
    double a = part * t.total() + VENDOR * share;
    double b = part * Math.max(0, t.weight() - t.total()) + VENDOR * (1 - share);
    long k = missing(m, feed);
    Span hour = new Span(k, of(m), of(m) * a / (a + b), a, b, false);
    Matched before = own.matched;
    long n = of(m) + before.earlier(w.start(), atVendor);
    Span day =
        new Span(
            k + before.earlierOnly(w.start(), atVendor), n, n * a / (a + b), a, b, /* day= */ true);
    return k > 0 && day.surprise() > hour.surprise() ? day : hour;
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    Span span = span(own, w, c);
    return span == null ? Double.NaN : span.surprise();
  }

  private Span tested(Baseline own, Window w, Context c) {
    Span span = span(own, w, c);
    if (span == null) {
      throw new IllegalStateException("not tested: " + w.credential());
    }
    return span;
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    Span s = tested(own, w, c);
    return Terms.of(
        Formula.MISSING,
        List.of("missing", "requests", "a", "b", "spans"),
        (double) s.missing,
        (double) s.of,
        s.a,
        s.b,
        SPANS);
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    Span s = tested(own, w, c);
    Matches m = w.matches();
    List<Cited> cited = m == null ? List.of() : cited(m);
    return new Clue(
        id(),
        atVendor ? "past_the_gateway" : "outside_vendor",
        atVendor ? "vendor_only_requests" : "gateway_only_requests",
        s.of > 1 ? s.missing + " of " + s.of : "no login",
        s.of > 1 ? "about " + Text.number(s.mean) : "a login",
        words(s, m, c) + ".",
        cited,
        m == null ? 0 : missing(m, c.peers().feeds().of(m)));
  }

  private String words(Span s, @Nullable Matches m, Context c) {
    if (m == null) {
      return "";
    }
    Feed feed = c.peers().feeds().of(m);
    Feeds.Hour hour = c.peers().feeds().now(m);
    if (feed.handsOverLogins()) {
      int age = Math.max(1, m.oldest());
      return Text.count(m.gatewayOnly(age), "request", "requests")
          + " at the gateway without a login of the owner at "
          + m.vendor()
          + " in the "
          + Matches.hours(age - 1)
          + " hours before; as a rule a login covers "
          + Matches.hours(feed.session())
          + " hours, and a share of "
          + Text.p(s.a / (s.a + s.b))
          + " of the hours with use lies that long after one";
    }
    String share = Text.p(share(m, feed, hour));
    String what =
        atVendor
            ? "in the log of " + m.vendor() + " do not stand in the gateway's"
            : "at the gateway do not stand in the log of " + m.vendor();
    long others =
        Math.max(0, (atVendor ? hour.vendor() : hour.gateway()) - of(m))
            - Math.max(0, (atVendor ? hour.stray() : hour.uncovered()) - missing(m, feed));
    return s.missing
        + " of "
        + Text.count(s.of, "request", "requests")
        + (s.day ? " of the day so far " : " of the hour ")
        + what
        + "; "
        + Text.number(s.mean)
        + " expected, as a rule a share of "
        + share
        + ". In the same hour "
        + Text.whole((double) others)
        + " requests of the vendor's other credentials stand in both logs";
  }

  private List<Cited> cited(Matches m) {
    Matches.Only only = atVendor ? m.vendorOnly() : m.gatewayOnly();
    List<Cited> cited = new ArrayList<>(2);
    Cited first = only.first();
    Cited last = only.last();
    if (first != null) {
      cited.add(first);
    }
    if (last != null && !last.equals(first)) {
      cited.add(last);
    }
    return cited;
  }

  /** The rule: what is so far beyond chance that no budget is asked; null otherwise. */
  public @Nullable RuleHit hit(Baseline own, Window w, Context c) {
    Span s = span(own, w, c);
    Matches m = w.matches();
    if (s == null || m == null) {
      return null;
    }
    boolean logins = c.peers().feeds().of(m).handsOverLogins();
    long missing = logins ? m.gatewayOnly(Matches.AGES - 1) : s.missing;
    if (missing < LEAST_RULED || s.surprise() < (logins ? RULED_LOGIN : RULED)) {
      return null;
    }
    Matches.Only only = atVendor ? m.vendorOnly() : m.gatewayOnly();
    Cited first = only.first();
    Cited last = only.last();
    if (first == null || last == null) {
      return null;
    }
    return new RuleHit(
        atVendor ? "vendor-only" : "outside-vendor-path",
        w.credential(),
        w.close(),
        words(s, m, c),
        first,
        last,
        missing(m, c.peers().feeds().of(m)),
        only.succeeded());
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    Matches m = w.matches();
    if (m == null || w.partial() || of(m) == 0) {
      return;
    }
    Feeds feeds = c.peers().feeds();
    Feed feed = feeds.of(m);
    if (!agrees(feed)) {
      return;
    }
    Tally t = tally(own);
    long n = of(m);
    double part = Math.min(1, OWN / Math.max(1, t.weight()));
    double share = share(m, feed, feeds.now(m));
    double a = part * t.total() + VENDOR * share;
    double b = part * Math.max(0, t.weight() - t.total()) + VENDOR * (1 - share);
    double p = a / (a + b);
    double spread = Math.sqrt(n * p * (1 - p) * (a + b + n) / (a + b + 1));
    t.learn(Math.min((double) missing(m, feed), Math.max(1, n * p + WINSOR * spread)), (double) n);
  }
}
