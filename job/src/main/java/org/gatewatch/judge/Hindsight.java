package org.gatewatch.judge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;

/**
 * The second pass over a log that is there as a whole: what live monitoring had to let pass because
 * it knew the past alone.
 *
 * <p>The log is cut into blocks of days. For each a new {@link Judge} learns everything outside of
 * it, what came after it first, moved back by whole weeks so that hours and weekdays stay and time
 * only goes on; then the block is judged. So no window is judged by a baseline that knows it or
 * what came later in its block, and what the first pass found beyond doubt is learned by nobody, as
 * if an analyst had called it malicious.
 *
 * <p>Limits: rules, which need no history, and panes are not judged again. Across a change of
 * summer time the moved part is off by an hour on the clock of a zone. Cost: blocks times the first
 * pass's judging, and one baseline a credential at a time.
 */
public final class Hindsight {
  /** Label of a finding of this pass. */
  public static final String TYPE = "hindsight";

  private static final int BLOCKS = 4;

  /**
   * A statistical alert as rare as this is an attack rather than chance; what is less rare is
   * learned, or the tails that calibration counts would end where alerts begin.
   */
  private static final double BEYOND_DOUBT = 3e-4;

  private static final long WEEK = 7 * DayClose.DAY;

  /** What the first pass said within a day is said. */
  private static final long NEAR = DayClose.DAY;

  /** The windows of a log, in the order in which they were judged. */
  public interface Tape {
    /** Close of the first and of the last window, epoch ms; first above last when empty. */
    long firstClose();

    long lastClose();

    /**
     * Plays a part of it.
     *
     * @param from of the first close, inclusive
     * @param to of the last close, exclusive
     * @param later ms that everything is moved by
     */
    void play(long from, long to, long later, Consumer<Window> out) throws IOException;
  }

  private final JudgeSettings settings;
  private final Roster roster;
  private final Controls controls;
  private final List<Finding> forward;

  /**
   * @param settings those of the first pass: it may cost as much again
   * @param controls those of the first pass
   * @param forward what the first pass found, last revisions
   */
  public Hindsight(
      JudgeSettings settings, Roster roster, Controls controls, List<Finding> forward) {
    this.settings = settings;
    this.roster = roster;
    this.controls = controls;
    this.forward = List.copyOf(forward);
  }

  /**
   * Judges the whole tape.
   *
   * @return alerts that the first pass did not raise, by time and uid; none for a log of less than
   *     two days
   */
  public List<Finding> judge(Tape tape) throws IOException {
    long first = Math.floorDiv(tape.firstClose(), DayClose.DAY);
    long days = Math.floorDiv(tape.lastClose(), DayClose.DAY) + 1 - first;
    long blocks = Math.min(BLOCKS, days);
    if (blocks < 2) {
      return List.of();
    }
    long earlier = -WEEK * ((days + 7) / 7);
    Controls known = known(earlier);
    Map<String, Finding> found = new LinkedHashMap<>();
    Shared before = null;
    for (int b = 0; b < blocks; b++) {
      long from = (first + days * b / blocks) * DayClose.DAY;
      long to = (first + days * (b + 1) / blocks) * DayClose.DAY;
      MemoryStore store = new MemoryStore();
      if (before != null) {
        store.shared().follow(before);
      }
      before = store.shared();
      JudgeSettings raising =
          new JudgeSettings(
              settings.per1000(),
              settings.perDay(),
              Math.max(from, settings.raiseFrom()),
              settings.restricted());
      Consumer<Finding> out = f -> found.put(f.uid(), f);
      Together judge =
          new Together(new Judge(raising, roster, known, store, out, audit -> {}, Journal.NONE));
      tape.play(to, Long.MAX_VALUE, earlier, judge);
      judge.flush();
      forgetRests(store);
      tape.play(Long.MIN_VALUE, from, 0, judge);
      judge.flush();
      store.credentials().forEachRemaining(row -> row.cycle.reset());
      tape.play(from, to, 0, judge);
      judge.end();
    }
    List<Finding> out = new ArrayList<>();
    for (Finding f : found.values()) {
      if (f.lane() == Finding.Lane.BEHAVIOUR && f.alert() && !isSaid(f)) {
        out.add(f.inHindsight());
      }
    }
    out.sort(Comparator.comparingLong(Finding::time).thenComparing(Finding::uid));
    return out;
  }

  /** What lies between the moved part and the rest was no rest of anybody. */
  private static void forgetRests(Store store) {
    for (Iterator<CredentialRow> it = store.credentials(); it.hasNext(); ) {
      CredentialRow row = it.next();
      if (row.baseline != null) {
        for (LogSource source : LogSource.values()) {
          row.baseline.habits(source).gaps.forgetLast();
        }
      }
    }
  }

  /** What people said, and what the first pass found beyond doubt, in both places in time. */
  private Controls known(long earlier) {
    List<Verdict> verdicts = new ArrayList<>(controls.verdicts());
    for (Finding f : forward) {
      boolean weighs =
          f.lane() == Finding.Lane.RULE
              ? f.severity().compareTo(Severity.HIGH) >= 0
              : f.pDay() <= BEYOND_DOUBT;
      if (f.alert() && f.disposition() == null && weighs) {
        verdicts.add(
            new Verdict(
                f.uid(),
                f.credential(),
                f.lane(),
                f.analyticId(),
                Verdict.Kind.MALICIOUS,
                f.firstSeen(),
                f.lastSeen(),
                List.of(),
                TYPE,
                "found by the first pass"));
      }
    }
    List<Verdict> both = new ArrayList<>(verdicts);
    for (Verdict v : verdicts) {
      both.add(
          new Verdict(
              v.finding(),
              v.credential(),
              v.lane(),
              v.analytic(),
              v.kind(),
              v.from() + earlier,
              v.to() + earlier,
              v.evidence(),
              v.by(),
              v.reason()));
    }
    return new Controls(both, controls.suppressions(), controls.events());
  }

  private boolean isSaid(Finding f) {
    for (Finding said : forward) {
      if (said.alert()
          && said.credential().equals(f.credential())
          && said.firstSeen() - NEAR <= f.lastSeen()
          && f.firstSeen() <= said.lastSeen() + NEAR) {
        return true;
      }
    }
    return false;
  }

  /** Hands over together what closed together. */
  private static final class Together implements Consumer<Window> {
    private final Judge judge;
    private List<Window> windows = new ArrayList<>();
    private long end = Long.MIN_VALUE;

    Together(Judge judge) {
      this.judge = judge;
    }

    @Override
    public void accept(Window w) {
      if (!windows.isEmpty()) {
        Window last = windows.get(0);
        if (last.close() != w.close() || last.source() != w.source()) {
          flush();
        }
      }
      windows.add(w);
      end = w.close();
    }

    void flush() {
      if (!windows.isEmpty()) {
        Window first = windows.get(0);
        judge.windows(first.close(), first.start(), first.source(), windows);
        windows = new ArrayList<>();
      }
    }

    void end() {
      flush();
      judge.end(end);
    }
  }
}
