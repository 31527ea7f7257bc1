package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;
import org.gatewatch.report.AlertView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rule that needs nothing but its event is told as it arrives, though no time passes after it.
 */
@ExtendWith(ShowOutput.class)
class ArrivalTest {
  private static final Instant NOON = Instant.parse("2026-05-20T12:00:30Z");

  @TempDir private Path dir;
  private long lines;

  @Test
  void aRevokedCredentialIsInTheTopicBeforeItsTimeHasCome() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.createTopic("gateway", 1);
      broker.createTopic("findings", 1);
      Files.writeString(
          dir.resolve("roster.csv"),
          "credential_id,revoked_at\nkey-1,2026-05-01T00:00:00Z\nkey-2,2026-05-01T00:00:00Z\nkey-3,\n");
      Path config =
          Files.writeString(
              dir.resolve("watch.yaml"),
              """
              bindings:
                - {name: gateway, format: canonical, topic: gateway, brokers: "%1$s"}
              roster: {file: roster.csv}
              watch: {checkpoint_every: 200ms, idle_after: 7d, metrics_port: 0}
              sinks:
                - {name: soc, type: kafka, brokers: "%1$s", topic: findings}
              """
                  .formatted(broker.brokers()));
      Path log = dir.resolve("watch.log");
      // A task without a partition would hold time back.
      WatchProcess watch =
          new WatchProcess(config, dir.resolve("out"), log, "--drain", "--parallelism", "1");
      send(broker, "key-1", 0, 0);
      watch.await("the first notice", () -> !told(broker, "key-1").isEmpty());
      AlertView early = told(broker, "key-1").get(0);
      assertEquals(0, early.revision());
      assertEquals(5, early.severity());
      assertFalse(early.hasEnded());

      // It is killed; the same line again, and two of another one, the later one first.
      watch.kill();
      watch.start();
      send(broker, "key-1", 0, -1);
      send(broker, "key-2", 40, 0);
      watch.await("the second notice", () -> !told(broker, "key-2").isEmpty());
      send(broker, "key-2", 10, 0);
      watch.awaitLines(lines);
      assertEquals(1, told(broker, "key-1").size());
      assertEquals(1, told(broker, "key-2").size());
      assertEquals("", Files.readString(dir.resolve("out/alerts.jsonl")));

      send(broker, "key-3", 600, 0);
      watch.await(
          "what is settled", () -> told(broker, "key-2").stream().anyMatch(AlertView::hasEnded));
      Map<String, AlertView> first = last(broker, "key-1");
      assertEquals(Set.of(early.uid()), first.keySet());
      AlertView open = first.values().iterator().next();
      assertEquals(1, open.revision());
      assertFalse(open.hasEnded());

      String meant = told(broker, "key-2").get(0).uid();
      Map<String, AlertView> second = last(broker, "key-2");
      AlertView taken = Objects.requireNonNull(second.remove(meant));
      assertTrue(taken.hasEnded());
      assertEquals(1, second.size());
      AlertView settled = second.values().iterator().next();
      assertEquals("superseded by " + settled.uid(), taken.why());
      assertFalse(settled.hasEnded());
      assertEquals(0, watch.stop(), watch.said());
      assertEquals(2, Files.readAllLines(dir.resolve("out/alerts.jsonl")).size());
    }
  }

  /** The findings about a credential that can be read, in their order. */
  private static List<AlertView> told(KafkaBroker broker, String credential) {
    return broker.read("findings", IsolationLevel.READ_COMMITTED).stream()
        .filter(record -> record.value().contains("\"uid\":\"" + credential + '"'))
        .map(record -> AlertView.of(record.value()))
        .toList();
  }

  /** By uid. */
  private static Map<String, AlertView> last(KafkaBroker broker, String credential) {
    Map<String, AlertView> out = new HashMap<>();
    told(broker, credential).forEach(f -> out.put(f.uid(), f));
    return out;
  }

  /**
   * Sends a line.
   *
   * @param seconds after the first
   * @param again -1 for the request of the line before
   */
  private void send(KafkaBroker broker, String credential, long seconds, int again) {
    String time = NOON.plusSeconds(seconds).toString();
    long id = lines + again;
    lines++;
    broker.produce(
        "gateway",
        0,
        List.of(
            "{\"event_time\":\""
                + time
                + "\",\"log_source\":\"gateway\",\"request_id\":\"r-"
                + id
                + "\",\"credential_id\":\""
                + credential
                + "\",\"credential_type\":\"api_key\",\"source_ip\":\"192.0.2.7\","
                + "\"endpoint\":\"/v1/messages\",\"model\":\"m\",\"status\":200}"));
  }
}
