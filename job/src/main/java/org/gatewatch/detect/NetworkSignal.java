package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Habits;
import org.gatewatch.baseline.Rates;
import org.gatewatch.baseline.Seen;
import org.gatewatch.baseline.Window;
import org.gatewatch.stat.Tails;

/**
 * The strangest network of the window, on a ladder: 0 the credential's own /24 or /64; 1 new but
 * used by three others (office NAT, VPN); 2 new, in a known autonomous system; 3 new system used by
 * three others; 4 new system, known country; 5 new country; 6 as 3 to 5 with a class of system
 * (hosting, isp, business) never used. {@code P(level >= L) = q_1 ... q_L}, each step a Beta shrunk
 * to the peers (the new-table probability of Pitman-Yor, learned per level): rotating cloud egress
 * and a static service share the code, and each factor is a sentence.
 *
 * <p>Unit of counting is the window: events inside an hour are one draw. The first window of a log
 * source tests nothing. Without AS and country in the log, a new network stops at level 2.
 */
final class NetworkSignal implements Signal {
  private static final double[] STRENGTH = {30, 8, 5, 4, 3, 3};
  private static final int VOUCHERS = 3;

  @Override
  public String id() {
    return "network";
  }

  @Override
  public Family family() {
    return Family.IDENTITY;
  }

  @Override
  public double surprise(Baseline own, Window w, Context c) {
    Habits habits = own.habits(w.source());
    if (w.networks().isEmpty() || habits.networks.isEmpty()) {
      return Double.NaN;
    }
    int level = level(habits, w, c);
    if (level == 0) {
      return 0;
    }
    return Tails.rounded(
        habits.networkSteps.surprise(level, STRENGTH, c.peers().networks(w.source())));
  }

  private static int level(Habits habits, Window w, Context c) {
    int level = 0;
    for (Seen seen : w.networks().values()) {
      level = Math.max(level, level(habits, seen, w, c));
    }
    return level;
  }

  private static int level(Habits habits, Seen seen, Window w, Context c) {
    long now = w.start();
    if (habits.networks.contains(seen.value(), now)) {
      return 0;
    }
    if (c.vouching().others("net", seen.value(), w.credential()) >= VOUCHERS) {
      return 1;
    }
    Cited first = seen.first();
    boolean placed = first.country() != null;
    boolean newCountry = placed && !habits.countries.contains(String.valueOf(first.country()), now);
    if (first.asn() < 0 ? !newCountry : habits.systems.contains("AS" + first.asn(), now)) {
      return 2;
    }
    if (first.asType() != null
        && !habits.classes.isEmpty()
        && !habits.classes.contains(first.asType(), now)) {
      return 6;
    }
    if (first.asn() >= 0
        && c.vouching().others("as", "AS" + first.asn(), w.credential()) >= VOUCHERS) {
      return 3;
    }
    return newCountry ? 5 : 4;
  }

  @Override
  public Terms terms(Baseline own, Window w, Context c) {
    Habits habits = own.habits(w.source());
    return Formula.ladder(
        level(habits, w, c), habits.networkSteps, STRENGTH, c.peers().networks(w.source()));
  }

  @Override
  public Clue explain(Baseline own, Window w, Context c) {
    Habits habits = own.habits(w.source());
    Seen worst = w.networks().values().get(0);
    int level = -1;
    for (Seen seen : w.networks().values()) {
      int l = level(habits, seen, w, c);
      if (l > level) {
        level = l;
        worst = seen;
      }
    }
    Cited first = worst.first();
    String system = first.asn() < 0 ? worst.value() : "AS" + first.asn();
    String described =
        (first.asOrg() == null ? "" : " " + first.asOrg())
            + (first.asType() == null ? "" : " (" + first.asType() + ")")
            + (first.country() == null ? "" : ", country " + first.country());
    Rates rates = c.peers().networks(w.source());
    StringBuilder text = new StringBuilder();
    text.append(first.sourceIp()).append(": first time in ");
    text.append(level >= 3 ? system : worst.value());
    text.append(described).append("; in ");
    text.append(Text.count(Math.round(own.ageDays(w.start())), "day", "days"));
    text.append(" it used ").append(Text.count(habits.networks.size(), "network", "networks"));
    text.append(" of ").append(Text.count(habits.systems.size(), "AS", "AS"));
    if (level == 6) {
      text.append(", ").append(first.asType()).append(" never");
    }
    text.append("; ").append(Text.number(habits.networkSteps.hits(0))).append(" of its last ");
    text.append(Text.whole(habits.networkSteps.trials(0)));
    text.append(" hours brought a new network, ").append(Text.p(rates.mean(0)));
    text.append(" of its ").append(c.peers().members()).append(" peers' hours");
    text.append(
        level == 1
            ? "; at least 3 other credentials use this network."
            : "; fewer than 3 other credentials use it.");
    String label =
        level >= 5
                && first.country() != null
                && !habits.countries.contains(first.country(), w.start())
            ? "new_country"
            : level >= 3 ? "new_autonomous_system" : "new_network";
    List<Cited> cited = new ArrayList<>();
    cited.add(first);
    if (worst.count() > 1) {
      cited.add(worst.last());
    }
    return new Clue(
        id(),
        label,
        "source_network",
        worst.value() + " " + system + described,
        Text.some(habits.networks.values(), 4),
        text.toString(),
        cited,
        worst.count());
  }

  @Override
  public void learn(Baseline own, Window w, Context c, double weight) {
    Habits habits = own.habits(w.source());
    int level = -1;
    for (Seen seen : w.networks().values()) {
      level = w.isAccepted(w.networks(), seen) ? Math.max(level, level(habits, seen, w, c)) : level;
    }
    if (level < 0) {
      return; // nobody was let in
    }
    if (!habits.networks.isEmpty()) {
      habits.networkSteps.learn(level);
      c.peers().networks(w.source()).learn(level, weight);
    }
    for (Seen seen : w.networks().values()) {
      if (!w.isAccepted(w.networks(), seen)) {
        continue;
      }
      Cited first = seen.first();
      habits.networks.learn(seen.value(), w.start());
      if (first.asn() >= 0) {
        habits.systems.learn("AS" + first.asn(), w.start());
      }
      if (first.country() != null) {
        habits.countries.learn(first.country(), w.start());
      }
      if (first.asType() != null) {
        habits.classes.learn(first.asType(), w.start());
      }
    }
  }
}
