package org.gatewatch.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.KnownSet;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Family;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Keys;
import org.gatewatch.event.Roster;

/**
 * The end of a UTC day: its digest, what it teaches calibration, its account with the budget, and
 * what is forgotten.
 */
final class DayClose {
  static final long DAY = 24 * Window.LENGTH;

  /** Days of the log before layers 2 and 3 collect. */
  static final int COLLECT_FROM = 9;

  /** Days of the log before anything is raised. */
  static final int RAISE_FROM = 14;

  /** When a day is settled: this long after its end, in release time. */
  static final long SETTLE_AFTER = 12 * Window.LENGTH;

  private static final long KEEP_DAYS = 400;
  private static final long KEEP_ANONYMOUS_DAYS = 7;
  private static final double DIGEST = 3.912023005428146; // -ln 0.02
  private static final int DIGEST_MOST = 50;

  private final JudgeSettings settings;
  private final Roster roster;
  private final Store store;
  private final Shared shared;
  private final Scoring scoring;
  private final Consumer<Finding> out;

  DayClose(
      JudgeSettings settings, Roster roster, Store store, Scoring scoring, Consumer<Finding> out) {
    this.settings = settings;
    this.roster = roster;
    this.store = store;
    this.shared = store.shared();
    this.scoring = scoring;
    this.out = out;
  }

  /** Settles all days that ended {@link #SETTLE_AFTER} before a release time. */
  void advance(long release) {
    while (!shared.openDays.isEmpty()
        && release >= (shared.openDays.firstKey() + 1) * DAY + SETTLE_AFTER) {
      settleDay(shared.openDays.firstKey());
    }
  }

  /** Settles all days that are open. */
  void finish() {
    while (!shared.openDays.isEmpty()) {
      settleDay(shared.openDays.firstKey());
    }
  }

  private record Entry(CredentialRow row, DaySlot slot) {}

  private void settleDay(long day) {
    List<Entry> entries = new ArrayList<>();
    for (Iterator<CredentialRow> it = store.credentials(); it.hasNext(); ) {
      CredentialRow row = it.next();
      if (row.days.isEmpty() && row.lastDay() < day - keepDays(row.id())) {
        it.remove();
        continue;
      }
      for (int i = 0; i < row.days.size(); i++) {
        if (row.days.get(i).day == day) {
          entries.add(new Entry(row, row.days.remove(i)));
          store.put(row);
          break;
        }
      }
    }
    int active = shared.openDays.getOrDefault(day, 0);
    boolean collect = shared.indexOf(day) >= COLLECT_FROM;
    boolean raise = shared.indexOf(day) >= RAISE_FROM;
    if (raise) {
      digest(entries);
    }
    shared.signals.refit();
    if (collect) {
      collect(entries);
    }
    int raised = shared.raised.headMap(day, true).values().stream().mapToInt(n -> n).sum();
    shared.raised.headMap(day, true).clear();
    shared.budget.day(settings, raised, active, raise);
    shared.openDays.remove(day);
    shared.settledThrough = Math.max(shared.settledThrough, day);
    shared.forgetRules(day - 8);
    long before = day * DAY - KnownSet.TTL_HOURS * Window.LENGTH;
    for (Iterator<NetworkRow> it = store.networks(); it.hasNext(); ) {
      if (it.next().lastSeen() < before) {
        it.remove();
      }
    }
  }

  private static long keepDays(String id) {
    return Keys.isAnonymous(id) ? KEEP_ANONYMOUS_DAYS : KEEP_DAYS;
  }

  private void collect(List<Entry> entries) {
    entries.removeIf(e -> !counts(e.row, e.slot.day));
    for (Entry e : entries) {
      if (!Keys.isAnonymous(e.row.id())) {
        for (int f = 0; f < Family.COUNT; f++) {
          shared.families.add(f, e.slot.stratum, e.slot.surprises[f]);
        }
      }
    }
    shared.families.refit();
    for (Entry e : entries) {
      if (!Keys.isAnonymous(e.row.id())) {
        shared.scores.add(0, e.slot.stratum, scoring.score(e.slot));
      }
    }
    shared.scores.refit();
  }

  /**
   * Whether a day says what normal days are like: not when a rule of weight explains it, and not
   * when it repeats an alert of the days before.
   */
  private static boolean counts(CredentialRow row, long day) {
    Episode e = row.episode;
    boolean repeats =
        e != null && day * DAY >= e.time && day * DAY < e.raisedAt + Scoring.QUARANTINE;
    return !repeats && !ruled(row, day * DAY);
  }

  /** The rarest days that were not raised, ranked. */
  private void digest(List<Entry> entries) {
    List<Episode> listed = new ArrayList<>();
    List<CredentialRow> rows = new ArrayList<>();
    entries.sort(
        Comparator.comparingDouble(
                (Entry e) -> -shared.scores.surprise(0, e.slot.stratum, e.slot.score))
            .thenComparing(e -> e.row.id()));
    for (Entry e : entries) {
      DaySlot slot = e.slot;
      Baseline own = e.row.baseline;
      if (slot.alerted
          || own == null
          || slot.scoredAt <= settings.raiseFrom()
          || shared.scores.surprise(0, slot.stratum, slot.score) < DIGEST) {
        continue;
      }
      if (listed.size() == DIGEST_MOST) {
        shared.digestDropped++;
        continue;
      }
      Episode episode =
          scoring.episode(e.row, own, slot, slot.scoredAt, scoring.threshold(slot.stratum));
      if (episode != null) {
        listed.add(episode);
        rows.add(e.row);
      }
    }
    for (int i = 0; i < listed.size(); i++) {
      CredentialRow row = rows.get(i);
      Credential declared = roster.find(row.id());
      out.accept(
          BehaviourFindings.finding(
              listed.get(i),
              row,
              declared == null ? Credential.undeclared(row.id()) : declared,
              false));
    }
  }

  /** Whether an open rule finding of weight explains the credential's alerts. */
  static boolean ruled(CredentialRow row, long time) {
    for (RuleCase c : row.rules) {
      if (!c.withdrawn
          && time - c.last.time() <= 7 * DAY
          && Playbook.of(c.rule).severity(c.succeeded()).compareTo(Severity.HIGH) >= 0) {
        return true;
      }
    }
    return false;
  }
}
