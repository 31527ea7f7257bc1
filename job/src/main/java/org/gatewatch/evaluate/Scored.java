package org.gatewatch.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One run scored: attacks found, and false alerts. An alert and what follows on the same credential
 * within 24 hours of it are one episode; an episode without a true alert is one false alert.
 *
 * @param attacks those not over before judging began
 * @param falseAlerts by time
 * @param judgedDays days of the log that were judged
 * @param credentialDays active credential-days that were judged
 * @param alerts alerts that were judged
 * @param early alerts before judging began
 * @param digest digest entries that were judged
 */
record Scored(
    Run run,
    List<Found> attacks,
    List<FalseAlert> falseAlerts,
    long judgedDays,
    long credentialDays,
    int alerts,
    int early,
    int digest) {
  /** No true alert. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * What became of an attack.
   *
   * @param at time of its first true alert, epoch ms, or {@link #NEVER}
   * @param byRule the same of rules alone
   * @param byStatistics the same of statistics alone
   * @param inDigest whether a digest entry would have been a true alert
   */
  record Found(Attack attack, long at, long byRule, long byStatistics, boolean inDigest) {
    boolean detected() {
      return at != NEVER;
    }

    double hours() {
      return (at - attack.start()) / 3_600_000.0;
    }
  }

  /**
   * A false alert.
   *
   * @param time of its first alert, epoch ms
   * @param statistical whether one of its alerts was statistical, not all by rules
   * @param change the benign change that was under way
   */
  record FalseAlert(String credential, long time, boolean statistical, String change) {}

  Scored {
    attacks = List.copyOf(attacks);
    falseAlerts = List.copyOf(falseAlerts);
  }

  /** Scores a run; the first days only warm it up. */
  static Scored of(Run run, int warmUpDays) {
    return of(run, run.findings(), warmUpDays);
  }

  /** The same of other findings on the same log. */
  static Scored of(Run run, List<Alert> findings, int warmUpDays) {
    long from = run.judgedFrom(warmUpDays) * ActiveDays.DAY;
    List<Alert> judged = new ArrayList<>();
    int early = 0;
    int digest = 0;
    for (Alert a : findings) {
      if (a.time() >= from) {
        judged.add(a);
        digest += a.alert() ? 0 : 1;
      } else if (a.alert()) {
        early++;
      }
    }
    judged.sort(Alert.BY_TIME);
    Map<String, List<Attack>> attacks = new HashMap<>();
    for (Attack attack : run.attacks()) {
      for (String credential : attack.credentials()) {
        attacks.computeIfAbsent(credential, c -> new ArrayList<>()).add(attack);
      }
    }
    Map<String, long[]> found = new HashMap<>();
    TreeSet<String> inDigest = new TreeSet<>();
    Map<String, List<Alert>> byCredential = new TreeMap<>();
    TreeSet<String> trueAlerts = new TreeSet<>();
    for (Alert a : judged) {
      if (a.alert()) {
        byCredential.computeIfAbsent(a.credential(), c -> new ArrayList<>()).add(a);
      }
      for (Attack attack : attacks.getOrDefault(a.credential(), List.of())) {
        if (!attack.isFoundBy(a)) {
          continue;
        }
        if (!a.alert()) {
          inDigest.add(attack.id());
          continue;
        }
        trueAlerts.add(a.uid());
        long[] at = found.computeIfAbsent(attack.id(), id -> new long[] {NEVER, NEVER});
        at[a.lane().ordinal()] = Math.min(at[a.lane().ordinal()], a.time());
      }
    }
    List<Found> results = new ArrayList<>();
    for (Attack attack : run.attacks()) {
      if (attack.isOver(from)) {
        continue;
      }
      long[] at = found.getOrDefault(attack.id(), new long[] {NEVER, NEVER});
      results.add(
          new Found(
              attack,
              Math.min(at[0], at[1]),
              at[Alert.Lane.RULE.ordinal()],
              at[Alert.Lane.STATISTICS.ordinal()],
              inDigest.contains(attack.id())));
    }
    List<FalseAlert> falseAlerts = new ArrayList<>();
    for (Map.Entry<String, List<Alert>> e : byCredential.entrySet()) {
      episodes(run, e.getKey(), e.getValue(), trueAlerts, falseAlerts);
    }
    falseAlerts.sort(
        java.util.Comparator.comparingLong(FalseAlert::time).thenComparing(FalseAlert::credential));
    return new Scored(
        run,
        results,
        falseAlerts,
        Math.max(0, run.active().days() - warmUpDays),
        run.active().credentialDays(run.judgedFrom(warmUpDays)),
        judged.size() - digest,
        early,
        digest);
  }

  private static void episodes(
      Run run, String credential, List<Alert> alerts, TreeSet<String> real, List<FalseAlert> out) {
    int i = 0;
    while (i < alerts.size()) {
      long opened = alerts.get(i).time();
      boolean hit = false;
      boolean statistical = false;
      for (; i < alerts.size() && alerts.get(i).time() - opened < ActiveDays.DAY; i++) {
        hit |= real.contains(alerts.get(i).uid());
        statistical |= alerts.get(i).lane() == Alert.Lane.STATISTICS;
      }
      if (!hit) {
        String change = BenignChange.explaining(run.changes(), opened, credential);
        out.add(new FalseAlert(credential, opened, statistical, change));
      }
    }
  }
}
