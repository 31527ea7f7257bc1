package org.gatewatch.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Peers;
import org.gatewatch.baseline.Rates;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Context;
import org.gatewatch.detect.LevelSignal;
import org.gatewatch.detect.RequestsSignal;
import org.gatewatch.detect.Restricted;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.detect.Signal;
import org.gatewatch.detect.Signals;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;

/**
 * Judges windows on the state before them, then learns from them. Single-threaded and
 * deterministic: findings are a function of the calls and the store.
 *
 * <p>Three steps, apart: <em>context</em> (what the group did in this very hour), <em>score</em>
 * (one row, its window and the context give a raw surprise per signal), <em>settle</em> (calibrate,
 * combine, pay from the budget); learning comes after all windows of the call are settled.
 */
public final class Judge {
  private static final List<Signal> SIGNALS = Signals.all();
  private static final int LEAST_GROUP = 5;
  private static final double NEWCOMER_DAYS = 10;

  private final Roster roster;
  private final Store store;
  private final Settler settler;
  private final DayClose days;
  private final RuleLane rules;
  private final Dispositions said;
  private final Vouchers vouchers;
  private final Guard guard;
  private final TwoLogs logs;
  private final Silences silences;
  private final Restricted restricted;
  private final Journal journal;

  /**
   * @param out where findings go, revisions under the same uid; called in a reproducible order
   */
  public Judge(JudgeSettings settings, Roster roster, Store store, Consumer<Finding> out) {
    this(settings, roster, Controls.NONE, store, out, audit -> {}, Journal.NONE);
  }

  /**
   * As above.
   *
   * @param audits where is told what became normal without plain learning; as {@code out}
   * @param journal is told of every test and every settled day
   */
  public Judge(
      JudgeSettings settings,
      Roster roster,
      Controls controls,
      Store store,
      Consumer<Finding> out,
      Consumer<Audit> audits,
      Journal journal) {
    this.roster = roster;
    this.store = store;
    Scoring scoring = new Scoring(settings, store.shared());
    this.said = new Dispositions(controls, out);
    this.guard = new Guard(said, new Declarations(controls.events()), roster, store, audits);
    Lifecycle lifecycle = new Lifecycle(store.shared(), scoring, roster, said);
    Raising raising =
        new Raising(settings, roster, store.shared(), scoring, lifecycle, said, guard);
    this.settler = new Settler(roster, store.shared(), raising, lifecycle, said, journal);
    this.rules = new RuleLane(settings, roster, store, said::tell);
    this.days =
        new DayClose(
            settings,
            roster,
            store,
            scoring,
            raising,
            new Drift(roster, store.shared(), said, guard),
            lifecycle,
            rules,
            said,
            journal);
    this.vouchers = new Vouchers(store);
    this.logs = new TwoLogs(store.shared().everyone.feeds());
    this.silences = new Silences(settings.logs(), rules, store);
    this.journal = journal;
    this.restricted = settings.restricted();
  }

  /**
   * Judges and learns all windows of one start and log source that closed together. Calls come in
   * (close, source) order.
   *
   * @param close release time at which they closed, ms
   * @param start start of their hour, ms
   * @param windows sorted by credential, one each
   */
  public void windows(long close, long start, LogSource source, List<Window> windows) {
    days.advance(close);
    int n = windows.size();
    CredentialRow[] rows = new CredentialRow[n];
    Baseline[] baselines = new Baseline[n];
    for (int i = 0; i < n; i++) {
      Window w = windows.get(i);
      rows[i] = row(w.credential());
      baselines[i] = baseline(rows[i], w);
    }
    vouchers.hour(windows);
    logs.hour(windows);
    Context[] contexts = contexts(rows, baselines, windows);
    Context[] announced = new Context[n];
    double[] raw = new double[n * SIGNALS.size()];
    for (int i = 0; i < n; i++) {
      announced[i] = guard.announced(rows[i], baselines[i], windows.get(i), contexts[i]);
      score(baselines[i], windows.get(i), announced[i], raw, i * SIGNALS.size());
      guard.usual(rows[i], windows.get(i), raw, i * SIGNALS.size());
    }
    double[] honest = settler.calibrate(rows, baselines, windows, raw);
    boolean[] train = new boolean[n];
    for (int i = 0; i < n; i++) {
      train[i] =
          settler.settle(
              rows[i], baselines[i], windows.get(i), announced[i], raw, honest, i * SIGNALS.size());
    }
    for (int i = 0; i < n; i++) {
      for (RuleHit hit : logs.hits(baselines[i], windows.get(i), contexts[i])) {
        rules.hit(hit, rows[i]);
      }
      boolean trains = guard.trains(rows[i], baselines[i], windows.get(i), contexts[i], train[i]);
      learn(rows[i], baselines[i], windows.get(i), contexts[i], trains);
      RuleHit grown = guard.grown(rows[i], baselines[i], windows.get(i));
      if (grown != null) {
        rules.hit(grown, rows[i]);
      }
      logs.learn(windows.get(i), trains);
    }
    for (RuleHit silent : logs.over(windows)) {
      if (!silences.covers(silent)) {
        rules.hit(silent, row(silent.credential()));
      }
    }
    silences.hour(close, start, windows);
  }

  /**
   * Judges an hour so far, on the state as it is and by the signals that allow it. Nothing is
   * learned from it. Its peers' surge is not known before the hour is over: that of their last hour
   * stands in for it, and the close corrects what was said.
   *
   * @param w a pane; calls come in release order, behind the rules and before the windows
   */
  public void pane(Window w) {
    days.advance(w.close());
    CredentialRow row = store.credential(w.credential());
    if (row == null || row.baseline == null) {
      return;
    }
    Baseline own = baseline(row, w);
    double surge = store.shared().surges.requests(row.group, w.start());
    Peers peers = store.shared().group(row.group);
    Context c =
        guard.announced(row, own, w, new Context(row.group, peers, vouchers, surge, 0, restricted));
    double[] raw = new double[SIGNALS.size()];
    score(own, w, c, raw, 0);
    guard.usual(row, w, raw, 0);
    settler.settle(row, own, w, c, raw, settler.calibrate(row, own, w, raw), 0);
    store.put(row);
  }

  /** Takes in what a rule saw; hits come in (release, rule, credential) order. */
  public void rule(RuleHit hit) {
    days.advance(hit.release());
    RuleHit bounded = rules.crowds.bounded(hit);
    rules.hit(bounded, row(bounded.credential()));
  }

  /**
   * Tells what rules see on arrival, beside this judge and without touching what it learns.
   *
   * @param out where findings go before their time; never where this judge's go
   */
  public ArrivalLane arrivals(Consumer<Finding> out) {
    return new ArrivalLane(rules, silences, said, store, out);
  }

  /**
   * The log ends: open days are closed as they are, and nothing later is evaluated.
   *
   * @param logEnd release time of the end, ms
   */
  public void end(long logEnd) {
    days.advance(logEnd);
    days.finish(logEnd);
    TreeMap<String, CredentialRow> known = new TreeMap<>();
    for (var it = store.credentials(); it.hasNext(); ) {
      CredentialRow row = it.next();
      if (row.told && row.baseline != null) {
        known.put(row.id(), row);
      }
    }
    known.values().forEach(row -> journal.known(row, row.group, store.shared().group(row.group)));
  }

  private CredentialRow row(String id) {
    CredentialRow row = store.credential(id);
    if (row == null) {
      Credential declared = roster.find(id);
      String group =
          declared == null
              ? (Keys.isAnonymous(id) ? "anonymous" : "undeclared")
              : declared.peerGroup() == null ? "kind:" + declared.kind() : declared.peerGroup();
      row = new CredentialRow(id, group);
      store.put(row);
    }
    return row;
  }

  private Baseline baseline(CredentialRow row, Window w) {
    Peers peers = store.shared().group(row.group);
    Baseline own = row.baseline;
    if (own == null) {
      Baseline replaced = guard.seeded(row, w);
      own = replaced == null ? new Baseline(w.start()) : replaced;
      row.baseline = own;
      peers.join();
    }
    row.accepted |= w.succeeded() > 0;
    own.clock.follow(roster.find(row.id()), roster.holidays());
    if (w.matches() == null) {
      own.roll(w, peers);
    }
    return own;
  }

  /** Step 1: the surge of each group in these windows, from the windows themselves. */
  private Context[] contexts(CredentialRow[] rows, Baseline[] baselines, List<Window> windows) {
    TreeMap<String, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < rows.length; i++) {
      members.computeIfAbsent(rows[i].group, g -> new ArrayList<>()).add(i);
    }
    Context[] out = new Context[rows.length];
    for (var entry : members.entrySet()) {
      String group = entry.getKey();
      Context c = new Context(group, store.shared().group(group), vouchers, 1, 0, restricted);
      double[] requests = new double[entry.getValue().size()];
      double[] tokens = new double[requests.length];
      int r = 0;
      int t = 0;
      for (int i : entry.getValue()) {
        if (rows[i].isStranger(roster) && !Keys.isAnonymous(rows[i].id())) {
          continue; // ids that anybody may make up say nothing of those who are in the same group
        }
        Window w = windows.get(i);
        if (w.source() == LogSource.GATEWAY && baselines[i].volume.windows() >= 2) {
          double mu = RequestsSignal.expected(baselines[i], w.start(), c);
          requests[r++] = StrictMath.log((w.events() + 0.5) / (mu + 0.5));
        }
        double d = LevelSignal.TOKENS.deviation(baselines[i], w, c);
        if (!Double.isNaN(d)) {
          tokens[t++] = d;
        }
      }
      Context surged =
          new Context(
              c.group(),
              c.peers(),
              vouchers,
              StrictMath.exp(surge(Arrays.copyOf(requests, r))),
              surge(Arrays.copyOf(tokens, t)),
              restricted);
      if (r > 0) {
        store.shared().surges.learn(group, windows.get(0).start(), surged.requestSurge());
      }
      for (int i : entry.getValue()) {
        out[i] = surged;
      }
    }
    return out;
  }

  /**
   * {@code max(0, median * N/(N+5))} of what the members' logarithms exceed expectation by, 0 for
   * fewer than five: never below 0, so that a quiet group makes nothing look high.
   */
  static double surge(double[] excess) {
    int n = excess.length;
    if (n < LEAST_GROUP) {
      return 0;
    }
    Arrays.sort(excess);
    double median = (excess[(n - 1) / 2] + excess[n / 2]) / 2;
    return Math.max(0, median * n / (n + 5.0));
  }

  /** Step 2: raw surprises of one window; NaN where not tested. */
  private static void score(Baseline own, Window w, Context c, double[] raw, int at) {
    Arrays.fill(raw, at, at + SIGNALS.size(), Double.NaN);
    boolean anonymous = Keys.isAnonymous(w.credential());
    for (int s : Signals.concerning(w)) {
      Signal signal = SIGNALS.get(s);
      if ((!anonymous || signal.anonymous()) && (!w.early() || signal.early())) {
        raw[at + s] = signal.surprise(own, w, c);
      }
    }
  }

  private void learn(CredentialRow row, Baseline own, Window w, Context c, boolean train) {
    if (train) {
      if (w.succeeded() > 0 && !Keys.isAnonymous(row.id())) {
        vouchers.learn(row, own, w, c);
      }
      double weight = own.ageDays(w.start()) < NEWCOMER_DAYS ? Rates.NEWCOMER : 1;
      for (int s : Signals.concerning(w)) {
        SIGNALS.get(s).learn(own, w, c, weight);
      }
      own.trim();
    }
    if (w.matches() == null) {
      own.count(w);
    } else {
      logs.count(own, w);
    }
    store.put(row);
  }
}
