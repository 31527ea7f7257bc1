package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.gatewatch.report.AlertView;

/**
 * A bundled incident in topics: the gateway's in three partitions, lines out of order; and what a
 * replay of the same lines gives.
 */
final class IncidentTopics {
  private static final int PARTITIONS = 3;

  /** How far arrival strays from event time, ms: within every binding's lateness. */
  private static final long JITTER = 120_000;

  final List<List<IncidentLines.Line>> steps;

  /** The configuration of the watch. */
  final Path config;

  private final Path dir;
  private final KafkaBroker broker;
  private final Random random;
  private long sent;

  /**
   * Makes the topics and replays the lines.
   *
   * @param dir for files; the watch is to write to {@code live} in it
   */
  IncidentTopics(Path dir, KafkaBroker broker, int steps, long seed) throws IOException {
    this.dir = dir;
    this.broker = broker;
    this.random = new Random(seed);
    this.steps = IncidentLines.steps(steps);
    Path files = Files.createDirectories(dir.resolve("files"));
    for (String log : IncidentLines.LOGS) {
      Files.write(
          files.resolve(log + ".jsonl"),
          this.steps.stream()
              .flatMap(List::stream)
              .filter(line -> line.log().equals(log))
              .map(IncidentLines.Line::text)
              .toList());
      broker.createTopic(log, log.equals("gateway") ? PARTITIONS : 1);
    }
    broker.createTopic("findings", 2);
    Path replay =
        Files.writeString(
            dir.resolve("replay.yaml"),
            IncidentLines.config(log -> "path: " + files.resolve(log + ".jsonl")));
    assertEquals(0, IncidentLines.replay(replay, dir.resolve("replayed")));
    String topic = "topic: %s\n    brokers: " + broker.brokers() + "\n    format: canonical";
    config =
        Files.writeString(
            dir.resolve("live.yaml"),
            IncidentLines.config(log -> topic.replace("%s", log))
                + "sinks:\n  - {name: soc, type: kafka, topic: findings, cases: true, brokers: \""
                + broker.brokers()
                + "\"}\n");
  }

  /** Sends a step but for one partition of the gateway's; returns that one's lines. */
  List<String> send(int step) {
    Map<String, List<String>> parts = parts(steps.get(step));
    List<String> slow = Objects.requireNonNull(parts.remove("gateway/2"));
    parts.forEach(this::produce);
    return slow;
  }

  /** Sends what {@link #send} kept back. */
  void sendSlow(List<String> slow) {
    produce("gateway/2", slow);
  }

  /** Lines sent so far. */
  long sent() {
    return sent;
  }

  /** Every byte that a replay writes, in the files and in the topic. */
  void assertAsReplayed() throws IOException {
    for (String name : IncidentLines.PROMISED) {
      Path replayed = dir.resolve("replayed").resolve(name);
      assertEquals(-1, Files.mismatch(replayed, dir.resolve("live").resolve(name)), name);
    }
    assertTrue(Files.readString(dir.resolve("live/ledger.json")).contains("\"late\" : 0"));
    Map<String, String> last = last(broker.read("findings", IsolationLevel.READ_COMMITTED));
    last.entrySet().removeIf(record -> isSuperseded(record.getValue(), last.keySet()));
    assertEquals(written("alerts.jsonl", "cases.jsonl"), new TreeSet<>(last.values()));
  }

  /** Whether it was told on arrival, and another finding that is there took its place. */
  private static boolean isSuperseded(String line, Set<String> uids) {
    AlertView view = AlertView.of(line);
    String by = "superseded by ";
    return view.revision() == 1
        && view.hasEnded()
        && view.why().startsWith(by)
        && uids.contains(view.why().substring(by.length()));
  }

  /** The last record of each key. */
  private static Map<String, String> last(List<ConsumerRecord<String, String>> records) {
    Map<String, String> out = new TreeMap<>();
    records.forEach(record -> out.put(record.key(), record.value()));
    return out;
  }

  private Set<String> written(String... names) throws IOException {
    Set<String> out = new TreeSet<>();
    for (String name : names) {
      out.addAll(Files.readAllLines(dir.resolve("replayed").resolve(name)));
    }
    return out;
  }

  /** By topic and partition, in an order of arrival that is not that of event time. */
  private Map<String, List<String>> parts(List<IncidentLines.Line> step) {
    record Arrival(long at, IncidentLines.Line line) {}

    List<Arrival> arrivals = new ArrayList<>();
    for (IncidentLines.Line line : step) {
      arrivals.add(new Arrival(line.time() + (long) (random.nextDouble() * JITTER), line));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::at));
    Map<String, List<String>> out = new TreeMap<>();
    for (Arrival arrival : arrivals) {
      String log = arrival.line().log();
      int partition = log.equals("gateway") ? random.nextInt(PARTITIONS) : 0;
      out.computeIfAbsent(log + "/" + partition, name -> new ArrayList<>())
          .add(arrival.line().text());
    }
    return out;
  }

  private void produce(String part, List<String> lines) {
    sent += lines.size();
    int slash = part.indexOf('/');
    broker.produce(part.substring(0, slash), Integer.parseInt(part.substring(slash + 1)), lines);
  }
}
