package org.gatewatch.bench;

import java.io.IOException;
import java.util.Locale;

/**
 * {@code Bench quick|full|run EVENTS [CREDENTIALS]}: how fast, against what floor, how it grows.
 * Every figure is of a process of its own; CPU is user + system of all its threads, compiler and
 * collector included. "Marginal" has the fixed start, a run of 1,000 events, taken off.
 */
public final class Bench {
  private static final long TINY = 1_000;
  private static final int PASSES = 2;

  private Bench() {}

  public static void main(String[] args) throws Exception {
    String what = args.length == 0 ? "quick" : args[0];
    switch (what) {
      case "quick" -> all(1_000_000, false);
      case "full" -> all(5_000_000, true);
      case "run" -> run(Long.parseLong(args[1]), args.length > 2 ? Integer.parseInt(args[2]) : 0);
      default ->
          throw new IllegalArgumentException(
              "quick, full or run EVENTS [CREDENTIALS], not " + what);
    }
  }

  private static void all(long events, boolean full) throws IOException, InterruptedException {
    say(
        "%,d processors, Java %s",
        Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    Child[] start = start();
    Child big = speed(events, start, full ? PASSES : 1);
    judge(full ? 1_000_000 : 500_000);
    growth(events, big, start[2], full);
  }

  /** The processes of almost no events: what JVM, Flink and loading cost. */
  private static Child[] start() throws IOException, InterruptedException {
    try (Case tiny = Case.zipf(TINY)) {
      Child[] start = {Child.parse(tiny), Child.noop(tiny), Child.replay(tiny)};
      for (int pass = 1; pass < PASSES; pass++) {
        start[0] = Child.least(start[0], Child.parse(tiny));
        start[1] = Child.least(start[1], Child.noop(tiny));
        start[2] = Child.least(start[2], Child.replay(tiny));
      }
      say("%n## Fixed start (%,d events)%n", TINY);
      say("| run | CPU s | wall s | peak MB |%n|---|--:|--:|--:|");
      String[] names = names();
      for (int i = 0; i < names.length; i++) {
        say(
            "| %s | %.2f | %.2f | %,d |",
            names[i], start[i].cpu(), start[i].wall(), start[i].peak());
      }
      say("%nfixed start of a replay: %.2f s wall (target ≤ 4)", start[2].wall());
      return start;
    }
  }

  private static Child speed(long events, Child[] start, int passes)
      throws IOException, InterruptedException {
    try (Case of = Case.zipf(events)) {
      Child[] took = {Child.parse(of), Child.noop(of), Child.replay(of)};
      for (int pass = 1; pass < passes; pass++) {
        took[0] = Child.least(took[0], Child.parse(of));
        took[1] = Child.least(took[1], Child.noop(of));
        took[2] = Child.least(took[2], Child.replay(of));
      }
      say(
          "%n## Speed: %,d events, %,d bytes, %,d credentials%n",
          events, took[0].bytes(), of.credentials());
      say("| run | MB/s | events/s | CPU s per M events | marginal | CPU s | wall s | peak MB |");
      say("|---|--:|--:|--:|--:|--:|--:|--:|");
      String[] names = names();
      for (int i = 0; i < names.length; i++) {
        Child c = took[i];
        say(
            "| %s | %.1f | %,.0f | %.2f | %.2f | %.2f | %.2f | %,d |",
            names[i],
            c.bytes() / c.wall() / 1e6,
            events / c.wall(),
            c.cpu() / events * 1e6,
            marginal(c, start[i], events),
            c.cpu(),
            c.wall(),
            c.peak());
      }
      say("%n| ratio of CPU | whole process | marginal | target |%n|---|--:|--:|--:|");
      say(
          "| speed of (c) in that of (b) | %.0f %% | %.0f %% | ≥ 60 %% |",
          100 * took[1].cpu() / took[2].cpu(),
          100 * marginal(took[1], start[1], events) / marginal(took[2], start[2], events));
      say(
          "| (b) / (a) | %.2f | %.2f | ≤ 2.3 |",
          took[1].cpu() / took[0].cpu(),
          marginal(took[1], start[1], events) / marginal(took[0], start[0], events));
      return took[2];
    }
  }

  private static void judge(int windows) throws IOException, InterruptedException {
    Child c = Child.run(JudgeSpeed.class, Integer.toString(windows), "2000");
    for (String line : c.said()) {
      if (line.startsWith("judged ")) {
        String[] n = line.split(" ");
        double all = Long.parseLong(n[1]) / (Long.parseLong(n[2]) / 1e9);
        double warm = Long.parseLong(n[3]) / (Long.parseLong(n[4]) / 1e9);
        say("%n## JUDGE alone, one thread, 2,000 credentials%n");
        say(
            "%,d summaries: %,.0f a second of CPU; the second half %,.0f (target ≥ 100,000)",
            Long.parseLong(n[1]), all, warm);
      }
    }
  }

  private static void growth(long events, Child small, Child start, boolean full)
      throws IOException, InterruptedException {
    say("%n## Growth of the replay%n");
    say("| events | credentials | CPU s | marginal CPU s per M events | wall s | peak MB |");
    say("|--:|--:|--:|--:|--:|--:|");
    row(events, "2,000", small, start);
    Child large;
    try (Case of = Case.zipf(4 * events)) {
      large = Child.replay(of);
      row(of.events(), "2,000", large, start);
    }
    Child few = uniform(2_000, events, start, full);
    Child many = uniform(200_000, events, start, full);
    say("%n| growth of the marginal CPU | measured | target |%n|---|--:|--:|");
    say(
        "| events × 4 | %+.0f %% | ≤ 10 %% |",
        100 * (marginal(large, start, 4 * events) / marginal(small, start, events) - 1));
    say(
        "| credentials × 100, 10 events per active credential-hour | %+.0f %% | ≤ 30 %% |",
        100 * (marginal(many, start, events) / marginal(few, start, events) - 1));
  }

  private static Child uniform(int credentials, long events, Child start, boolean full)
      throws IOException, InterruptedException {
    try (Case of = Case.uniform(credentials, events)) {
      Child c = Child.replay(of);
      if (full) {
        c = Child.least(c, Child.replay(of));
      }
      row(events, String.format(Locale.ROOT, "%,d, active in turn", credentials), c, start);
      return c;
    }
  }

  /** One replay, for a profiler: -Dbench.agent=LIBRARY=OPTIONS goes to its process. */
  private static void run(long events, int credentials) throws IOException, InterruptedException {
    try (Case of = credentials == 0 ? Case.zipf(events) : Case.uniform(credentials, events)) {
      Child c = Child.replay(of);
      say("%,d events: %.2f CPU s, %.2f s wall, peak %,d MB", events, c.cpu(), c.wall(), c.peak());
    }
  }

  private static String[] names() {
    return new String[] {
      "(a) read and parse, plain Java, 1 thread", "(b) graph, no-op PROFILE", "(c) replay"
    };
  }

  private static void row(long events, String credentials, Child c, Child start) {
    say(
        "| %,d | %s | %.2f | %.2f | %.2f | %,d |",
        events, credentials, c.cpu(), marginal(c, start, events), c.wall(), c.peak());
  }

  /** CPU seconds per million events beyond those of the start. */
  private static double marginal(Child c, Child start, long events) {
    return (c.cpu() - start.cpu()) / (events - TINY) * 1e6;
  }

  private static void say(String format, Object... args) {
    System.out.println(String.format(Locale.ROOT, format, args));
  }
}
