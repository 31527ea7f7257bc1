package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.gatewatch.Gatewatch;
import org.gatewatch.report.AlertView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A watch that begins with the state of a replay: it reads on in the files where the replay ended,
 * although they were moved and compressed meanwhile, and in topics some hours before; and is
 * killed.
 */
@ExtendWith(ShowOutput.class)
class WarmStartTest {
  /** Steps that are replayed first; the rest is watched. */
  private static final int BEFORE = 2;

  /** What the topics hold of the time before, ms. */
  private static final long AGAIN = 1_800_000L;

  @TempDir private Path dir;

  @Test
  void warmFromAReplayAWatchGivesWhatAReplayOfAllGives() throws Exception {
    List<List<IncidentLines.Line>> steps = IncidentLines.steps(2 * BEFORE);
    Path half = Files.createDirectories(dir.resolve("half"));
    Path whole = Files.createDirectories(dir.resolve("whole"));
    long lines = 0;
    long end = Long.MIN_VALUE;
    for (int i = 0; i < steps.size(); i++) {
      append(whole, steps.get(i), IncidentLines.LOGS);
      if (i < BEFORE) {
        append(half, steps.get(i), IncidentLines.LOGS);
        lines += steps.get(i).size();
        end = steps.get(i).stream().mapToLong(IncidentLines.Line::time).max().orElse(end);
      }
    }
    replay(files(whole), "replayed");
    replay(files(half), "plain");
    Path warm = replay(files(half), "warm", "--keep-state");
    assertSame("plain", "warm");

    try (KafkaBroker broker = KafkaBroker.start()) {
      Path watched = half.resolve("gateway");
      Files.move(watched.resolve("log.jsonl"), watched.resolve("log.1.jsonl"));
      compress(watched.resolve("log.1.jsonl"));
      Path log = dir.resolve("watch.log");
      for (String vendor : List.of("vendor-a", "vendor-b")) {
        broker.createTopic(vendor, 1);
        lines += send(broker, vendor, steps.get(BEFORE - 1), end - AGAIN);
      }
      broker.createTopic("findings", 1);
      WatchProcess watch =
          new WatchProcess(
              live(half, broker),
              dir.resolve("live"),
              log,
              "--drain",
              "--warm-from",
              warm.toString());
      for (List<IncidentLines.Line> step : steps.subList(BEFORE, steps.size())) {
        watch.awaitLines(lines);
        watch.kill();
        watch.start();
        append(half, step, List.of("gateway"));
        lines += step.stream().filter(line -> line.log().equals("gateway")).count();
        lines += send(broker, "vendor-a", step, Long.MIN_VALUE);
        lines += send(broker, "vendor-b", step, Long.MIN_VALUE);
      }
      watch.awaitLines(lines);
      assertEquals(0, watch.stop(), Files.readString(log));
      assertSame("replayed", "live");
      String ledger = Files.readString(dir.resolve("live/ledger.json"));
      assertTrue(ledger.contains("\"late\" : 0"), ledger);
      assertTold(broker.read("findings", IsolationLevel.READ_COMMITTED));
    }
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
    for (String line : Files.readAllLines(dir.resolve("warm/alerts.jsonl"))) {
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

  private static Path live(Path logs, KafkaBroker broker) throws IOException {
    String topic = "topic: %s\n    brokers: " + broker.brokers() + "\n    format: canonical";
    return Files.writeString(
        logs.resolve("live.yaml"),
        IncidentLines.config(
                name ->
                    name.equals("gateway")
                        ? "path: " + logs.resolve(name)
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

  private static void append(Path folder, List<IncidentLines.Line> lines, List<String> logs)
      throws IOException {
    for (String log : logs) {
      StringBuilder text = new StringBuilder();
      lines.stream()
          .filter(line -> line.log().equals(log))
          .forEach(line -> text.append(line.text()).append('\n'));
      Path to = Files.createDirectories(folder.resolve(log)).resolve("log.jsonl");
      Files.writeString(to, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private static void compress(Path file) throws IOException {
    Path packed = file.resolveSibling(file.getFileName() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, out);
    }
    Files.delete(file);
  }
}
