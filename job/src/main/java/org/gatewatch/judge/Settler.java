package org.gatewatch.judge;

import java.util.List;
import java.util.function.Consumer;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Context;
import org.gatewatch.detect.Family;
import org.gatewatch.detect.Signal;
import org.gatewatch.detect.Signals;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Keys;
import org.gatewatch.event.Roster;

/**
 * Step 3: from raw surprises to findings. Signals are calibrated by window (layer 1), a family's
 * worst window of the day by credential-day (layer 2), the weighted truncated product {@code S =
 * sum w_f max(0, -2 ln(p_f/0.05))} by credential-day (layer 3). Alerts are paid for by the budget;
 * what it does not pay for is ranked in the digest when the day is settled.
 */
final class Settler {
  private static final double KEEP_CLUE = 3;
  private static final double SUSPICIOUS = 4.605170185988091; // -ln 0.01
  private static final List<Signal> SIGNALS = Signals.all();

  private final JudgeSettings settings;
  private final Roster roster;
  private final Shared shared;
  private final Scoring scoring;
  private final Consumer<Finding> out;

  Settler(
      JudgeSettings settings,
      Roster roster,
      Shared shared,
      Scoring scoring,
      Consumer<Finding> out) {
    this.settings = settings;
    this.roster = roster;
    this.shared = shared;
    this.scoring = scoring;
    this.out = out;
  }

  /**
   * Settles one window.
   *
   * @return whether it may train the baseline
   */
  boolean settle(CredentialRow row, Baseline own, Window w, Context c, double[] raw, int at) {
    boolean anonymous = Keys.isAnonymous(row.id());
    Credential declared = declared(row.id());
    int stratum = Stratum.of(declared.kind(), own, w.start());
    DaySlot slot = slot(row, w, anonymous);
    slot.stratum = (byte) stratum;
    double[] best = new double[Family.COUNT];
    int[] tested = new int[Family.COUNT];
    int[] which = new int[Family.COUNT];
    for (int s = 0; s < SIGNALS.size(); s++) {
      double v = raw[at + s];
      if (Double.isNaN(v)) {
        continue;
      }
      int f = SIGNALS.get(s).family().ordinal();
      tested[f]++;
      double calibrated = shared.signals.surprise(s, stratum, v);
      if (calibrated > best[f]) {
        best[f] = calibrated;
        which[f] = s;
      }
      if (!anonymous) {
        shared.signals.add(s, stratum, v);
      }
    }
    boolean stronger = false;
    boolean suspicious = false;
    for (int f = 0; f < Family.COUNT; f++) {
      double v = tested[f] > 1 ? best[f] - StrictMath.log(tested[f]) : best[f];
      suspicious |= v >= SUSPICIOUS;
      if ((float) v > slot.surprises[f]) {
        slot.surprises[f] = (float) v;
        stronger = true;
        if (v >= KEEP_CLUE) {
          slot.clues[f] = SIGNALS.get(which[f]).explain(own, w, c);
        }
      }
    }
    if (stronger) {
      judge(row, own, w, slot, stratum);
    }
    Episode e = row.episode;
    return !(suspicious && e != null && w.close() < e.raisedAt + Scoring.QUARANTINE);
  }

  private DaySlot slot(CredentialRow row, Window w, boolean anonymous) {
    long day = Math.max(Math.floorDiv(w.start(), DayClose.DAY), shared.settledThrough + 1);
    int before = row.days.size();
    DaySlot slot = row.slot(day);
    shared.open(day, row.days.size() > before && !anonymous ? 1 : 0);
    return slot;
  }

  /** Combines the day so far, and raises or revises. */
  private void judge(CredentialRow row, Baseline own, Window w, DaySlot slot, int stratum) {
    double score = scoring.score(slot);
    if ((float) score <= slot.score) {
      return;
    }
    slot.score = (float) score;
    slot.scoredAt = w.end();
    if (shared.indexOf(slot.day) < DayClose.RAISE_FROM || w.start() < settings.raiseFrom()) {
      return;
    }
    Episode open = row.episode;
    double counted = open == null ? score : scoring.scoreBeyond(open, slot, w.close());
    double needed = -StrictMath.log(shared.budget.share(settings));
    double drift = 2 * shared.budget.drift();
    double surprise = shared.scores.surprise(0, stratum, counted - drift);
    if (surprise < needed || !shared.budget.take(settings, w.close(), surprise)) {
      if (open != null && w.close() < open.raisedAt + Scoring.QUARANTINE) {
        revise(open, row, slot, w.end());
      }
      return;
    }
    Episode e = scoring.episode(row, own, slot, w.close(), scoring.threshold(stratum));
    if (e == null) {
      return;
    }
    row.episode = e;
    slot.alerted = true;
    if (!DayClose.ruled(row, w.start())) {
      shared.raised.merge(slot.day, 1, Integer::sum);
    }
    out.accept(BehaviourFindings.finding(e, row, declared(row.id()), true));
  }

  private void revise(Episode e, CredentialRow row, DaySlot slot, long time) {
    slot.alerted = true;
    if (!scoring.fill(e, slot)) {
      return;
    }
    if (slot.score > e.score) {
      e.score = slot.score;
      e.surprise =
          (float) Math.max(e.surprise, shared.scores.surprise(0, slot.stratum, slot.score));
    }
    e.revision++;
    e.modified = Math.max(e.modified, time);
    out.accept(BehaviourFindings.finding(e, row, declared(row.id()), true));
  }

  private Credential declared(String id) {
    Credential row = roster.find(id);
    return row == null ? Credential.undeclared(id) : row;
  }
}
