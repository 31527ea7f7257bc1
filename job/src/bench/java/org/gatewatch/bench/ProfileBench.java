package org.gatewatch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.CredentialProfile;
import org.gatewatch.detect.Policy;
import org.gatewatch.detect.RuleBook;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.detect.RuleWatch;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Timeline;
import org.gatewatch.judge.Judge;
import org.gatewatch.judge.JudgeSettings;
import org.gatewatch.judge.MemoryStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What one event costs behind the parser, and one window in JUDGE. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProfileBench {
  private static final int CREDENTIALS = 2_000;
  private static final int EVENTS = 600;
  private static final int ACTIVE = 1_000;
  private static final long[] LATENESS = {300_000, 300_000};

  /** One credential's hour of events, and the rules of a roster. */
  @State(Scope.Thread)
  public static class Hour {
    final List<AccessEvent> events = new ArrayList<>();
    final Timeline<RuleBook> rules =
        Timeline.of(new RuleBook(JudgeSpeed.roster(CREDENTIALS), Policy.NONE));

    /** Makes the events, of six seconds each. */
    @Setup
    public void make() {
      SplittableRandom random = new SplittableRandom(3);
      AccessEvent.Builder event = new AccessEvent.Builder();
      for (int i = 0; i < EVENTS; i++) {
        events.add(JudgeSpeed.event(event, 7, BenchLogs.start() + i * 6_000L, random));
      }
    }
  }

  /** Buffered, put in order, checked by the rules and counted, minute by minute. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void update(Hour hour, Blackhole hole) {
    CredentialProfile profile = new CredentialProfile();
    CredentialProfile.Out out = out(hole);
    long wake = Long.MIN_VALUE;
    for (AccessEvent event : hour.events) {
      long next = CredentialProfile.stepOf(event.releaseTime());
      if (next != wake && wake != Long.MIN_VALUE) {
        profile.drain(wake, hour.rules, LATENESS, out);
      }
      wake = next;
      profile.add(event, hour.rules, LATENESS);
    }
    profile.drain(Long.MAX_VALUE - CredentialProfile.STEP, hour.rules, LATENESS, out);
  }

  /** The rules alone. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void rules(Hour hour, Blackhole hole) {
    RuleWatch watch = new RuleWatch();
    for (AccessEvent event : hour.events) {
      watch.check(event, hour.rules.at(event.releaseTime()), hole::consume);
    }
  }

  /** A judge that has learned two days. */
  @State(Scope.Thread)
  public static class Court {
    private final SplittableRandom random = new SplittableRandom(5);
    private final Judge judge =
        new Judge(
            JudgeSettings.defaults(),
            JudgeSpeed.roster(CREDENTIALS),
            new MemoryStore(),
            finding -> {});
    private int hour;
    private List<Window> windows = List.of();

    /** Learns. */
    @Setup
    public void learn() {
      for (int i = 0; i < 48; i++) {
        next();
        judge();
      }
    }

    /** The windows of the next hour. */
    @Setup(Level.Invocation)
    public void next() {
      List<Window> all = JudgeSpeed.windows(CREDENTIALS, hour++, random);
      windows = all.subList(0, ACTIVE);
    }

    void judge() {
      Window first = windows.get(0);
      judge.windows(first.close(), first.start(), LogSource.GATEWAY, windows);
    }
  }

  /** An hour of a thousand windows: judged, then learned. */
  @Benchmark
  @OperationsPerInvocation(ACTIVE)
  public void judge(Court court) {
    court.judge();
  }

  private static CredentialProfile.Out out(Blackhole hole) {
    return new CredentialProfile.Out() {
      @Override
      public void window(Window window) {
        hole.consume(window);
      }

      @Override
      public void pane(Window pane) {
        hole.consume(pane);
      }

      @Override
      public void hit(RuleHit hit) {
        hole.consume(hit);
      }

      @Override
      public void duplicate(AccessEvent event) {
        hole.consume(event);
      }

      @Override
      public void idReuse(AccessEvent event) {
        hole.consume(event);
      }
    };
  }
}
