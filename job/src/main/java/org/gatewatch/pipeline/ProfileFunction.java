package org.gatewatch.pipeline;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.CredentialProfile;
import org.gatewatch.detect.Profiled;
import org.gatewatch.detect.RuleBook;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.detect.SharedLogins;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Timeline;
import org.gatewatch.io.Output;

/**
 * PROFILE: puts a credential's events in order, drops duplicates, checks the rules and fills the
 * windows. One state object and one pending timer per credential; the state goes when nothing was
 * seen of the credential for {@link CredentialProfile#KEPT}.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState and open first
final class ProfileFunction extends KeyedProcessFunction<String, AccessEvent, Profiled>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1;

  private final Timeline<RuleBook> rules;
  private final long[] lateness;
  private final boolean arrivals;
  private transient ValueState<CredentialProfile> profiles;
  private transient ListState<Long> watermarks;
  private transient long drained;
  private transient Counter late;
  private transient Counter duplicates;

  /**
   * @param rules in force when; an event's release time decides
   * @param lateness the largest lateness bound of each log source, ms, by ordinal
   * @param arrivals whether what rules say of an event is told as it arrives, too
   */
  ProfileFunction(Timeline<RuleBook> rules, long[] lateness, boolean arrivals) {
    this.arrivals = arrivals;
    this.rules = rules;
    this.lateness = lateness.clone();
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    watermarks =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("drained", LongSerializer.INSTANCE));
    drained = Long.MIN_VALUE;
    for (long at : watermarks.get()) {
      drained = Math.max(drained, at);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    watermarks.update(java.util.List.of(drained));
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup(Names.METRICS);
    late = metrics.counter("late");
    duplicates = metrics.counter("duplicates");
    profiles =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("profile", Wire.PROFILE.serializer()));
  }

  @Override
  public void processElement(AccessEvent event, Context ctx, Collector<Profiled> out)
      throws Exception {
    if (event.releaseTime() <= drained && SharedLogins.isCopy(event)) {
      return; // the login itself is told as late
    }
    if (event.releaseTime() <= drained) {
      // The watermark is just behind the front of the slowest file; there is none yet after a
      // restart.
      long front = Math.max(drained, ctx.timerService().currentWatermark()) + 1;
      late.inc();
      ctx.output(Pipeline.ACCOUNTS, Output.late(event, front - event.eventTime()));
      return;
    }
    CredentialProfile profile = profiles.value();
    if (profile == null) {
      profile = new CredentialProfile();
    }
    long before = profile.wake();
    if (profile.add(event, rules, lateness) && arrivals) {
      profile.arrived(
          event, rules.at(event.releaseTime()), hit -> out.collect(Profiled.arrived(hit)));
    }
    profiles.update(profile);
    if (profile.wake() < before) {
      if (before != Long.MAX_VALUE) {
        ctx.timerService().deleteEventTimeTimer(before);
      }
      ctx.timerService().registerEventTimeTimer(profile.wake());
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext ctx, Collector<Profiled> out) throws Exception {
    CredentialProfile profile = profiles.value();
    if (profile == null) {
      return;
    }
    profile.drain(
        time,
        rules,
        lateness,
        new CredentialProfile.Out() {
          @Override
          public void window(Window window) {
            out.collect(Profiled.of(window));
          }

          @Override
          public void pane(Window pane) {
            out.collect(Profiled.of(pane));
          }

          @Override
          public void hit(RuleHit hit) {
            out.collect(Profiled.of(hit));
          }

          @Override
          public void duplicate(AccessEvent event) {
            duplicates.inc();
            ctx.output(Pipeline.ACCOUNTS, Output.duplicate(event.binding()));
          }

          @Override
          public void idReuse(AccessEvent event) {
            ctx.output(Pipeline.ACCOUNTS, Output.idReuse(event.binding()));
          }
        });
    if (profile.isEmpty()) {
      profiles.clear();
      return;
    }
    profiles.update(profile);
    ctx.timerService().registerEventTimeTimer(profile.wake());
  }

  /**
   * Everything released at or before the last full minute of the watermark has been acted on.
   *
   * @param watermark ms
   */
  void advance(long watermark) {
    long step = Math.floorDiv(watermark, CredentialProfile.STEP) * CredentialProfile.STEP;
    drained = Math.max(drained, step);
  }
}
