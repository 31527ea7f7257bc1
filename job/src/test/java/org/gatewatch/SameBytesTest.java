package org.gatewatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.gatewatch.ingest.Formats;
import org.gatewatch.io.Element;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The product's promise: the same lines give the same bytes, whatever the parallelism, the cut into
 * files, the order of arrival within the lateness bound, and whatever fails in between.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameBytesTest {
  private static final Path INCIDENT = Path.of("..", "testdata", "incident");
  private static final long SEED = 7;

  @TempDir static Path folder;
  private byte[] alerts;
  private byte[] activity;
  private byte[] audit;
  private byte[] windows;
  private byte[] calibration;
  private byte[] evidence;
  private byte[] baselines;
  private byte[] pivot;
  private byte[] hindsight;
  private byte[] cases;
  private byte[] report;

  @BeforeAll
  void replayOnce() throws Exception {
    Path out = replay(settings(INCIDENT), 1, new Configuration(), read -> read);
    alerts = Files.readAllBytes(out.resolve("alerts.jsonl"));
    activity = Files.readAllBytes(out.resolve("activity.csv"));
    audit = Files.readAllBytes(out.resolve("audit.jsonl"));
    windows = Files.readAllBytes(out.resolve("windows.jsonl.zst"));
    calibration = Files.readAllBytes(out.resolve("calibration.json"));
    evidence = Files.readAllBytes(out.resolve("evidence.jsonl.zst"));
    baselines = Files.readAllBytes(out.resolve("baselines.jsonl"));
    pivot = Files.readAllBytes(out.resolve("pivot.jsonl.zst"));
    hindsight = Files.readAllBytes(out.resolve("hindsight.jsonl"));
    cases = Files.readAllBytes(out.resolve("cases.jsonl"));
    ReportFile.write(out);
    report = Files.readAllBytes(out.resolve(ReportFile.NAME));
    assertTrue(cases.length > 0, "no case to compare");
    assertTrue(new String(alerts, UTF_8).lines().count() >= 4, "nothing to compare");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void ofAnyParallelism(int parallelism) throws Exception {
    Path out = replay(settings(INCIDENT), parallelism, new Configuration(), read -> read);
    same(out);
    ReportFile.write(out);
    assertArrayEquals(report, Files.readAllBytes(out.resolve(ReportFile.NAME)));
  }

  /** What live would have raised is the same whether or not somebody looks back afterwards. */
  @Test
  void ofTheFirstPassWithoutASecond() throws Exception {
    Path out = Files.createTempDirectory(folder, "out");
    Settings settings = settings(INCIDENT);
    new Replay(settings, ReplayFiles.of(settings), Long.MIN_VALUE, Long.MAX_VALUE, out, 2)
        .run(progress -> {}, new Configuration(), read -> read);
    assertEquals(new String(alerts, UTF_8), Files.readString(out.resolve("alerts.jsonl")));
    assertArrayEquals(windows, Files.readAllBytes(out.resolve("windows.jsonl.zst")));
    assertTrue(Files.notExists(out.resolve("hindsight.jsonl")));
  }

  @Test
  void ofFilesSplitAndGivenInAnyOrder() throws Exception {
    Path in = copyOfTheRest("split");
    SplittableRandom random = new SplittableRandom(SEED);
    for (String name : List.of("gateway", "vendor-a", "vendor-b")) {
      List<String> lines = lines(name);
      Path parts = Files.createDirectories(in.resolve(name + ".jsonl.gz"));
      int at = 0;
      while (at < lines.size()) {
        int end = Math.min(lines.size(), at + 1 + random.nextInt(20_000));
        // Names in no order of time, so that nothing but the content can put the parts in order.
        Path part = parts.resolve(Long.toHexString(random.nextLong()) + ".log");
        Files.write(part, lines.subList(at, end), UTF_8);
        at = end;
      }
    }
    same(replay(settings(in), 2, new Configuration(), read -> read));
  }

  @Test
  void ofLinesShuffledWithinTheLatenessBound() throws Exception {
    Path in = copyOfTheRest("shuffled");
    shuffle("gateway", in, Duration.ofMinutes(5));
    shuffle("vendor-a", in, Duration.ofMinutes(30));
    shuffle("vendor-b", in, Duration.ofMinutes(30));
    same(replay(settings(in), 2, new Configuration(), read -> read));
  }

  @Test
  void ofBindingsInAnyOrder() throws Exception {
    Path in = copyOfTheRest("reordered");
    for (String name : List.of("gateway", "vendor-a", "vendor-b")) {
      Files.copy(INCIDENT.resolve(name + ".jsonl.gz"), in.resolve(name + ".jsonl.gz"));
    }
    Path config = in.resolve("gatewatch.yaml");
    String[] parts = Files.readString(config).split("(?m)^(?=  - name: (gateway|vendor))");
    assertEquals(4, parts.length, "three bindings expected in " + config);
    int tail = parts[3].indexOf("\nroster:");
    Files.writeString(
        config,
        parts[0]
            + parts[3].substring(0, tail)
            + "\n"
            + parts[2]
            + parts[1]
            + parts[3].substring(tail));
    same(replay(settings(in), 2, new Configuration(), read -> read));
  }

  @Test
  void withATaskThatFailsAndStartsAnew() throws Exception {
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    Bomb.arm(60_000, 0);
    same(replay(settings(INCIDENT), 2, flink, Bomb::under));
    assertEquals(1, Bomb.exploded());
  }

  @Test
  void withATaskThatFailsAndGoesOnFromACheckpoint() throws Exception {
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    Bomb.arm(60_000, 2);
    same(replay(settings(INCIDENT), 2, flink, Bomb::under));
    assertEquals(1, Bomb.exploded());
    assertTrue(Bomb.restoredAt() > 0, "it went on from the start, not from a checkpoint");
  }

  /** On disk every row that is read is a copy; a rule that hits too many changes rows of others. */
  @Test
  void ofStateOnDisk() throws Exception {
    Configuration disk = new Configuration();
    disk.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    disk.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    Path in = copyOfTheRest("doubted");
    for (String name : List.of("gateway", "vendor-a", "vendor-b")) {
      Files.copy(INCIDENT.resolve(name + ".jsonl.gz"), in.resolve(name + ".jsonl.gz"));
    }
    Path config = in.resolve("gatewatch.yaml");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("policy:\n", "policy:\n  denied: {countries: [GB]}\n"));
    Path heap = replay(settings(in), 1, new Configuration(), read -> read);
    Path onDisk = replay(settings(in), 2, disk, read -> read);
    String doubted = Files.readString(heap.resolve("alerts.jsonl"));
    assertTrue(doubted.contains("\"roster-mismatch"), "no rule hit too many");
    for (String name :
        List.of("alerts.jsonl", "cases.jsonl", "windows.jsonl.zst", "baselines.jsonl")) {
      assertEquals(-1, Files.mismatch(heap.resolve(name), onDisk.resolve(name)), name);
    }
  }

  private void same(Path out) throws IOException {
    assertEquals(
        new String(alerts, UTF_8), Files.readString(out.resolve("alerts.jsonl")), out.toString());
    assertArrayEquals(activity, Files.readAllBytes(out.resolve("activity.csv")));
    assertArrayEquals(audit, Files.readAllBytes(out.resolve("audit.jsonl")));
    assertArrayEquals(windows, Files.readAllBytes(out.resolve("windows.jsonl.zst")));
    assertArrayEquals(calibration, Files.readAllBytes(out.resolve("calibration.json")));
    assertArrayEquals(evidence, Files.readAllBytes(out.resolve("evidence.jsonl.zst")));
    assertArrayEquals(baselines, Files.readAllBytes(out.resolve("baselines.jsonl")));
    assertArrayEquals(pivot, Files.readAllBytes(out.resolve("pivot.jsonl.zst")));
    assertArrayEquals(hindsight, Files.readAllBytes(out.resolve("hindsight.jsonl")));
    assertEquals(
        new String(cases, UTF_8), Files.readString(out.resolve("cases.jsonl")), out.toString());
    assertEquals(0, Files.size(out.resolve("late.jsonl")), "late events");
  }

  private Path replay(
      Settings settings,
      int parallelism,
      Configuration flink,
      java.util.function.UnaryOperator<DataStream<Element>> tap)
      throws Exception {
    Path out = Files.createTempDirectory(folder, "out");
    ReplayFiles files = ReplayFiles.of(settings);
    new Replay(
            settings,
            files,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            out,
            parallelism,
            /* hindsight= */ true,
            null)
        .run(progress -> {}, flink, tap);
    return out;
  }

  private static Settings settings(Path directory) throws Exception {
    return new SettingsLoader(Formats.ids(), java.util.Map.of())
        .load(directory.resolve("gatewatch.yaml"), null);
  }

  private Path copyOfTheRest(String name) throws IOException {
    Path to = Files.createDirectories(folder.resolve(name));
    for (String file : List.of("gatewatch.yaml", "roster.csv")) {
      Files.copy(INCIDENT.resolve(file), to.resolve(file));
    }
    return to;
  }

  private static List<String> lines(String name) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(INCIDENT.resolve(name + ".jsonl.gz"))),
                UTF_8))) {
      return in.lines().toList();
    }
  }

  /** Delays every line by less than the bound: none ends up further behind a line before it. */
  private static void shuffle(String name, Path in, Duration bound) throws IOException {
    record Arrival(long time, int number, String line) {}
    SplittableRandom random = new SplittableRandom(SEED);
    List<Arrival> arrivals = new ArrayList<>();
    for (String line : lines(name)) {
      int from = line.indexOf("\"event_time\":\"") + 14;
      long time = Instant.parse(line.substring(from, line.indexOf('"', from))).toEpochMilli();
      arrivals.add(new Arrival(time + random.nextLong(bound.toMillis()), arrivals.size(), line));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::time).thenComparingInt(Arrival::number));
    Files.write(
        in.resolve(name + ".jsonl.gz"), arrivals.stream().map(Arrival::line).toList(), UTF_8);
  }
}
