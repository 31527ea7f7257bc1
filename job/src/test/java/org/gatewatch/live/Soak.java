package org.gatewatch.live;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * A watch as a user starts it, a broker and a load for some minutes: memory, state, lag and
 * latencies. Reports, never gates.
 */
public final class Soak {
  /** Of the gateway's lines, ms. */
  static final long LATENESS = 60_000;

  private static final int SAMPLES = 18;

  /** The first part of so many in which nothing is measured. */
  private static final int WARM_UP = 3;

  private static final Duration START = Duration.ofMinutes(3);

  private static final String RECORDS_IN = "flink_taskmanager_job_task_operator_numRecordsIn";

  private final SoakOptions options;
  private final PrintStream out;
  private final List<Sample> samples = new ArrayList<>();

  /** What was seen at one time. */
  private record Sample(
      double minute, double heap, double checkpoint, double lag, Exposed all, double counted) {}

  /**
   * @param out where it is reported, as Markdown
   */
  Soak(SoakOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /**
   * Runs one.
   *
   * @param args of {@code scripts/soak}, behind the path of the program
   */
  public static void main(String[] args) throws Exception {
    SoakOptions options;
    try {
      options = SoakOptions.of(args);
    } catch (IllegalArgumentException e) {
      System.err.println("scripts/soak: " + e.getMessage());
      System.exit(2);
      return;
    }
    new Soak(options, System.out).run();
  }

  void run() throws Exception {
    Path dir = Files.createTempDirectory("soak");
    Process watch = null;
    double loadBefore = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.createTopic("gateway", SoakLoad.PARTITIONS);
      broker.createTopic("findings", 1);
      int port = Child.freePort();
      AtomicLong counted = new AtomicLong();
      SoakLoad load =
          new SoakLoad(
              broker.brokers(),
              options.lengthMs(),
              options.speed(),
              options.credentials(),
              options.rate(),
              counted::get);
      long history = load.writeHistory(dir.resolve("history"));
      Files.writeString(dir.resolve("watch.yaml"), config(broker.brokers(), port));
      Process started = start(dir);
      watch = started;
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      await(started, dir, port, history);
      SoakFindings written = new SoakFindings(load, broker.brokers(), "read_uncommitted");
      SoakFindings committed = new SoakFindings(load, broker.brokers(), "read_committed");
      written.start();
      committed.start();
      load.start();
      sample(load, port, started, counted);
      long stopping = System.nanoTime();
      started.destroy();
      boolean stopped = started.waitFor(3, TimeUnit.MINUTES);
      double stopS = (System.nanoTime() - stopping) / 1e9;
      written.end();
      committed.end();
      String end = stopped ? "exit code " + started.exitValue() : "not within 3 min";
      report(loadBefore);
      out.printf(Locale.ROOT, "%nStopped with a savepoint in %.1f s (%s).%n", stopS, end);
      latencies(load, written, committed);
    } finally {
      if (watch != null) {
        watch.destroyForcibly().waitFor();
      }
      if (System.getenv("SOAK_KEEP") == null) { // else its log stays, for what went wrong
        Child.deleteTree(dir);
      }
    }
  }

  private String config(String brokers, int port) {
    return """
        bindings:
          - {name: gateway, log_source: gateway, format: canonical, max_lateness: 1m,
             topic: gateway, brokers: "%1$s", path: history}
        policy: {canaries: {endpoints: [%2$s]}}
        watch: {state_backend: %3$s, checkpoint_every: 10s, metrics_port: %4$s}
        sinks:
          - {name: soc, type: kafka, topic: findings, brokers: "%1$s"}
        """
        .formatted(brokers, SoakLoad.CANARY, options.backend(), Integer.toString(port));
  }

  private Process start(Path dir) throws IOException {
    List<String> command = new ArrayList<>(List.of(options.program().toString(), "watch"));
    command.addAll(List.of("--config", dir.resolve("watch.yaml").toString()));
    command.addAll(List.of("--out", dir.resolve("out").toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve("watch.log").toFile())
        .start();
  }

  /** Until it has read the lines of its history. */
  private void await(Process watch, Path dir, int port, long history)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        if (Exposed.at(port).sum(RECORDS_IN, "operator_name=\"profile\"") >= history) {
          return;
        }
      } catch (IOException e) {
        // not up yet
      }
      if (!watch.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("no watch:\n" + Files.readString(dir.resolve("watch.log")));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  /** Until the load has ended. */
  private void sample(SoakLoad load, int port, Process watch, AtomicLong counted)
      throws IOException, InterruptedException {
    int next = 1;
    while (load.isAlive() && watch.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(250);
      Exposed seen;
      try {
        seen = Exposed.at(port);
      } catch (HttpTimeoutException e) {
        continue; // a starved machine: the load is held back meanwhile, and the lag shows it
      }
      counted.set((long) seen.ours("lines"));
      long now = System.currentTimeMillis() - load.begin;
      // The last one is taken while the load is still on.
      if (now >= load.length * next / SAMPLES - (next == SAMPLES ? 2000 : 0)) {
        next++;
        samples.add(look(load, port, watch));
      }
    }
    if (!watch.isAlive()) {
      throw new IOException("the watch ended: exit code " + watch.exitValue());
    }
  }

  private Sample look(SoakLoad load, int port, Process watch)
      throws IOException, InterruptedException {
    Exposed before = Exposed.at(port);
    double lag = load.sent() - before.ours("lines");
    collect(watch.pid());
    Exposed all = Exposed.at(port);
    return new Sample(
        (System.currentTimeMillis() - load.begin) / 60_000.0,
        all.sum("flink_taskmanager_Status_JVM_Memory_Heap_Used") / (1 << 20),
        all.sum("flink_jobmanager_job_lastCheckpointFullSize") / (1 << 20),
        lag,
        all,
        before.ours("lines"));
  }

  /** A full collection, so that what is left is what is kept. */
  private static void collect(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private void report(double loadBefore) {
    Sample end = samples.get(samples.size() - 1);
    out.printf(
        Locale.ROOT,
        "%s, %s min, %,d credentials in the end, %s; event time passes %d times as fast as the"
            + " clock; checkpoints every 10 s.%n",
        options.backend(),
        options.minutes(),
        options.credentials(),
        options.rate() == 0 ? "as many lines as it reads" : options.rate() + " lines a second",
        options.speed());
    out.printf(
        Locale.ROOT,
        "%d processors, load average before %.1f and at the end %.1f.%n%n",
        Runtime.getRuntime().availableProcessors(),
        loadBefore,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    out.println("| | start | middle | end | slope per minute |");
    out.println("|---|---:|---:|---:|---:|");
    row("heap after a full collection, MB", Sample::heap);
    row("last checkpoint, full size, MB", Sample::checkpoint);
    row("checkpoint duration, ms", s -> s.all.sum("flink_jobmanager_job_lastCheckpointDuration"));
    row("lag, lines sent and not counted", Sample::lag);
    row("lines counted", Sample::counted);
    row("credentials judged", s -> s.all.ours("credentials"));
    row("summaries that wait", s -> s.all.ours("waiting"));
    row("findings", s -> s.all.ours("findings"));
    row("late events", s -> s.all.ours("late"));
    row("failed checkpoints", s -> s.all.sum("flink_jobmanager_job_numberOfFailedCheckpoints"));
    row("restarts", s -> s.all.sum("flink_jobmanager_job_numRestarts"));
    out.printf(
        Locale.ROOT,
        "%n%,.0f lines in %.1f min: %,.0f a second. \"Start\" is after %.1f min:"
            + " before, two weeks of history are judged, and latencies are not counted.%n",
        end.counted,
        end.minute,
        end.counted / end.minute / 60,
        samples.get(samples.size() / WARM_UP).minute);
  }

  private void row(String what, ToDoubleFunction<Sample> of) {
    int n = samples.size();
    List<Sample> late = samples.subList(n / WARM_UP, n);
    double meanX = late.stream().mapToDouble(Sample::minute).average().orElse(0);
    double meanY = late.stream().mapToDouble(of).average().orElse(0);
    double top = 0;
    double bottom = 0;
    for (Sample s : late) {
      top += (s.minute - meanX) * (of.applyAsDouble(s) - meanY);
      bottom += (s.minute - meanX) * (s.minute - meanX);
    }
    out.printf(
        Locale.ROOT,
        "| %s | %,.0f | %,.0f | %,.0f | %+,.1f |%n",
        what,
        of.applyAsDouble(samples.get(n / WARM_UP)),
        of.applyAsDouble(samples.get(n * 2 / WARM_UP)),
        of.applyAsDouble(samples.get(n - 1)),
        bottom > 0 ? top / bottom : 0);
  }

  private void latencies(SoakLoad load, SoakFindings written, SoakFindings committed) {
    long from = load.begin + load.length / WARM_UP;
    out.printf(
        Locale.ROOT,
        "%n| seconds | n | p50 written | p99 written | p50 committed | p99 committed |%n");
    out.println("|---|---:|---:|---:|---:|---:|");
    Map<String, List<Long>> readable = committed.latencies(from);
    written
        .latencies(from)
        .forEach(
            (what, ms) -> {
              List<Long> late = readable.getOrDefault(what, List.of());
              out.printf(
                  Locale.ROOT,
                  "| %s | %d | %s | %s | %s | %s |%n",
                  what,
                  ms.size(),
                  at(ms, 0.5),
                  at(ms, 0.99),
                  at(late, 0.5),
                  at(late, 0.99));
            });
    long answered = written.latencies(from).values().stream().mapToLong(List::size).sum();
    if (answered == 0) {
      out.println("\nNo finding of a marked credential arrived: the run was too short for one.");
    }
  }

  private static String at(List<Long> ms, double share) {
    if (ms.isEmpty()) {
      return "-";
    }
    List<Long> sorted = new ArrayList<>(ms);
    Collections.sort(sorted);
    int rank = Math.min(sorted.size() - 1, (int) Math.ceil(share * sorted.size()) - 1);
    return String.format(Locale.ROOT, "%.2f", sorted.get(Math.max(0, rank)) / 1000.0);
  }
}
