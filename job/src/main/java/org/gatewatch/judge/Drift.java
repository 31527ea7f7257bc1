package org.gatewatch.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Peers;
import org.gatewatch.detect.Clue;
import org.gatewatch.detect.DriftSignal;
import org.gatewatch.detect.Family;
import org.gatewatch.detect.Working;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;

/**
 * Whole days against older days, for all credentials of a settled day at once. Strangers are left
 * out: whoever makes up ids has no part in what days are usual.
 */
final class Drift {
  private static final DriftSignal[] SIGNALS = DriftSignal.values();
  private static final double KEEP_CLUE = 3;

  /** Evidence of a climb ({@code ln M}) above which its days teach nothing. */
  private static final double SUSPICIOUS = 1;

  private final Roster roster;
  private final Shared shared;
  private final Dispositions said;
  private final Guard guard;

  Drift(Roster roster, Shared shared, Dispositions said, Guard guard) {
    this.roster = roster;
    this.shared = shared;
    this.said = said;
    this.guard = guard;
  }

  /**
   * Puts the surprise of each day into its slot.
   *
   * @param learn whether calibration takes the days in: once a day
   */
  void judge(long day, List<DayClose.Entry> entries, boolean learn) {
    Map<String, double[]> groups = residuals(day, entries);
    int n = entries.size();
    double[] best = new double[n];
    int[] which = new int[n];
    int[] tested = new int[n];
    String[] names = new String[n];
    double[][] raw = new double[SIGNALS.length][n];
    double[][] by = new double[SIGNALS.length][];
    for (int i = 0; i < n; i++) {
      names[i] = entries.get(i).row().group;
    }
    Common common = new Common(names);
    for (DriftSignal s : SIGNALS) {
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        DayClose.Entry e = entries.get(i);
        Baseline own = e.row().baseline;
        values[i] = Double.NaN;
        if (own == null || e.row().isStranger(roster) || e.slot().totals.requests() == 0) {
          continue;
        }
        double explained = explained(s, e, groups.get(names[i]), day);
        double v = s.surprise(own, shared.group(names[i]), e.slot().totals, day, explained);
        raw[s.ordinal()][i] = v;
        if (!Double.isNaN(v)) {
          values[i] = shared.daily.surprise(s.ordinal(), e.slot().stratum, v);
          if (learn && !said.isAttack(e.row().id(), day * DayClose.DAY, (day + 1) * DayClose.DAY)) {
            shared.daily.add(s.ordinal(), e.slot().stratum, v);
          }
        }
      }
      double[] factors = common.factors(values);
      by[s.ordinal()] = factors;
      for (int i = 0; i < n; i++) {
        if (!Double.isNaN(values[i])) {
          tested[i]++;
          if (values[i] / factors[i] > best[i]) {
            best[i] = values[i] / factors[i];
            which[i] = s.ordinal();
          }
        }
      }
    }
    int f = Family.DRIFT.ordinal();
    for (int i = 0; i < n; i++) {
      double v = tested[i] > 1 ? best[i] - StrictMath.log(tested[i]) : best[i];
      DayClose.Entry e = entries.get(i);
      Baseline own = e.row().baseline;
      if (v > 0 && own != null) {
        e.slot().surprises[f] = (float) v;
        if (v >= KEEP_CLUE) {
          DriftSignal s = SIGNALS[which[i]];
          double explained = explained(s, e, groups.get(names[i]), day);
          Peers peers = shared.group(names[i]);
          Clue clue = s.explain(own, peers, e.slot().totals, day, explained);
          if (clue != null) {
            clue =
                clue.with(
                    new Working(
                        day * DayClose.DAY,
                        false,
                        Stratum.name(e.slot().stratum),
                        s.terms(own, peers, e.slot().totals, day, explained),
                        shared.daily.blend(which[i], e.slot().stratum, raw[which[i]][i]),
                        by[which[i]][i],
                        tested[i]));
          }
          e.slot().clues[f] = clue;
        }
      }
    }
  }

  /** What of a day the group's day or an announced launch explains, in ln, at least 0. */
  private double explained(DriftSignal s, DayClose.Entry e, double @Nullable [] group, long day) {
    double peers = group == null ? 0 : group[s.ordinal()];
    return s == DriftSignal.TOKENS
        ? peers
        : Math.max(peers, StrictMath.log(guard.announcedVolume(e.row(), day)));
  }

  /** By group and signal, the median of what days exceed theirs by, at least 0. */
  private Map<String, double[]> residuals(long day, List<DayClose.Entry> entries) {
    TreeMap<String, List<double[]>> members = new TreeMap<>();
    for (DayClose.Entry e : entries) {
      Baseline own = e.row().baseline;
      if (own == null || e.row().isStranger(roster)) {
        continue;
      }
      double[] r = new double[SIGNALS.length];
      for (DriftSignal s : SIGNALS) {
        r[s.ordinal()] = s.residual(own, e.slot().totals, day);
      }
      members.computeIfAbsent(e.row().group, g -> new ArrayList<>()).add(r);
    }
    TreeMap<String, double[]> out = new TreeMap<>();
    members.forEach(
        (group, rows) -> {
          double[] medians = new double[SIGNALS.length];
          for (int i = 0; i < medians.length; i++) {
            int at = i;
            double[] known =
                rows.stream().mapToDouble(r -> r[at]).filter(x -> !Double.isNaN(x)).toArray();
            medians[i] = Judge.surge(Arrays.copyOf(known, known.length));
          }
          out.put(group, medians);
        });
    return out;
  }

  /** Learns the settled days, without attacks; what was found to be none is not held back. */
  void learn(long day, List<DayClose.Entry> entries) {
    for (DayClose.Entry e : entries) {
      Baseline own = e.row().baseline;
      String id = e.row().id();
      long start = day * DayClose.DAY;
      long end = start + DayClose.DAY;
      if (own == null
          || e.row().isStranger(roster)
          || e.slot().totals.requests() == 0
          || said.isAttack(id, start, end)) {
        continue;
      }
      Peers peers = shared.group(e.row().group);
      boolean frozen = e.row().cycle.logM(Family.DRIFT.ordinal()) > SUSPICIOUS;
      boolean hold = e.slot().alerted && !said.isCleared(id, start, end);
      own.days.add(day, e.slot().totals, hold, frozen, DriftSignal.learning(own, peers));
    }
  }
}
