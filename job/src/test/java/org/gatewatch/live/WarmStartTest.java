package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.gatewatch.Gatewatch;
import org.gatewatch.report.AlertView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A watch that knows the past before its topics begin, from the state of a replay or from files
 * that it reads first. It goes on in files although they were moved and compressed meanwhile, reads
 * the last half hour of the past again in topics, and is killed.
 */
@ExtendWith(ShowOutput.class)
class WarmStartTest {
  /** Places are named as people name them. */
  private static final String WARM = "the past, 90 %25";

  private static final String LIVE = "live wärts";
  private static final List<String> VENDORS = List.of("vendor-a", "vendor-b");

  /** Steps that are the past; as many are watched. */
  private static final int BEFORE = 2;

  /** What the topics hold of the time before, ms. */
  private static final long AGAIN = 1_800_000L;

  @TempDir private Path dir;
  private List<List<IncidentLines.Line>> steps = List.of();
  private Path half = Path.of("");
  private long lines;
  private long end;

  @BeforeEach
  void aPast() throws IOException {
    steps = IncidentLines.steps(4 * BEFORE).subList(0, 2 * BEFORE);
    half = Files.createDirectories(dir.resolve("half"));
    Path whole = Files.createDirectories(dir.resolve("whole"));
    for (int i = 0; i < steps.size(); i++) {
      IncidentLines.append(whole, steps.get(i), IncidentLines.LOGS);
      if (i < BEFORE) {
        IncidentLines.append(half, steps.get(i), IncidentLines.LOGS);
        lines += steps.get(i).size();
        end = steps.get(i).stream().mapToLong(IncidentLines.Line::time).max().orElse(end);
      }
    }
    replay(files(whole), "replayed");
  }

  @Test
  void warmFromAReplayAWatchGivesWhatAReplayOfAllGives() throws Exception {
    replay(files(half), "plain");
    Path warm = replay(files(half), WARM, "--keep-state");
    assertSame("plain", WARM);
    try (KafkaBroker broker = KafkaBroker.start()) {
      watch(broker, live(broker, ""), "--drain", "--warm-from", warm.toString());
      assertTold(broker.read("findings", IsolationLevel.READ_COMMITTED));
    }
  }

  @Test
  void warmFromAHistoryAWatchGivesWhatAReplayOfAllGives() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start()) {
      watch(broker, live(broker, "\n    path: " + half + "/%s"), "--drain");
    }
  }

  private void watch(KafkaBroker broker, Path config, String... options) throws Exception {
    Path log = half.resolve("gateway/log.jsonl");
    Files.move(log, log.resolveSibling("log.1.jsonl"));
    IncidentLines.compress(log.resolveSibling("log.1.jsonl"));
    for (String vendor : VENDORS) {
      broker.createTopic(vendor, 1);
      lines += send(broker, vendor, steps.get(BEFORE - 1), end - AGAIN);
    }
    broker.createTopic("findings", 1);
    Path said = dir.resolve("watch.log");
    WatchProcess watch = new WatchProcess(config, dir.resolve(LIVE), said, options);
    for (List<IncidentLines.Line> step : steps.subList(BEFORE, steps.size())) {
      watch.awaitLines(lines);
      watch.kill();
      watch.start();
      IncidentLines.append(half, step, List.of("gateway"));
      lines += step.stream().filter(line -> line.log().equals("gateway")).count();
      for (String vendor : VENDORS) {
        lines += send(broker, vendor, step, Long.MIN_VALUE);
      }
    }
    watch.awaitLines(lines);
    assertEquals(0, watch.stop(), Files.readString(said));
    assertSame("replayed", LIVE);
    String ledger = Files.readString(dir.resolve(LIVE).resolve("ledger.json"));
    assertTrue(ledger.contains("\"late\" : 0"), ledger);
  }

  /** What is new or changes is told as a replay of all has it, and nothing else. */
  private void assertTold(List<ConsumerRecord<String, String>> records) throws IOException {
    Set<String> told = new TreeSet<>();
    records.stream()
        .collect(Collectors.toMap(ConsumerRecord::key, ConsumerRecord::value, (a, b) -> b))
        .values()
        .stream()
        .filter(line -> AlertView.of(line).revision() != 1 || !AlertView.of(line).hasEnded())
        .forEach(told::add);
    Set<String> written = new TreeSet<>();
    for (String name : List.of("alerts.jsonl", "cases.jsonl")) {
      written.addAll(Files.readAllLines(dir.resolve("replayed").resolve(name)));
    }
    Set<String> others = new TreeSet<>(told);
    others.removeAll(written);
    assertEquals(Set.of(), others);
    Set<String> known = new TreeSet<>();
    for (String line : Files.readAllLines(dir.resolve(WARM).resolve("alerts.jsonl"))) {
      known.add(AlertView.of(line).uid());
    }
    assertFalse(known.isEmpty());
    for (String line : Files.readAllLines(dir.resolve("replayed/alerts.jsonl"))) {
      assertTrue(known.contains(AlertView.of(line).uid()) || told.contains(line), line);
    }
    assertTrue(told.size() < written.size(), told.size() + " told of " + written.size());
  }

  private void assertSame(String expected, String is) throws IOException {
    for (String name : IncidentLines.PROMISED) {
      Path one = dir.resolve(expected).resolve(name);
      assertEquals(-1, Files.mismatch(one, dir.resolve(is).resolve(name)), is + "/" + name);
    }
  }

  private Path replay(Path config, String out, String... options) {
    List<String> arguments =
        Stream.concat(
                Stream.of("replay", "--config", config.toString()),
                Stream.concat(
                    Stream.of("--out", dir.resolve(out).toString(), "--no-report", "--quiet"),
                    Stream.of(options)))
            .toList();
    assertEquals(0, Gatewatch.run(arguments.toArray(String[]::new)));
    return dir.resolve(out);
  }

  private static Path files(Path logs) throws IOException {
    return Files.writeString(
        logs.resolve("replay.yaml"), IncidentLines.config(name -> "path: " + logs.resolve(name)));
  }

  /**
   * @param past what else stands with a topic, of a log's name
   */
  private Path live(KafkaBroker broker, String past) throws IOException {
    String topic = "topic: %s\n    brokers: " + broker.brokers() + "\n    format: canonical" + past;
    return Files.writeString(
        half.resolve("live.yaml"),
        IncidentLines.config(
                name ->
                    name.equals("gateway")
                        ? "path: " + half.resolve(name)
                        : topic.replace("%s", name))
            + "sinks:\n  - {name: soc, type: kafka, topic: findings, cases: true, brokers: \""
            + broker.brokers()
            + "\"}\n");
  }

  private static long send(
      KafkaBroker broker, String log, List<IncidentLines.Line> lines, long since) {
    List<String> sent =
        lines.stream()
            .filter(line -> line.log().equals(log) && line.time() >= since)
            .map(IncidentLines.Line::text)
            .toList();
    broker.produce(log, 0, sent);
    return sent.size();
  }
}
