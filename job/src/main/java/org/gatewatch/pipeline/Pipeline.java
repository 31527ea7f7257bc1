package org.gatewatch.pipeline;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.gatewatch.detect.Profiled;
import org.gatewatch.detect.Restricted;
import org.gatewatch.detect.RuleBook;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.Binding;
import org.gatewatch.io.Element;
import org.gatewatch.io.Output;
import org.gatewatch.judge.JudgeSettings;
import org.gatewatch.settings.Budget;
import org.gatewatch.settings.Settings;

/** The graph: read → PROFILE → JUDGE → outputs. The same for watching and for replaying. */
public final class Pipeline {
  /** Elements of a source. */
  public static final TypeInformation<Element> ELEMENT = Wire.ELEMENT.typeInformation();

  /** What the ledger must know: rejected lines, duplicates, late events, counts. */
  static final OutputTag<Output> ACCOUNTS =
      new OutputTag<>("accounts", Wire.OUTPUT.typeInformation());

  private Pipeline() {}

  /**
   * Builds the graph behind a source.
   *
   * @param read what the source emits; the event timestamps are release times
   * @param hindsight whether the windows are handed on for a second pass
   * @return findings and accounts, for the sinks
   */
  public static DataStream<Output> build(
      DataStream<Element> read, Settings settings, boolean hindsight) {
    SingleOutputStreamOperator<AccessEvent> events =
        read.process(new Route())
            .returns(Wire.EVENT.typeInformation())
            .name("route")
            .uid(Names.ROUTE)
            .setParallelism(read.getParallelism());
    SingleOutputStreamOperator<Profiled> profiled =
        events
            .keyBy(AccessEvent::key, Types.STRING)
            .process(
                new ProfileFunction(
                    new RuleBook(settings.roster(), settings.policy()), lateness(settings)))
            .returns(Wire.PROFILED.typeInformation())
            .name("profile")
            .uid(Names.PROFILE);
    long maxLateness = 0;
    for (long l : lateness(settings)) {
      maxLateness = Math.max(maxLateness, l);
    }
    SingleOutputStreamOperator<Output> judged =
        profiled
            .keyBy(Profiled::credential, Types.STRING)
            .transform(
                "judge",
                Wire.OUTPUT.typeInformation(),
                new JudgeOperator(
                    judge(settings),
                    settings.roster(),
                    settings.controls(),
                    settings.bindings(),
                    maxLateness,
                    hindsight))
            .uid(Names.JUDGE)
            .setParallelism(1)
            .setMaxParallelism(Names.MAX_PARALLELISM);
    return judged.union(events.getSideOutput(ACCOUNTS), profiled.getSideOutput(ACCOUNTS));
  }

  /** What the configuration says to judging. */
  public static JudgeSettings judge(Settings settings) {
    Budget budget = settings.budget();
    boolean daily = budget.per() == Budget.Per.DAY;
    Long raiseFrom = settings.raiseFrom();
    return new JudgeSettings(
        daily ? Double.NaN : budget.alerts(),
        daily ? budget.alerts() : Double.NaN,
        raiseFrom == null ? Long.MIN_VALUE : raiseFrom,
        Restricted.of(settings.policy()));
  }

  /** The largest lateness bound of each log source, ms, by ordinal: when its windows close. */
  static long[] lateness(Settings settings) {
    long[] largest = new long[LogSource.values().length];
    for (Binding binding : settings.bindings()) {
      int source = binding.source().ordinal();
      largest[source] = Math.max(largest[source], binding.maxLatenessMs());
    }
    return largest;
  }

  /** Parts events from what only the ledger needs. */
  private static final class Route extends ProcessFunction<Element, AccessEvent> {
    private static final long serialVersionUID = 1;

    @Override
    public void processElement(Element element, Context ctx, Collector<AccessEvent> out) {
      AccessEvent event = element.event();
      if (event != null) {
        out.collect(event);
        return;
      }
      if (element.rejected() != null) {
        ctx.output(ACCOUNTS, Output.rejected(element.rejected()));
      } else if (element.counts() != null) {
        ctx.output(ACCOUNTS, Output.counts(element.counts()));
      }
    }
  }
}
