package org.gatewatch.pipeline;

import java.util.List;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.gatewatch.baseline.Activity;
import org.gatewatch.baseline.Peers;
import org.gatewatch.baseline.Pivot;
import org.gatewatch.baseline.Taken;
import org.gatewatch.baseline.Window;
import org.gatewatch.cases.UsageBook;
import org.gatewatch.detect.CredentialProfile;
import org.gatewatch.detect.Profiled;
import org.gatewatch.detect.Restricted;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.event.Timeline;
import org.gatewatch.ingest.Binding;
import org.gatewatch.io.Output;
import org.gatewatch.judge.ArrivalLane;
import org.gatewatch.judge.CredentialRow;
import org.gatewatch.judge.Declared;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Journal;
import org.gatewatch.judge.Judge;
import org.gatewatch.judge.JudgeSettings;
import org.gatewatch.judge.SettledDay;
import org.gatewatch.judge.Shared;
import org.gatewatch.judge.Tally;
import org.gatewatch.judge.Turns;
import org.gatewatch.report.BaselineJson;
import org.gatewatch.report.Ledger;
import org.gatewatch.report.PivotJson;

/**
 * JUDGE: waits until the watermark passes a close, puts what closed in order and hands it to the
 * {@link Judge}. Parallelism 1; keyed by credential, so that a credential's row is one state entry,
 * and the order over all credentials is made here.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState and open first
final class JudgeOperator extends AbstractStreamOperator<Output>
    implements OneInputStreamOperator<Profiled, Output> {
  private static final long serialVersionUID = 1;

  /** Windows after which the usages that were asked for are let go: not all are in memory. */
  private static final int SLICE = 1024;

  private final JudgeSettings settings;
  private final Timeline<Declared> declared;
  private final List<Binding> bindings;
  private final long maxLateness;
  private final boolean hindsight;
  private final boolean live;
  private transient Waiting waiting;
  private transient Saved<Activity> activity;
  private transient Saved<Shared> shared;
  private transient Saved<Ledger> ledger;
  private transient Saved<Pivot> pivot;
  private transient Saved<Tally> tally;
  private transient Saved<UsageBook> usage;
  private transient ArrivalLane arrivalLane;
  private transient Judge judge;
  private transient Journal journal;
  private transient int inForce;
  private transient FlinkStore store;
  private transient boolean found;

  /** Whether activity or pivot have changed since the last snapshot. */
  private transient boolean accounted;

  private transient UsageTeller usageTeller;
  private transient JudgeMetrics counted;

  /**
   * @param declared of which at each moment what is in force then counts
   * @param maxLateness the largest lateness bound of all bindings, ms
   * @param hindsight whether windows are handed on for a second pass
   * @param live whether it is told as it goes what a replay tells at its end
   */
  JudgeOperator(
      JudgeSettings settings,
      Timeline<Declared> declared,
      List<Binding> bindings,
      long maxLateness,
      boolean hindsight,
      boolean live) {
    this.hindsight = hindsight;
    this.live = live;
    this.bindings = List.copyOf(bindings);
    this.settings = settings;
    this.declared = declared;
    this.maxLateness = maxLateness;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    OperatorStateStore states = context.getOperatorStateStore();
    waiting = new Waiting(states);
    activity = new Saved<>(states, "activity", Wire.ACTIVITY, new Activity());
    shared = new Saved<>(states, "shared", Wire.SHARED, new Shared());
    ledger = new Saved<>(states, "ledger", Wire.LEDGER, new Ledger(bindings));
    tally = new Saved<>(states, "tally", Wire.TALLY, new Tally());
    usage = new Saved<>(states, "suspects", Wire.SUSPECTS, new UsageBook());
    pivot = new Saved<>(states, "pivot", Wire.PIVOT, new Pivot());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    waiting.write();
    for (Saved<?> one : List.of(shared, ledger, tally, usage)) {
      one.write();
    }
    if (accounted) {
      accounted = false; // these two are large; what was written stays in the state
      activity.write();
      pivot.write();
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    counted = new JudgeMetrics(getMetricGroup().addGroup(Names.METRICS), waiting::drained);
    counted.state(shared.get(), waiting.size());
    store =
        new FlinkStore(
            this.<String>getKeyedStateBackend(),
            this::state,
            shared.get(),
            declared.get(0).roster());
    usage.get().over(store);
    journal =
        new Journal() {
          @Override
          public void tested(long dayOfLog, int signal, double surprise) {
            tally.get().tested(dayOfLog, signal, surprise);
          }

          @Override
          public void settled(SettledDay day) {
            tally.get().settled(day);
            out(Output.day(day));
          }

          @Override
          public void known(CredentialRow row, String group, Peers peers) {
            String line = BaselineJson.line(row, group, peers);
            out(Output.baseline(line));
          }
        };
    usageTeller = new UsageTeller();
    inForce = -1;
    accounted = true;
    found = true; // what was found before a restart may not have been told with its uses
    follow(waiting.drained());
  }

  /** Judges by what is declared at a moment; all that a judge knows of the past is in the store. */
  private void follow(long moment) {
    int now = declared.indexAt(moment);
    if (now != inForce) {
      inForce = now;
      Declared d = declared.get(now);
      store.follow(d.roster());
      JudgeSettings by = settings.with(Restricted.of(d.policy()));
      judge =
          new Judge(
              by, d.roster(), d.controls(), store, this::emit, a -> out(Output.audit(a)), journal);
      arrivalLane = judge.arrivals(this::early);
    }
  }

  private <T> ValueState<T> state(ValueStateDescriptor<T> descriptor) {
    return getRuntimeContext().getState(descriptor);
  }

  private void emit(Finding finding) {
    usage.get().suspect(finding.credential());
    found = true;
    counted.finding(finding);
    out(Output.finding(finding));
  }

  private void early(Finding finding) {
    counted.early();
    out(Output.early(finding));
  }

  private void out(Output what) {
    output.collect(new StreamRecord<>(what));
  }

  @Override
  public void processElement(StreamRecord<Profiled> record) {
    Profiled element = record.getValue();
    RuleHit arrived = element.arrived();
    if (arrived != null) {
      arrivalLane.arrived(arrived);
      store.letGo();
      return;
    }
    waiting.add(element);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long upTo = mark.getTimestamp();
    List<Profiled> due = waiting.due(upTo);
    if (!due.isEmpty()) {
      act(due);
      counted.state(shared.get(), waiting.size());
    }
    arrivalLane.released(upTo);
    if (live && upTo != Long.MAX_VALUE) {
      arrivalLane.silent(upTo);
    }
    store.letGo();
    waiting.drained(upTo);
    long logEnd = waiting.logEnd();
    if (upTo == Long.MAX_VALUE && logEnd != Long.MIN_VALUE) {
      follow(logEnd);
      judge.end(logEnd);
      activity.get().finish(Long.MAX_VALUE, this::tell);
      accounted = true;
      tellCounts();
      tally.get().ended(shared.get());
      out(Output.tally(tally.get()));
      tellUsages(/* all= */ true);
      store.letGo();
      pivot.get().tell((key, use) -> out(Output.pivot(PivotJson.line(key, use))));
    }
    super.processWatermark(mark);
  }

  /** What a replay tells at its end, as it is now: counts, and who was in it with what. */
  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    if (!live) {
      return;
    }
    tellCounts();
    if (found && usageTeller.isTime(usage.get(), waiting.drained())) {
      found = false;
      tellUsages(/* all= */ false);
      store.letGo();
    }
  }

  /** Each count once, whenever it is told. */
  private void tellCounts() {
    out(Output.counts(ledger.get().bytes()));
    ledger.set(new Ledger(bindings));
  }

  private void tellUsages(boolean all) {
    usageTeller.tell(usage.get(), declared.last().roster(), all, this::out);
  }

  private void tell(String credential, long day, long gatewayLines, long vendorLines) {
    out(Output.activity(credential, day, gatewayLines, vendorLines));
  }

  /** Acts moment by moment, however many moments one watermark brings to an end. */
  private void act(List<Profiled> due) {
    for (int from = 0, to; from < due.size(); from = to) {
      to = from + 1;
      while (to < due.size() && due.get(to).time() == due.get(from).time()) {
        to++;
      }
      List<Profiled> together = due.subList(from, to);
      account(together);
      follow(together.get(0).time());
      Turns.take(judge, together);
      store.letGo();
    }
  }

  private void account(List<Profiled> together) {
    long close = together.get(0).time();
    activity.get().finish(close - Window.LENGTH - maxLateness - CredentialProfile.STEP, this::tell);
    accounted = true;
    int n = 0;
    for (Profiled element : together) {
      if (++n % SLICE == 0) {
        store.letGo(); // each usage is asked for once
      }
      Window window = element.window();
      if (window == null || window.matches() != null) {
        continue;
      }
      activity.get().add(window);
      usage.get().add(window);
      pivot.get().add(window);
      if (hindsight) {
        out(Output.window(window));
      }
      for (Taken taken : window.taken()) {
        ledger.get().accepted(taken.binding(), taken.count(), taken.first(), taken.last());
      }
    }
    store.letGo();
  }
}
