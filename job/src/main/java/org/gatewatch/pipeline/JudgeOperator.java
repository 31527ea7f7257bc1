package org.gatewatch.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
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
import org.gatewatch.detect.RuleHit;
import org.gatewatch.event.Roster;
import org.gatewatch.ingest.Binding;
import org.gatewatch.io.Output;
import org.gatewatch.judge.ArrivalLane;
import org.gatewatch.judge.Audit;
import org.gatewatch.judge.Controls;
import org.gatewatch.judge.CredentialRow;
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

  private final JudgeSettings settings;
  private final Roster roster;
  private final Controls controls;
  private final List<Binding> bindings;
  private final long maxLateness;
  private final boolean hindsight;
  private final boolean live;
  private transient ArrayList<Profiled> waiting;
  private transient ListState<Profiled> waitingState;
  private transient ListState<Long> positionState;
  private transient ListState<Activity> activityState;
  private transient ListState<Shared> sharedState;
  private transient Shared shared;
  private transient ListState<Ledger> ledgerState;
  private transient Ledger ledger;
  private transient ListState<Pivot> pivotState;
  private transient Pivot pivot;
  private transient ListState<Tally> tallyState;
  private transient Tally tally;
  private transient ListState<UsageBook> usageState;
  private transient UsageBook usage;
  private transient ArrivalLane arrivalLane;
  private transient long drained;
  private transient long lastTime;
  private transient long logEnd;
  private transient Judge judge;
  private transient FlinkStore store;
  private transient Activity activity;
  private transient boolean found;
  private transient JudgeMetrics counted;

  /**
   * @param maxLateness the largest lateness bound of all bindings, ms
   * @param hindsight whether windows are handed on for a second pass
   * @param live whether it is told as it goes what a replay tells at its end
   */
  JudgeOperator(
      JudgeSettings settings,
      Roster roster,
      Controls controls,
      List<Binding> bindings,
      long maxLateness,
      boolean hindsight,
      boolean live) {
    this.hindsight = hindsight;
    this.live = live;
    this.bindings = List.copyOf(bindings);
    this.settings = settings;
    this.roster = roster;
    this.controls = controls;
    this.maxLateness = maxLateness;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    OperatorStateStore states = context.getOperatorStateStore();
    waitingState = states.getListState(of("waiting", Wire.PROFILED));
    positionState =
        states.getListState(new ListStateDescriptor<>("position", LongSerializer.INSTANCE));
    activityState = states.getListState(of("activity", Wire.ACTIVITY));
    sharedState = states.getListState(of("shared", Wire.SHARED));
    ledgerState = states.getListState(of("ledger", Wire.LEDGER));
    tallyState = states.getListState(of("tally", Wire.TALLY));
    usageState = states.getListState(of("usage", Wire.USAGE));
    pivotState = states.getListState(of("pivot", Wire.PIVOT));
    activity = saved(activityState, new Activity());
    shared = saved(sharedState, new Shared());
    ledger = saved(ledgerState, new Ledger(bindings));
    tally = saved(tallyState, new Tally());
    usage = saved(usageState, new UsageBook());
    pivot = saved(pivotState, new Pivot());
    waiting = new ArrayList<>();
    waitingState.get().forEach(waiting::add);
    long[] position = {Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE};
    int i = 0;
    for (long at : positionState.get()) {
      position[i++] = at;
    }
    drained = position[0];
    logEnd = position[1];
    lastTime = position[2];
  }

  private static <T> ListStateDescriptor<T> of(String name, Wire<T> wire) {
    return new ListStateDescriptor<>(name, wire.serializer());
  }

  /** The one object that was saved; otherwise a new one. */
  private static <T> T saved(ListState<T> state, T fresh) throws Exception {
    T out = fresh;
    for (T one : state.get()) {
      out = one;
    }
    return out;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    waitingState.update(waiting);
    ledgerState.update(List.of(ledger));
    tallyState.update(List.of(tally));
    usageState.update(List.of(usage));
    pivotState.update(List.of(pivot));
    sharedState.update(List.of(shared));
    activityState.update(List.of(activity));
    positionState.update(List.of(drained, logEnd, lastTime));
  }

  @Override
  public void open() throws Exception {
    super.open();
    counted = new JudgeMetrics(getMetricGroup().addGroup(Names.METRICS), () -> drained);
    counted.state(shared, waiting.size());
    store = new FlinkStore(this.<String>getKeyedStateBackend(), this::state, shared, roster);
    Journal journal =
        new Journal() {
          @Override
          public void tested(long dayOfLog, int signal, double surprise) {
            tally.tested(dayOfLog, signal, surprise);
          }

          @Override
          public void settled(SettledDay day) {
            tally.settled(day);
            output.collect(new StreamRecord<>(Output.day(day)));
          }

          @Override
          public void known(CredentialRow row, String group, Peers peers) {
            String line = BaselineJson.line(row, group, peers);
            output.collect(new StreamRecord<>(Output.baseline(line)));
          }
        };
    judge = new Judge(settings, roster, controls, store, this::emit, this::emit, journal);
    arrivalLane = judge.arrivals(this::early);
  }

  private <T> ValueState<T> state(ValueStateDescriptor<T> descriptor) {
    return getRuntimeContext().getState(descriptor);
  }

  private void emit(Finding finding) {
    usage.suspect(finding.credential());
    found = true;
    counted.finding(finding);
    output.collect(new StreamRecord<>(Output.finding(finding)));
  }

  private void early(Finding finding) {
    counted.early();
    output.collect(new StreamRecord<>(Output.early(finding)));
  }

  private void emit(Audit audit) {
    output.collect(new StreamRecord<>(Output.audit(audit)));
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
    if (element.time() <= drained) {
      throw new IllegalStateException(
          "a summary of "
              + element.credential()
              + " came behind the judged position: "
              + element.time()
              + " <= "
              + drained);
    }
    waiting.add(element);
    Window window = element.window();
    if (window == null || window.matches() == null) {
      logEnd = Math.max(logEnd, element.time());
    }
    if (window != null) {
      lastTime = Math.max(lastTime, window.lastTime());
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long upTo = mark.getTimestamp();
    ArrayList<Profiled> due = new ArrayList<>();
    ArrayList<Profiled> later = new ArrayList<>();
    for (Profiled element : waiting) {
      (element.time() <= upTo ? due : later).add(element);
    }
    if (!due.isEmpty()) {
      waiting = later;
      due.sort(Profiled.ORDER);
      if (upTo == Long.MAX_VALUE) {
        markPartial(due);
      }
      act(due);
      counted.state(shared, waiting.size());
    }
    arrivalLane.released(upTo);
    if (live && upTo != Long.MAX_VALUE) {
      arrivalLane.silent(upTo);
    }
    store.letGo();
    drained = Math.max(drained, upTo);
    if (upTo == Long.MAX_VALUE && logEnd != Long.MIN_VALUE) {
      judge.end(logEnd);
      store.letGo();
      activity.finish(Long.MAX_VALUE, this::tell);
      output.collect(new StreamRecord<>(Output.counts(ledger.bytes())));
      tally.ended(shared);
      output.collect(new StreamRecord<>(Output.tally(tally)));
      usage.tell(roster, u -> output.collect(new StreamRecord<>(Output.usage(u))));
      pivot.tell(
          (key, use) -> output.collect(new StreamRecord<>(Output.pivot(PivotJson.line(key, use)))));
    }
    super.processWatermark(mark);
  }

  /**
   * The log ended before these windows were due. All last event times are known by now; a window
   * judged earlier was closed by an event later than its close.
   */
  private void markPartial(List<Profiled> due) {
    for (Profiled element : due) {
      Window window = element.window();
      if (window != null && window.close() > lastTime) {
        window.cutShort();
      }
    }
  }

  /** What a replay tells at its end, as it is now: counts, and who was in it with what. */
  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    if (!live) {
      return;
    }
    output.collect(new StreamRecord<>(Output.counts(ledger.bytes())));
    ledger = new Ledger(bindings);
    if (found) {
      found = false;
      usage.tell(roster, u -> output.collect(new StreamRecord<>(Output.usage(u))));
    }
  }

  private void tell(String credential, long day, long gatewayLines, long vendorLines) {
    output.collect(new StreamRecord<>(Output.activity(credential, day, gatewayLines, vendorLines)));
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
      Turns.take(judge, together);
      store.letGo();
    }
  }

  private void account(List<Profiled> together) {
    long close = together.get(0).time();
    activity.finish(close - Window.LENGTH - maxLateness - CredentialProfile.STEP, this::tell);
    for (Profiled element : together) {
      Window window = element.window();
      if (window == null || window.matches() != null) {
        continue;
      }
      activity.add(window);
      usage.add(window);
      pivot.add(window);
      if (hindsight) {
        output.collect(new StreamRecord<>(Output.window(window)));
      }
      for (Taken taken : window.taken()) {
        ledger.accepted(taken.binding(), taken.count(), taken.first(), taken.last());
      }
    }
  }
}
