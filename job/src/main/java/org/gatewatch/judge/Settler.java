package org.gatewatch.judge;

import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Clue;
import org.gatewatch.detect.Context;
import org.gatewatch.detect.Family;
import org.gatewatch.detect.Signal;
import org.gatewatch.detect.Signals;
import org.gatewatch.detect.Working;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.stat.Blend;

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
  private static final int[] FAMILY =
      SIGNALS.stream().mapToInt(signal -> signal.family().ordinal()).toArray();

  private final Roster roster;
  private final Shared shared;
  private final Raising raising;
  private final Lifecycle lifecycle;
  private final Dispositions said;
  private final Journal journal;

  Settler(
      Roster roster,
      Shared shared,
      Raising raising,
      Lifecycle lifecycle,
      Dispositions said,
      Journal journal) {
    this.roster = roster;
    this.shared = shared;
    this.raising = raising;
    this.lifecycle = lifecycle;
    this.said = said;
    this.journal = journal;
  }

  /**
   * Settles one window. What a pane says is said at once and kept by nobody but the finding it
   * makes: the day's surprises are those of whole hours.
   *
   * @return whether it may train the baseline
   */
  boolean settle(
      CredentialRow row, Baseline own, Window w, Context c, double[] raw, double[] honest, int at) {
    boolean anonymous = Keys.isAnonymous(row.id());
    boolean stranger = row.isStranger(roster);
    Credential declared = declared(row.id());
    int stratum = Stratum.of(declared.kind(), own, w.start());
    DaySlot settled = slot(row, w, stranger);
    settled.stratum = (byte) stratum;
    DaySlot slot = w.early() ? settled.copy() : settled;
    if (w.source() == LogSource.GATEWAY && !w.early()) {
      settled.totals.add(w);
    }
    if (!w.early() && !anonymous && w.matches() == null) {
      settled.hours.add(SettledHour.of(own, w, c));
    }
    double[] best = new double[Family.COUNT];
    int[] tested = new int[Family.COUNT];
    int[] which = new int[Family.COUNT];
    boolean counts = !stranger && !w.early() && !said.isAttack(row.id(), w.start(), w.end());
    for (int s : Signals.concerning(w)) {
      double v = raw[at + s];
      if (Double.isNaN(v)) {
        continue;
      }
      int f = FAMILY[s];
      tested[f]++;
      int score = w.source() == LogSource.VENDOR ? s + SIGNALS.size() : s;
      double calibrated = honest[at + s];
      if (calibrated > best[f]) {
        best[f] = calibrated;
        which[f] = s;
      }
      if (counts && !(calibrated >= SUSPICIOUS && quarantined(row, w))) {
        shared.signals.add(score, stratum, v);
        journal.tested(shared.indexOf(slot.day), s, calibrated);
      }
    }
    boolean stronger = false;
    boolean suspicious = false;
    for (int f = 0; f < Family.COUNT; f++) {
      if (best[f] <= 0) {
        continue; // no surprise, however many were tested
      }
      double v = tested[f] > 1 ? best[f] - StrictMath.log(tested[f]) : best[f];
      suspicious |= v >= SUSPICIOUS;
      if (!stranger && w.early() && v >= Crowd.RARE && shared.crowd.joins(f, w.start(), row.id())) {
        continue;
      }
      if ((float) v > slot.surprises[f]) {
        slot.surprises[f] = (float) v;
        stronger = true;
        if (v >= KEEP_CLUE) {
          int s = which[f];
          slot.clues[f] = clue(own, w, c, s, stratum, raw[at + s], honest[at + s], tested[f]);
        }
      }
    }
    if (stronger) {
      raising.window(row, own, w, slot);
      settled.alerted |= slot.alerted;
    }
    if (!w.early()) {
      lifecycle.over(row, slot, w, c, suspicious);
    }
    return !(suspicious && quarantined(row, w));
  }

  /** What stands behind a family's surprise: the signal that tells most, and how it was made. */
  private Clue clue(
      Baseline own,
      Window w,
      Context c,
      int s,
      int stratum,
      double raw,
      double honest,
      int tested) {
    Signal signal = SIGNALS.get(s);
    Blend blend = blend(w, s, stratum, raw);
    return signal
        .explain(own, w, c)
        .with(
            new Working(
                w.start(),
                w.early(),
                Stratum.name(stratum),
                signal.terms(own, w, c),
                blend,
                blend.surprise() / honest,
                tested));
  }

  private static boolean quarantined(CredentialRow row, Window w) {
    Episode e = row.episode;
    return e != null && w.close() < e.raisedAt + Scoring.QUARANTINE;
  }

  /** Layer 1 for all windows of one hour: calibrated surprises, less what they have in common. */
  double[] calibrate(
      CredentialRow[] rows, Baseline[] baselines, List<Window> windows, double[] raw) {
    int n = rows.length;
    int signals = SIGNALS.size();
    double[] out = new double[raw.length];
    String[] groups = new String[n];
    int[] strata = new int[n];
    boolean[] strangers = new boolean[n];
    for (int i = 0; i < n; i++) {
      groups[i] = rows[i].group;
      strangers[i] = rows[i].isStranger(roster);
      strata[i] = Stratum.of(declared(rows[i].id()).kind(), baselines[i], windows.get(i).start());
    }
    Common common = new Common(groups);
    double[] values = new double[n];
    // They closed together: of one log source, and all or none of them of matches.
    boolean vendor = windows.get(0).source() == LogSource.VENDOR;
    for (int s : Signals.concerning(windows.get(0))) {
      int score = vendor ? s + signals : s;
      for (int i = 0; i < n; i++) {
        double v = raw[i * signals + s];
        values[i] = Double.isNaN(v) ? v : shared.signals.surprise(score, strata[i], v);
      }
      double[] factors = common.factors(values, strangers);
      for (int i = 0; i < n; i++) {
        out[i * signals + s] = values[i] / factors[i];
      }
    }
    return out;
  }

  /** Layer 1 for one pane, whose peers' hour is not over. */
  double[] calibrate(CredentialRow row, Baseline own, Window w, double[] raw) {
    int stratum = Stratum.of(declared(row.id()).kind(), own, w.start());
    double[] out = new double[raw.length];
    for (int s = 0; s < raw.length; s++) {
      int score = w.source() == LogSource.VENDOR ? s + raw.length : s;
      out[s] = Double.isNaN(raw[s]) ? raw[s] : shared.signals.surprise(score, stratum, raw[s]);
    }
    return out;
  }

  private Blend blend(Window w, int s, int stratum, double v) {
    int score = w.source() == LogSource.VENDOR ? s + SIGNALS.size() : s;
    return shared.signals.blend(score, stratum, v);
  }

  private DaySlot slot(CredentialRow row, Window w, boolean stranger) {
    long day = Math.max(Math.floorDiv(w.start(), DayClose.DAY), shared.settledThrough + 1);
    DaySlot slot = row.slot(day);
    shared.open(day, slot.counted || stranger ? 0 : 1);
    slot.counted |= !stranger;
    return slot;
  }

  private Credential declared(String id) {
    Credential row = roster.find(id);
    return row == null ? Credential.undeclared(id) : row;
  }
}
