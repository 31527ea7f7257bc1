package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Scope;
import org.gatewatch.baseline.Seen;
import org.gatewatch.baseline.SeenSet;
import org.gatewatch.baseline.Tally;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.Tails;

/**
 * Endpoints, operations and models that the credential never used: a new task brings a few that
 * colleagues use, a guesser brings many that nobody uses. Names unknown to everyone count fully,
 * names known to others once in all. Negative binomial of size 1/2 (one new name makes the next
 * likelier) whose mean, names an active hour, is shrunk to the peers (20 windows); {@code P(K >=
 * k)}, not tested for k = 0 (p = 1).
 *
 * <p>Names are text that a client chooses. A name that was ever asked for is known afterwards, but
 * only accepted uses vouch for others ({@code name}), and only those of clients that rarely have
 * new ones: a path with an id in it is new every time, which the mean learns. Beyond 32 accepted
 * and 32 refused names of a window nothing is counted; that many are extreme.
 */
public final class NewNamesSignal implements Signal {
  /** Prefix of a name among those who vouch. */
  public static final String KIND = "name";

  /** Terms of {@link Formula#NEW_THINGS}. */
  static final List<String> TERMS =
      List.of("new", "own_total", "own_windows", "peers_strength", "peers_mean", "size");

  private static final double PEERS = 20;
  private static final double SIZE = 0.5;
  private static final double WINSOR = 4;
  private static final double LEAST_LEARNED = 2;

  @Override
  public String id() {
    return "new_names";
  }

  @Override
  public Family family() {
    return Family.PROBING;
  }

  /** Names of accepted requests, by kind. */
  public static List<SeenSet> accepted(Window w) {
    return List.of(w.asked().endpoints, w.asked().operations, w.asked().models);
  }

  /** New names expected in a window. */
  public static double expected(Baseline own, Context c) {
    return own.scope.newNames.mean(PEERS, c.peers().newNames().mean());
  }

  /** The names that are new to the credential, each once, refused ones last. */
  static List<Seen> fresh(Baseline own, Window w) {
    List<Seen> out = List.of();
    for (SeenSet set : accepted(w)) {
      out = fresh(own, w, set, out);
    }
    return fresh(own, w, w.asked().refused, out);
  }

  private static List<Seen> fresh(Baseline own, Window w, SeenSet set, List<Seen> before) {
    List<Seen> out = before;
    List<Seen> values = set.values();
    for (int i = 0; i < values.size(); i++) {
      Seen seen = values.get(i);
      if (!own.scope.names.contains(Scope.key(seen.value()), w.start()) && !holds(out, seen)) {
        if (out.isEmpty()) {
          out = new ArrayList<>();
        }
        out.add(seen);
      }
    }
    return out;
  }

  private static boolean holds(List<Seen> names, Seen seen) {
    for (Seen other : names) {
      if (other.value().equals(seen.value())) {
        return true;
      }
    }
    return false;
  }

  static boolean usedByOthers(Seen seen, Window w, Context c) {
    return c.vouching().others(KIND, Scope.key(seen.value()), w.credential()) > 0;
  }

  private static int count(List<Seen> fresh, Window w, Context c) {
    int unknown = 0;
    for (Seen seen : fresh) {
      unknown += usedByOthers(seen, w, c) ? 0 : 1;
    }
    return unknown + (unknown < fresh.size() ? 1 : 0);
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    if (w.source() != LogSource.GATEWAY || own.scope.names.isEmpty()) {
      return Double.NaN;
    }
    List<Seen> fresh = fresh(own, w);
    return fresh.isEmpty()
        ? 0
        : Tails.surprise(Tails.negativeBinomial(count(fresh, w, c), expected(own, c), SIZE));
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    Tally t = own.scope.newNames;
    return Terms.of(
        Formula.NEW_THINGS,
        TERMS,
        count(fresh(own, w), w, c),
        t.total(),
        t.weight(),
        PEERS,
        c.peers().newNames().mean(),
        SIZE);
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    List<Seen> fresh = fresh(own, w);
    int unknown = 0;
    long requests = 0;
    List<Seen> strange = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Seen seen : fresh) {
      requests += seen.count();
      names.add(seen.value());
      if (!usedByOthers(seen, w, c)) {
        unknown++;
        strange.add(seen);
      }
    }
    String text =
        Text.count(fresh.size(), "name", "names")
            + " it never asked for, "
            + unknown
            + " of them used by no other credential; in "
            + Text.count(Math.round(own.ageDays(w.start())), "day", "days")
            + " it asked for "
            + Text.count(own.scope.names.size(), "name", "names")
            + ", "
            + Text.number(own.scope.newNames.total())
            + " new ones in its last "
            + Text.whole(own.scope.newNames.weight())
            + " active hours; its "
            + c.peers().members()
            + " peers meet "
            + Text.number(c.peers().newNames().mean())
            + " an hour.";
    return new Clue(
        id(),
        "new_names",
        "names_per_hour",
        Text.some(names, 4),
        Text.some(own.scope.names.values(), 4),
        text,
        ends(strange.isEmpty() ? fresh : strange),
        requests);
  }

  /** First event of the first name and last event of the last. */
  static List<Cited> ends(List<Seen> names) {
    List<Cited> cited = new ArrayList<>(2);
    Cited first = names.get(0).first();
    Cited last = names.get(names.size() - 1).last();
    cited.add(first);
    if (!last.equals(first)) {
      cited.add(last);
      cited.sort(Comparator.comparingLong(Cited::time));
    }
    return cited;
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    if (w.source() != LogSource.GATEWAY) {
      return;
    }
    if (!own.scope.names.isEmpty()) {
      double mu = expected(own, c);
      double most = Math.max(LEAST_LEARNED, mu + WINSOR * Math.sqrt(mu + mu * mu / SIZE));
      double k = Math.min(most, count(fresh(own, w), w, c));
      own.scope.newNames.learn(k, 1);
      c.peers().newNames().learn(k, weight);
    }
    for (SeenSet set : accepted(w)) {
      learn(own, w, set);
    }
    learn(own, w, w.asked().refused);
  }

  private static void learn(Baseline own, Window w, SeenSet set) {
    for (Seen seen : set.values()) {
      own.scope.names.learn(Scope.key(seen.value()), w.start());
    }
  }
}
