package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Seen;
import org.gatewatch.baseline.SeenSet;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.Tails;

/**
 * Names near a restricted one ({@link Restricted}) that the credential never asked for and that
 * were refused, or that no other credential uses: who looks for a model before its launch guesses
 * what it is called. On a ladder of Betas ({@link org.gatewatch.baseline.Steps}): 1 one such name,
 * 2 two, 3 four or more. The rates start at one hour in a thousand, one in five, one in three, and
 * are learned like those of other ladders: a team whose own models are called alike is soon no
 * surprise. Not tested when the policy restricts nothing; nothing is inferred.
 */
final class NearMissSignal implements Signal {
  private static final double[] STRENGTH = {30, 5, 5};

  @Override
  public String id() {
    return "near_miss";
  }

  @Override
  public Family family() {
    return Family.PROBING;
  }

  private static boolean untested(Baseline own, Window w, Context c) {
    return w.source() != LogSource.GATEWAY || c.restricted().isEmpty() || own.scope.names.isEmpty();
  }

  private static List<Seen> near(Baseline own, Window w, Context c) {
    List<Seen> out = new ArrayList<>();
    for (Seen seen : NewNamesSignal.fresh(own, w)) {
      if (c.restricted().near(seen.value()) != null
          && (holds(w.asked().refused, seen) || !NewNamesSignal.usedByOthers(seen, w, c))) {
        out.add(seen);
      }
    }
    return out;
  }

  private static boolean holds(SeenSet set, Seen seen) {
    for (Seen other : set.values()) {
      if (other.value().equals(seen.value())) {
        return true;
      }
    }
    return false;
  }

  private static int level(int names) {
    return names > 3 ? 3 : Math.min(2, names);
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    if (untested(own, w, c)) {
      return Double.NaN;
    }
    int level = level(near(own, w, c).size());
    return level == 0
        ? 0
        : Tails.rounded(own.scope.nearSteps.surprise(level, STRENGTH, c.peers().nearMisses()));
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    return Formula.ladder(
        level(near(own, w, c).size()), own.scope.nearSteps, STRENGTH, c.peers().nearMisses());
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    List<Seen> near = near(own, w, c);
    List<String> names = new ArrayList<>();
    long requests = 0;
    for (Seen seen : near) {
      names.add(seen.value());
      requests += seen.count();
    }
    String text =
        Text.count(near.size(), "name", "names")
            + " close to the restricted "
            + c.restricted().near(names.get(0))
            + " (policy), never asked for by it before; "
            + Text.number(own.scope.nearSteps.hits(0))
            + " of its last "
            + Text.whole(own.scope.nearSteps.trials(0))
            + " hours brought such a name, "
            + Text.p(c.peers().nearMisses().mean(0))
            + " of its "
            + c.peers().members()
            + " peers' hours.";
    return new Clue(
        id(),
        "restricted_name_guessed",
        "names_per_hour",
        Text.some(names, 4),
        "none",
        text,
        NewNamesSignal.ends(near),
        requests);
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    if (!untested(own, w, c)) {
      int level = level(near(own, w, c).size());
      own.scope.nearSteps.learn(level);
      c.peers().nearMisses().learn(level, weight);
    }
  }
}
