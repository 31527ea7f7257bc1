package org.gatewatch.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Family;
import org.gatewatch.event.Keys;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a credential's day, or its run of days, is worth an alert, and pays for it. 54 % of
 * the budget go to the day's score, 28 % to the e-detector of drift and 8 % to the others; the rest
 * is kept, because tails are heavier than any calibration has seen.
 */
final class Raising {
  private static final double OF_SCORE = -StrictMath.log(0.54);
  private static final double OF_DRIFT = -StrictMath.log(0.28);
  private static final double OF_OTHERS = -StrictMath.log(0.08 / (Cycle.FAMILIES.size() - 1));

  private final JudgeSettings settings;
  private final Roster roster;
  private final Shared shared;
  private final Scoring scoring;
  private final Lifecycle lifecycle;
  private final Dispositions said;
  private final Guard guard;

  Raising(
      JudgeSettings settings,
      Roster roster,
      Shared shared,
      Scoring scoring,
      Lifecycle lifecycle,
      Dispositions said,
      Guard guard) {
    this.settings = settings;
    this.roster = roster;
    this.shared = shared;
    this.scoring = scoring;
    this.lifecycle = lifecycle;
    this.said = said;
    this.guard = guard;
  }

  /** Combines the day so far after a window, and raises or revises. */
  void window(CredentialRow row, Baseline own, Window w, DaySlot slot) {
    double score = scoring.score(slot);
    if ((float) score <= slot.score) {
      return;
    }
    slot.score = (float) score;
    slot.account = scoring.account(slot);
    slot.scoredAt = w.time();
    if (w.start() < settings.raiseFrom()) {
      return;
    }
    raise(row, own, slot, w.close(), surprise(row, slot, w.close()), -1, w);
  }

  /** {@code -ln} of the share of the budget's days that a credential's day claims, by its score. */
  private double surprise(CredentialRow row, DaySlot slot, long now) {
    double counted = counted(row, slot, now);
    return shared.scores.surprise(0, slot.stratum, counted - 2 * shared.budget.drift()) - OF_SCORE;
  }

  private double counted(CredentialRow row, DaySlot slot, long now) {
    Episode open = row.episode;
    return open == null
        ? slot.score
        : scoring.scoreBeyond(open, slot, now, said.isAttack(row.id(), open));
  }

  private record Candidate(DayClose.Entry entry, double surprise, int family) {}

  /** A day's totals are known: drift joins the score, which may raise or revise. */
  void look(List<DayClose.Entry> entries, long now) {
    List<Candidate> candidates = new ArrayList<>();
    for (DayClose.Entry e : entries) {
      if (e.row().baseline != null && !Keys.isAnonymous(e.row().id()) && rises(e.slot(), now)) {
        candidates.add(new Candidate(e, surprise(e.row(), e.slot(), now), -1));
      }
    }
    raise(candidates, now);
  }

  private boolean rises(DaySlot slot, long now) {
    double score = scoring.score(slot);
    if ((float) score <= slot.score) {
      return false;
    }
    slot.score = (float) score;
    slot.account = scoring.account(slot);
    slot.scoredAt = now;
    return true;
  }

  /**
   * A day is settled: drift joins the score, and the e-detectors take the day in.
   *
   * @param now when it is settled, ms: also the time of what is raised, nobody could know before
   */
  void days(List<DayClose.Entry> entries, long now) {
    List<Candidate> candidates = new ArrayList<>();
    for (DayClose.Entry e : entries) {
      CredentialRow row = e.row();
      DaySlot slot = e.slot();
      Episode open = row.episode;
      if (row.baseline == null || Keys.isAnonymous(row.id())) {
        continue;
      }
      rises(slot, now);
      if (open != null && now < open.raisedAt + Scoring.QUARANTINE) {
        if ((slot.day + 1) * DayClose.DAY > open.time) {
          candidates.add(new Candidate(e, surprise(row, slot, now), -1));
        }
        continue;
      }
      if (open != null && !open.adopted) {
        open.adopted = true;
        guard.adoptDays(row, row.baseline, open, now);
      }
      long start = slot.day * DayClose.DAY;
      boolean learns = !said.isAttack(row.id(), start, start + DayClose.DAY);
      row.cycle.day(
          slot.day,
          scoring.families(slot),
          learns,
          (f, peak) -> shared.peaks.add(f, slot.stratum, peak));
      double best = surprise(row, slot, now);
      int family = -1;
      for (Family g : Cycle.FAMILIES) {
        int f = g.ordinal();
        double v =
            shared.peaks.surprise(f, slot.stratum, row.cycle.logM(f) - shared.budget.drift())
                - (g == Family.DRIFT ? OF_DRIFT : OF_OTHERS);
        if (v > best && slot.clues[f] != null && row.cycle.days(f) > 1) {
          best = v;
          family = f;
        }
      }
      slot.scoredAt = family < 0 ? slot.scoredAt : now;
      candidates.add(new Candidate(e, best, family));
    }
    raise(candidates, now);
  }

  /** The rarest first, as far as the budget goes. */
  private void raise(List<Candidate> candidates, long now) {
    candidates.sort(
        Comparator.comparingDouble((Candidate c) -> -c.surprise)
            .thenComparing(c -> c.entry.row().id()));
    for (Candidate c : candidates) {
      Baseline own = c.entry.row().baseline;
      if (own != null && (c.entry.slot().day + 1) * DayClose.DAY > settings.raiseFrom()) {
        raise(c.entry.row(), own, c.entry.slot(), now, c.surprise, c.family, null);
      }
    }
  }

  private void raise(
      CredentialRow row,
      Baseline own,
      DaySlot slot,
      long now,
      double surprise,
      int family,
      @Nullable Window w) {
    Episode open = row.episode;
    double needed = -StrictMath.log(shared.budget.share(settings));
    Budget budget = row.isStranger(roster) ? shared.guesses : shared.budget;
    Episode e = surprise < needed ? null : episode(row, own, slot, now, family, (float) surprise);
    Finding found =
        e == null || said.hidesNothing(row.id())
            ? null
            : lifecycle.finding(e, row, true, Change.OPENED);
    boolean excused = DayClose.ruled(row, now) || (found != null && said.excuses(found));
    boolean hidden = found != null && said.hides(found);
    if (surprise < needed || !(hidden || budget.take(settings, now, surprise, !excused))) {
      if (open != null && now < open.raisedAt + Scoring.QUARANTINE) {
        revise(open, row, slot, w);
      }
      return;
    }
    if (e == null) {
      return;
    }
    e.decision = decision(row, slot, now, surprise, family, budget.left());
    if (family >= 0 && row.cycle.isClean(family)) {
      shared.peaks.add(
          family,
          slot.stratum,
          Math.min(
              row.cycle.logM(family), shared.peaks.level(family, slot.stratum, needed + OF_DRIFT)));
    }
    row.cycle.reset();
    if (open != null) {
      lifecycle.followed(open, row, e);
    }
    row.episode = e;
    slot.alerted = true;
    lifecycle.opened(e, row, w);
  }

  /** What an alert would tell, or null when nothing of it was put into words. */
  private @Nullable Episode episode(
      CredentialRow row, Baseline own, DaySlot slot, long now, int family, float surprise) {
    Episode e = scoring.episode(row, own, slot, now, scoring.threshold(slot.stratum));
    if (e != null && family >= 0) {
      e.logM = (float) row.cycle.logM(family);
      e.cycleFamily = (byte) family;
      e.cycleDays = (byte) row.cycle.days(family);
      e.surprise = surprise;
    }
    return e;
  }

  /** What {@link #raise} has just decided. */
  private Decision decision(
      CredentialRow row, DaySlot slot, long now, double surprise, int family, double left) {
    double score = family < 0 ? counted(row, slot, now) : row.cycle.logM(family);
    double shift = (family < 0 ? 2 : 1) * shared.budget.drift();
    Family by = family < 0 ? null : Family.values()[family];
    int adding = family < 0 ? Family.DRIFT.ordinal() : family;
    return new Decision(
        by,
        by == null ? 0 : row.cycle.days(family),
        row.cycle.days(adding) > 0 ? row.cycle.since(adding) : slot.day,
        score,
        shift,
        by == null
            ? shared.scores.blend(0, slot.stratum, score - shift)
            : shared.peaks.blend(family, slot.stratum, score - shift),
        by == null ? OF_SCORE : by == Family.DRIFT ? OF_DRIFT : OF_OTHERS,
        shared.budget.share(settings),
        shared.budget.cost(settings, surprise),
        left);
  }

  private void revise(Episode e, CredentialRow row, DaySlot slot, @Nullable Window w) {
    slot.alerted = true;
    Lifecycle.Mark mark = new Lifecycle.Mark(e);
    if (!scoring.fill(e, slot)) {
      return;
    }
    if (slot.score > e.score) {
      scoring.tell(e, slot);
      e.surprise =
          (float) Math.max(e.surprise, shared.scores.surprise(0, slot.stratum, slot.score));
    }
    e.revision++;
    e.modified = Math.max(e.modified, w == null ? slot.scoredAt : w.time());
    lifecycle.grown(e, mark, row, w);
  }
}
