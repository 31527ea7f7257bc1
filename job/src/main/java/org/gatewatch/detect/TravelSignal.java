package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Habits;
import org.gatewatch.baseline.Hop;
import org.gatewatch.baseline.Place;
import org.gatewatch.baseline.Rates;
import org.gatewatch.baseline.Seen;
import org.gatewatch.baseline.Steps;
import org.gatewatch.baseline.Window;
import org.gatewatch.stat.Tails;
import org.jspecify.annotations.Nullable;

/**
 * In two places at once, on a ladder: 1 an impossible hop (over 300 km faster than 1,000 km/h) or
 * two changes of network within the hour; 2 a fresh autonomous system that three others use, hopped
 * to or interleaved with one it has had for long (A B A: both are in use); 3 the same with a system
 * nobody vouches for, interleaved; 4 hopped to or from. A system is fresh for 72 hours, but what a
 * credential used on its first day is its home. A trip brings a new country without interleaving; a
 * theft does not stop the owner. {@code P(level >= L) = q_1 ... q_L}, each step a Beta shrunk to
 * the peers, so that VPNs, phones beside laptops and rotating cloud egress are what the credential
 * and its peers were seen to do.
 *
 * <p>Nobody vouches for a system of a class (hosting, isp, business) the credential never used:
 * that the services run in a cloud is no reason for a person to. The end of the hour before counts:
 * the last place is remembered. Windows are of one log source, so a gateway's address is never
 * compared with a vendor's. Without coordinates there are only changes, without autonomous systems
 * the networks stand for them. The first window of a log source tests nothing.
 */
final class TravelSignal implements Signal {
  private static final double[] STRENGTH = {30, 8, 5, 4};
  private static final int SWITCHES = 2;
  private static final int MOVED = 1;
  private static final int SHARED = 2;
  private static final int INTERLEAVED = 3;
  private static final int HOPPED = 4;
  private static final int VOUCHERS = 3;
  private static final long FRESH = 72 * Window.LENGTH;
  private static final long FIRST_DAY = 24 * Window.LENGTH;

  @Override
  public String id() {
    return "travel";
  }

  @Override
  public Family family() {
    return Family.TRAVEL;
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    Scene scene = Scene.of(own, w, c);
    if (scene == null) {
      return Double.NaN;
    }
    int level = scene.level();
    return level == 0
        ? 0
        : Tails.rounded(
            scene.habits.travelSteps.surprise(level, STRENGTH, c.peers().travel(w.source())));
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    Scene scene = Scene.of(own, w, c);
    if (scene != null) {
      int level = scene.level();
      Steps steps = scene.habits.travelSteps;
      // Egress that moves every hour would teach the peers that moves are never to anything new.
      double still = 1 - steps.hits(0) / Math.max(1, steps.trials(0));
      steps.learn(level);
      c.peers().travel(w.source()).learn(level, weight * still);
    }
  }

  /** A window with an address, and the place where the credential was before it. */
  private record Scene(
      Baseline own, Habits habits, Window w, Context c, Place before, Place first) {

    static @Nullable Scene of(Baseline own, Window w, Context c) {
      Habits habits = own.habits(w.source());
      Place before = habits.place();
      Place first = w.trail().first();
      return before == null || first == null ? null : new Scene(own, habits, w, c, before, first);
    }

    int level() {
      int level = arrivalLevel();
      for (Hop hop : w.trail().hops()) {
        level = Math.max(level, level(hop.from(), hop.to()));
      }
      if (level < INTERLEAVED && changes() >= SWITCHES) {
        Seen fresh = interleaved();
        int both = fresh == null ? MOVED : isShared(fresh) ? SHARED : INTERLEAVED;
        level = Math.max(level, both);
      }
      return level;
    }

    /** The level of an impossible hop from the place before to the first of this hour, or 0. */
    int arrivalLevel() {
      return arrivalKm() > 0 ? level(before, first) : 0;
    }

    /** The level of an impossible hop. */
    private int level(Place from, Place to) {
      boolean alone = (isFresh(from) && !isShared(from)) || (isFresh(to) && !isShared(to));
      return alone ? HOPPED : isFresh(from) || isFresh(to) ? SHARED : MOVED;
    }

    int level(Hop hop) {
      return level(hop.from(), hop.to());
    }

    /** The km of an impossible hop from the place before to the first of this hour, or 0. */
    double arrivalKm() {
      return before.network().equals(first.network()) ? 0 : before.impossibleKm(first);
    }

    int changes() {
      boolean moved = before.hoursTo(first) < 1 && !before.network().equals(first.network());
      return w.trail().switches() + (moved ? 1 : 0);
    }

    private boolean isFresh(Place place) {
      return isFresh(place.network(), place.asn());
    }

    private boolean isFresh(Seen seen) {
      return isFresh(seen.value(), seen.first().asn());
    }

    private boolean isFresh(String network, long asn) {
      long now = w.start();
      long since =
          asn < 0
              ? habits.networks.firstSeen(network, now)
              : habits.systems.firstSeen("AS" + asn, now);
      return now - since < FRESH && since - own.firstStart() >= FIRST_DAY;
    }

    private boolean isShared(Place place) {
      return isShared(place.network(), place.asn(), place.asType());
    }

    private boolean isShared(Seen seen) {
      return isShared(seen.value(), seen.first().asn(), seen.first().asType());
    }

    private boolean isShared(String network, long asn, @Nullable String asType) {
      return (asType == null || habits.classes.contains(asType, w.start()))
          && (asn < 0
                  ? c.vouching().others("net", network, w.credential())
                  : c.vouching().others("as", "AS" + asn, w.credential()))
              >= VOUCHERS;
    }

    /** A fresh network that interleaves with one of old, if possible an unshared one; or null. */
    @Nullable Seen interleaved() {
      List<Seen> networks = w.networks().values();
      Seen found = null;
      for (Seen fresh : networks) {
        if (!isFresh(fresh) || (found != null && isShared(fresh))) {
          continue;
        }
        for (Seen old : networks) {
          if (overlap(fresh, old) && !isFresh(old)) {
            found = fresh;
            break;
          }
        }
        if (found != null && !isShared(found)) {
          return found;
        }
      }
      return found;
    }

    /** Whether each of two networks was used before the other was used last. */
    private boolean overlap(Seen a, Seen b) {
      return from(a) < b.last().time() && from(b) < a.last().time();
    }

    /** The first use of a network in the hour, or the use just before it. */
    private long from(Seen seen) {
      return before.network().equals(seen.value()) && before.hoursTo(first) < 1
          ? Math.min(seen.first().time(), before.time())
          : seen.first().time();
    }

    /** The farthest impossible hop of the hour of that level, or null. */
    @Nullable Hop farthest(int level) {
      Hop far = null;
      for (Hop hop : w.trail().hops()) {
        if (level(hop) == level && (far == null || hop.km() > far.km())) {
          far = hop;
        }
      }
      return far;
    }
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    Scene scene = Objects.requireNonNull(Scene.of(own, w, c));
    return Formula.ladder(
        scene.level(), scene.habits.travelSteps, STRENGTH, c.peers().travel(w.source()));
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    Scene scene = Objects.requireNonNull(Scene.of(own, w, c));
    Steps steps = scene.habits.travelSteps;
    Rates rates = c.peers().travel(w.source());
    int level = scene.level();
    Hop hop = scene.farthest(level);
    boolean arrived = hop == null && scene.arrivalLevel() == level;
    Seen fresh = hop == null && !arrived && level >= SHARED ? scene.interleaved() : null;
    StringBuilder text = new StringBuilder();
    List<Cited> cited = new ArrayList<>();
    String label = hop == null ? "network_changes" : "impossible_travel";
    String observed;
    if (fresh != null) {
      label = "interleaved_networks";
      observed = fresh.value() + " among " + networks(w);
      text.append(name(fresh.first())).append(", which it has had for less than 3 days, in turn");
      text.append(" with networks it has had for longer");
      add(cited, fresh.first());
      add(cited, fresh.last());
      HourSignal.ends(w).forEach(e -> add(cited, e));
    } else if (hop != null) {
      observed = Text.whole(hop.km()) + " km in " + minutes(hop.from(), hop.to());
      text.append(observed).append(", from ").append(name(hop.left()));
      text.append(" to ").append(name(hop.arrived()));
      add(cited, hop.left());
      add(cited, hop.arrived());
    } else if (arrived) {
      label = "impossible_travel";
      Cited first = w.networks().values().get(0).first();
      observed = Text.whole(scene.arrivalKm()) + " km in " + minutes(scene.before, scene.first);
      text.append(observed).append(", from ").append(scene.before.system()).append(" (");
      text.append(scene.before.network()).append(") to ").append(name(first));
      add(cited, first);
    } else {
      observed = scene.changes() + " changes between " + networks(w);
      text.append(observed).append(" within the hour");
      HourSignal.ends(w).forEach(e -> add(cited, e));
    }
    cited.sort(Comparator.comparingLong(Cited::time));
    text.append("; ").append(Text.number(steps.hits(0))).append(" of its last ");
    text.append(Text.whole(steps.trials(0)));
    text.append(" hours had it in two places, ").append(Text.p(rates.mean(0)));
    text.append(" of its ").append(c.peers().members()).append(" peers' hours");
    if (level >= SHARED) {
      text.append("; of those ").append(Text.number(steps.hits(1)));
      text.append(" with a new one, ").append(Text.p(rates.mean(1))).append(" of its peers'");
    }
    text.append(
        level == SHARED
            ? "; at least 3 other credentials use the new one."
            : level > SHARED ? "; fewer than 3 other credentials use it." : ".");
    return new Clue(
        id(),
        label,
        "places_in_an_hour",
        observed,
        "in two places in "
            + Text.number(steps.hits(0))
            + " of "
            + Text.whole(steps.trials(0))
            + " hours",
        text.toString(),
        cited,
        w.events());
  }

  private static String networks(Window w) {
    return Text.count(w.networks().values().size(), "network", "networks");
  }

  private static void add(List<Cited> cited, Cited event) {
    if (!cited.contains(event)) {
      cited.add(event);
    }
  }

  private static String name(Cited e) {
    return (e.asn() < 0 ? e.sourceIp() : "AS" + e.asn())
        + (e.asOrg() == null ? "" : " " + e.asOrg())
        + (e.country() == null ? "" : " (" + e.country() + ")");
  }

  private static String minutes(Place from, Place to) {
    return Text.count(Math.round(from.hoursTo(to) * 60), "minute", "minutes");
  }
}
