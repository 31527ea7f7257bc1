package org.gatewatch.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Feed;
import org.gatewatch.baseline.Feeds;
import org.gatewatch.baseline.Matches;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Context;
import org.gatewatch.detect.MatchSignal;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.detect.Text;
import org.gatewatch.event.Keys;

/**
 * The gateway's log against the vendors', hour by hour: the rules that no budget is asked for, and
 * what is normal between two logs. Windows without matches are none of its business.
 */
final class TwoLogs {
  /** Rule of a log without lines while the other one has them. */
  static final String SILENT = "source-silent";

  private final Feeds feeds;

  TwoLogs(Feeds feeds) {
    this.feeds = feeds;
  }

  /** The windows that are to be judged together. */
  void hour(List<Window> windows) {
    if (windows.get(0).matches() != null) {
      feeds.hour(windows);
    }
  }

  /** What the rules see in a window; ask before it is learned. */
  List<RuleHit> hits(Baseline own, Window w, Context c) {
    if (w.matches() == null) {
      return List.of();
    }
    List<RuleHit> out = new ArrayList<>(2);
    for (MatchSignal signal : List.of(MatchSignal.OUTSIDE, MatchSignal.BYPASS)) {
      RuleHit hit = signal.hit(own, w, c);
      if (hit != null) {
        out.add(hit);
      }
    }
    return out;
  }

  /** Adds a window to its credential's day. */
  void count(Baseline own, Window w) {
    Matches m = w.matches();
    if (m == null || feeds.now(m).vendorSilent() || feeds.now(m).gatewaySilent()) {
      return;
    }
    own.matched.count(
        w.start(), m, MatchSignal.OUTSIDE.own(m, feeds), MatchSignal.BYPASS.own(m, feeds));
  }

  /**
   * Takes a window into what is normal between the logs.
   *
   * @param trains whether it may say what is normal
   */
  void learn(Window w, boolean trains) {
    Matches m = w.matches();
    if (m == null) {
      return;
    }
    Feed feed = feeds.of(m);
    Feeds.Hour all = feeds.now(m);
    feed.count(w.start(), m);
    if (trains && !all.vendorSilent() && !all.gatewaySilent()) {
      double usual = feed.isRelied() ? feed.missedShare() : 1;
      double stray = feed.hasRequests() ? feed.strayShare() : 1;
      double n = (double) (m.both() + m.gatewayOnly().count());
      double v = (double) (m.both() + m.vendorOnly().count());
      feed.learn(
          m,
          Math.min((double) m.gatewayOnly().count(), most(usual, n)),
          Math.min((double) m.vendorOnly().count(), most(stray, v)));
    }
  }

  /** What of n requests may be learned as missing: 4 standard deviations more than usual. */
  private static double most(double share, double n) {
    return Math.max(1, n * share + 4 * Math.sqrt(n * share));
  }

  /** The hour is over: what is known fades, and logs that were silent are told. */
  List<RuleHit> over(List<Window> windows) {
    List<RuleHit> out = new ArrayList<>();
    Window w = windows.get(0);
    if (w.matches() == null) {
      return out;
    }
    for (Map.Entry<String, Feeds.Hour> entry : feeds.now().entrySet()) {
      Feeds.Hour hour = entry.getValue();
      Feed feed = feeds.all().get(entry.getKey());
      if (feed == null) {
        continue;
      }
      feed.fade();
      boolean vendor = hour.vendorSilent();
      boolean gateway = hour.gatewaySilent();
      Cited first = vendor ? hour.firstUse() : hour.firstStray();
      Cited last = vendor ? hour.lastUse() : hour.lastStray();
      if ((vendor || gateway) && first != null && last != null) {
        String detail =
            vendor
                ? "the log of "
                    + entry.getKey()
                    + " has no line of an hour in which the gateway saw "
                    + Text.count(hour.gateway(), "request", "requests")
                    + " of its credentials; as a rule it has all but a share of "
                    + Text.p(feed.missedShare())
                : "the gateway's log has no line of the credentials of "
                    + entry.getKey()
                    + " in an hour of which the vendor's has "
                    + Text.count(hour.vendor(), "request", "requests");
        long n = vendor ? hour.gateway() : hour.vendor();
        out.add(
            new RuleHit(
                SILENT, Keys.VENDOR + entry.getKey(), w.close(), detail, first, last, n, n));
      }
    }
    return out;
  }
}
