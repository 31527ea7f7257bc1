package org.gatewatch.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Family;
import org.gatewatch.detect.SigmaRule;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Keys;
import org.gatewatch.event.Roster;

/**
 * The end of a UTC day: its digest, what it teaches calibration, its account with the budget, and
 * what is forgotten.
 */
final class DayClose {
  static final long DAY = 24 * Window.LENGTH;

  /** When a day's totals are first looked at: the gateway's lines are in, vendors' may not be. */
  private static final long LOOK_AFTER = Window.LENGTH;

  /** When a day is settled: this long after its end, in release time; a vendor has six hours. */
  static final long SETTLE_AFTER = 7 * Window.LENGTH;

  /** Calibration learns no day as rarer than this ({@code -ln 1e-3}): winsorised. */
  private static final double MOST_LEARNED = 6.907755278982137;

  private static final int DIGEST_MOST = 50;

  /** Places of their own that strangers have in a day's digest. */
  private static final int DIGEST_STRANGERS = 10;

  private static final Comparator<Entry> BY_ID = Comparator.comparing(e -> e.row.id());

  private final JudgeSettings settings;
  private final Roster roster;
  private final Store store;
  private final Shared shared;
  private final Scoring scoring;
  private final Raising raising;
  private final Drift drift;
  private final Lifecycle lifecycle;
  private final RuleLane rules;
  private final Dispositions said;
  private final Journal journal;
  private final Forgetting forgetting;

  DayClose(
      JudgeSettings settings,
      Roster roster,
      Store store,
      Scoring scoring,
      Raising raising,
      Drift drift,
      Lifecycle lifecycle,
      RuleLane rules,
      Dispositions said,
      Journal journal) {
    this.lifecycle = lifecycle;
    this.rules = rules;
    this.settings = settings;
    this.roster = roster;
    this.store = store;
    this.shared = store.shared();
    this.scoring = scoring;
    this.said = said;
    this.raising = raising;
    this.drift = drift;
    this.journal = journal;
    this.forgetting = new Forgetting(roster, store);
  }

  /** Looks at and settles all days that ended long enough before a release time. */
  void advance(long release) {
    while (!shared.openDays.isEmpty()) {
      long day = shared.openDays.firstKey();
      long end = (day + 1) * DAY;
      if (release >= end + LOOK_AFTER && shared.lookedThrough < day) {
        shared.lookedThrough = day;
        look(day, end + LOOK_AFTER);
      }
      if (release < end + SETTLE_AFTER) {
        return;
      }
      settleDay(day, Long.MAX_VALUE);
    }
  }

  /** A day that is rare by its totals is told without waiting for what vendors still send. */
  private void look(long day, long now) {
    List<Entry> entries = new ArrayList<>();
    for (Iterator<CredentialRow> it = store.credentials(); it.hasNext(); ) {
      CredentialRow row = it.next();
      for (DaySlot slot : row.days) {
        if (slot.day == day) {
          entries.add(new Entry(row, slot));
        }
      }
    }
    entries.sort(BY_ID);
    drift.judge(day, entries, /* learn= */ false);
    raising.look(entries, now);
    for (Entry e : entries) {
      store.put(e.row);
    }
  }

  /**
   * Settles all days that are open.
   *
   * @param logEnd no silence is evaluated past it, ms
   */
  void finish(long logEnd) {
    while (!shared.openDays.isEmpty()) {
      settleDay(shared.openDays.firstKey(), logEnd);
    }
  }

  /** A credential and its day that is being settled. */
  record Entry(CredentialRow row, DaySlot slot) {}

  private void settleDay(long day, long logEnd) {
    long now = Math.min((day + 1) * DAY + SETTLE_AFTER, logEnd);
    List<Entry> entries = new ArrayList<>();
    List<CredentialRow> open = new ArrayList<>();
    int strangers = 0;
    for (Iterator<CredentialRow> it = store.credentials(); it.hasNext(); ) {
      CredentialRow row = it.next();
      if (forgetting.isOver(row, day)) {
        it.remove();
        continue;
      }
      strangers += row.isStranger(roster) ? 1 : 0;
      if (row.episode != null || !row.rules.isEmpty()) {
        open.add(row);
      }
      for (int i = 0; i < row.days.size(); i++) {
        if (row.days.get(i).day == day) {
          entries.add(new Entry(row, row.days.remove(i)));
          store.put(row);
          break;
        }
      }
    }
    // A store has no order, and what is told and adopted here is told in the order of the rows.
    open.sort(Comparator.comparing(CredentialRow::id));
    entries.sort(BY_ID);
    for (CredentialRow row : open) {
      lifecycle.quiet(row, now);
      rules.quiet(row, now);
      store.put(row);
    }
    int active = shared.openDays.getOrDefault(day, 0);
    List<Entry> touched = List.copyOf(entries);
    drift.judge(day, entries, /* learn= */ true);
    raising.days(entries, now);
    tell(entries, digest(entries));
    shared.signals.refit();
    shared.daily.refit();
    drift.learn(day, entries);
    for (Entry e : touched) {
      store.put(e.row);
    }
    collect(entries);
    boolean counted = (day + 1) * DAY > settings.raiseFrom();
    shared.budget.day(settings, active, counted);
    shared.guesses.day(settings, active, counted);
    shared.openDays.remove(day);
    shared.settledThrough = Math.max(shared.settledThrough, day);
    shared.forgetRules(day - 8);
    forgetting.values(day);
    forgetting.strangers(strangers);
  }

  private void collect(List<Entry> entries) {
    entries.removeIf(e -> !counts(e.row, e.slot.day));
    shared.credit.day(shared.budget.alertsPerDay(settings));
    double rare = -StrictMath.log(shared.budget.share(settings) / 10);
    entries.removeIf(
        e ->
            e.slot.alerted
                && e.row.episode != null
                && !shared.credit.counts(e.row.episode.surprise >= rare));
    for (Entry e : entries) {
      if (!e.row.isStranger(roster)) {
        for (int f = 0; f < Family.COUNT; f++) {
          shared.families.add(
              f,
              e.slot.stratum,
              Math.min(
                  e.slot.surprises[f], shared.families.level(f, e.slot.stratum, MOST_LEARNED)));
        }
      }
    }
    shared.families.refit();
    for (Entry e : entries) {
      if (!e.row.isStranger(roster)) {
        shared.scores.add(
            0,
            e.slot.stratum,
            Math.min(scoring.score(e.slot), shared.scores.level(0, e.slot.stratum, MOST_LEARNED)));
      }
    }
    shared.scores.refit();
    shared.peaks.refit();
  }

  /**
   * Whether a day says what normal days are like: not when a rule of weight explains it, and not
   * when it repeats an alert of the days before.
   */
  private boolean counts(CredentialRow row, long day) {
    Episode e = row.episode;
    boolean repeats =
        e != null && day * DAY >= e.time && day * DAY < e.raisedAt + Scoring.QUARANTINE;
    return !repeats
        && !ruled(row, day * DAY)
        && !said.isAttack(row.id(), day * DAY, (day + 1) * DAY);
  }

  /** The rarest days that were not raised, ranked. */
  private Set<String> digest(List<Entry> entries) {
    List<Episode> listed = new ArrayList<>();
    List<CredentialRow> rows = new ArrayList<>();
    int strangers = 0;
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
          || shared.scores.surprise(0, slot.stratum, slot.score) < Lifecycle.LISTED) {
        continue;
      }
      boolean stranger = e.row.isStranger(roster);
      if (stranger ? strangers == DIGEST_STRANGERS : listed.size() - strangers == DIGEST_MOST) {
        shared.digestDropped++;
        continue;
      }
      Episode episode =
          scoring.episode(e.row, own, slot, slot.scoredAt, scoring.threshold(slot.stratum));
      if (episode != null) {
        listed.add(episode);
        rows.add(e.row);
        strangers += stranger ? 1 : 0;
        e.row.told = true;
        store.put(e.row);
      }
    }
    for (int i = 0; i < listed.size(); i++) {
      CredentialRow row = rows.get(i);
      Credential declared = roster.find(row.id());
      said.tell(
          BehaviourFindings.finding(
              listed.get(i),
              row,
              declared == null ? Credential.undeclared(row.id()) : declared,
              false,
              Change.OPENED));
    }
    return rows.stream().map(CredentialRow::id).collect(Collectors.toSet());
  }

  /** Notes how the day ended, before calibration learns it. */
  private void tell(List<Entry> entries, Set<String> listed) {
    entries.sort(BY_ID);
    for (Entry e : entries) {
      DaySlot slot = e.slot;
      if (Keys.isAnonymous(e.row.id())) {
        continue;
      }
      List<Float> surprises = new ArrayList<>(Family.COUNT);
      for (int f = 0; f < Family.COUNT; f++) {
        surprises.add((float) scoring.family(slot, f));
      }
      journal.settled(
          new SettledDay(
              e.row.id(),
              slot.day,
              e.row.group,
              slot.stratum,
              surprises,
              slot.score,
              shared.scores.surprise(0, slot.stratum, slot.score),
              scoring.threshold(slot.stratum),
              slot.alerted
                  ? SettledDay.Outcome.ALERT
                  : listed.contains(e.row.id())
                      ? SettledDay.Outcome.DIGEST
                      : SettledDay.Outcome.QUIET,
              ruled(e.row, slot.day * DAY),
              slot.hours));
    }
  }

  /**
   * Whether an open rule finding of weight explains the credential's alerts. Sigma rules do not:
   * whatever they say of ordinary use, statistics stay as they are without them.
   */
  static boolean ruled(CredentialRow row, long time) {
    for (RuleCase c : row.rules) {
      if (!c.withdrawn
          && !c.rule.startsWith(SigmaRule.PREFIX)
          && time - c.last.time() <= 7 * DAY
          && Playbook.of(c).severity(c.succeeded()).compareTo(Severity.HIGH) >= 0) {
        return true;
      }
    }
    return false;
  }
}
