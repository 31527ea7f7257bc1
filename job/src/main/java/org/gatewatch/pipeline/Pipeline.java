package org.gatewatch.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.gatewatch.detect.CredentialProfile;
import org.gatewatch.detect.Profiled;
import org.gatewatch.detect.Restricted;
import org.gatewatch.detect.RuleBook;
import org.gatewatch.detect.SharedLogins;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;
import org.gatewatch.ingest.Binding;
import org.gatewatch.io.Element;
import org.gatewatch.io.Notice;
import org.gatewatch.io.Output;
import org.gatewatch.judge.Declared;
import org.gatewatch.judge.JudgeSettings;
import org.gatewatch.settings.Budget;
import org.gatewatch.settings.Settings;
import org.jspecify.annotations.Nullable;

/** The graph: read → PROFILE → JUDGE → outputs. The same for watching and for replaying. */
public final class Pipeline {
  /** Elements of a source. */
  public static final TypeInformation<Element> ELEMENT = Wire.ELEMENT.typeInformation();

  /** What the ledger must know: rejected lines, duplicates, late events, counts. */
  static final OutputTag<Output> ACCOUNTS =
      new OutputTag<>("accounts", Wire.OUTPUT.typeInformation());

  private Pipeline() {}

  /**
   * Builds the graph behind the source of a replay.
   *
   * @param read what the source emits; the event timestamps are release times
   * @param hindsight whether the windows are handed on for a second pass
   * @return findings and accounts, for the sinks
   */
  public static DataStream<Output> build(
      DataStream<Element> read, Settings settings, boolean hindsight) {
    SingleOutputStreamOperator<AccessEvent> events = route(read, settings);
    return judged(events, events.getSideOutput(ACCOUNTS), settings, hindsight, /* live= */ false);
  }

  /**
   * Builds the graph behind the sources of a watch.
   *
   * @param live what sources without an end emit, by their lasting names; at least one
   * @param history what a source of the past emits before, null without one; counts its own lines
   * @param run name of the run, for its progress
   * @return as {@link #build(DataStream, Settings, boolean)}
   */
  public static DataStream<Output> watch(
      Map<String, DataStream<Element>> live,
      @Nullable DataStream<Element> history,
      Settings settings,
      String run) {
    DataStream<AccessEvent> events = null;
    DataStream<Output> accounts = null;
    if (history != null) {
      SingleOutputStreamOperator<AccessEvent> past = route(history, settings);
      SingleOutputStreamOperator<AccessEvent> noted = noted(past, "history");
      events = noted;
      accounts = past.getSideOutput(ACCOUNTS).union(noted.getSideOutput(ACCOUNTS));
    }
    for (Map.Entry<String, DataStream<Element>> input : live.entrySet()) {
      SingleOutputStreamOperator<AccessEvent> now =
          input
              .getValue()
              .transform(
                  "route",
                  Wire.EVENT.typeInformation(),
                  new LiveRoute(settings.bindings(), rosters(settings), run))
              .uid(Names.LIVE_ROUTE + input.getKey())
              .setParallelism(input.getValue().getParallelism());
      SingleOutputStreamOperator<AccessEvent> noted = noted(now, input.getKey());
      events = events == null ? noted : events.union(noted);
      DataStream<Output> told = now.getSideOutput(ACCOUNTS).union(noted.getSideOutput(ACCOUNTS));
      accounts = accounts == null ? told : accounts.union(told);
    }
    return judged(
        Objects.requireNonNull(events),
        Objects.requireNonNull(accounts),
        settings,
        /* hindsight= */ false,
        /* live= */ true);
  }

  /**
   * What is to be sent: findings as they are raised and revised, cases as they change.
   *
   * @param outputs of {@link #watch}
   * @param version of the product
   */
  public static DataStream<Notice> notices(
      DataStream<Output> outputs, Settings settings, String version) {
    return outputs
        .transform("case", Notice.TYPE, new NoticeOperator(settings.bindings(), version))
        .uid(Names.CASE)
        .setParallelism(1);
  }

  private static SingleOutputStreamOperator<AccessEvent> noted(
      DataStream<AccessEvent> read, String input) {
    return read.transform("read-until", Wire.EVENT.typeInformation(), new ReadUntil())
        .uid(Names.READ_UNTIL + input)
        .setParallelism(read.getParallelism());
  }

  private static SingleOutputStreamOperator<AccessEvent> route(
      DataStream<Element> read, Settings settings) {
    return read.process(new Route(rosters(settings)))
        .returns(Wire.EVENT.typeInformation())
        .name("route")
        .uid(Names.ROUTE)
        .setParallelism(read.getParallelism());
  }

  private static DataStream<Output> judged(
      DataStream<AccessEvent> events,
      DataStream<Output> accounts,
      Settings settings,
      boolean hindsight,
      boolean live) {
    SingleOutputStreamOperator<Profiled> profiled =
        events
            .keyBy(AccessEvent::key, Types.STRING)
            .transform(
                "profile",
                Wire.PROFILED.typeInformation(),
                new ProfileOperator(
                    new ProfileFunction(
                        settings.declared().map(d -> new RuleBook(d.roster(), d.policy())),
                        lateness(settings),
                        live && !settings.live().sinks().isEmpty())))
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
                    settings.declared(),
                    settings.bindings(),
                    maxLateness,
                    hindsight,
                    live))
            .uid(Names.JUDGE)
            .setParallelism(1)
            .setMaxParallelism(Names.MAX_PARALLELISM);
    return judged.union(accounts, profiled.getSideOutput(ACCOUNTS));
  }

  private static Timeline<Roster> rosters(Settings settings) {
    return settings.declared().map(Declared::roster);
  }

  /** What the configuration says to judging, by what is declared last. */
  public static JudgeSettings judge(Settings settings) {
    Budget budget = settings.budget();
    boolean daily = budget.per() == Budget.Per.DAY;
    Long raiseFrom = settings.raiseFrom();
    return new JudgeSettings(
        daily ? Double.NaN : budget.alerts(),
        daily ? budget.alerts() : Double.NaN,
        raiseFrom == null ? Long.MIN_VALUE : raiseFrom,
        Restricted.of(settings.policy()),
        logs(settings));
  }

  private static List<JudgeSettings.Log> logs(Settings settings) {
    long[] lateness = lateness(settings);
    return settings.bindings().stream()
        .map(
            b ->
                new JudgeSettings.Log(
                    b.name(),
                    b.source(),
                    b.vendor(),
                    CredentialProfile.stepOf(lateness[b.source().ordinal()])))
        .toList();
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

    private final Timeline<Roster> rosters;

    Route(Timeline<Roster> rosters) {
      this.rosters = rosters;
    }

    @Override
    public void processElement(Element element, Context ctx, Collector<AccessEvent> out) {
      AccessEvent event = element.event();
      if (event != null) {
        out.collect(event);
        SharedLogins.copies(event, rosters.at(event.releaseTime()), out::collect);
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
