package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.IsolationLevel;
import org.gatewatch.report.AlertView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The only log there is falls silent: nothing but the clock can show it. */
@ExtendWith(ShowOutput.class)
class SilentLogTest {
  private static final int DAYS = 20;
  private static final int SILENT_HOURS = 12;
  private static final long HOUR = 3_600_000L;

  @TempDir private Path dir;

  @Test
  void theOnlyLogIsToldToBeSilentAndKeepsItsUidWhenItGoesOn() throws Exception {
    long now = System.currentTimeMillis();
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.createTopic("gateway", 1);
      broker.createTopic("findings", 1);
      Path config =
          Files.writeString(
              dir.resolve("watch.yaml"),
              """
              bindings:
                - {name: edge, format: canonical, topic: gateway, brokers: "%1$s"}
              watch: {checkpoint_every: 200ms, idle_after: 20s, metrics_port: 0}
              sinks:
                - {name: soc, type: kafka, brokers: "%1$s", topic: findings}
              """
                  .formatted(broker.brokers()));
      List<String> lines = new ArrayList<>();
      for (int h = DAYS * 24; h > SILENT_HOURS; h--) {
        lines.add(line(now - h * HOUR));
      }
      broker.produce("gateway", 0, lines);
      Path out = dir.resolve("out");
      WatchProcess watch =
          new WatchProcess(config, out, dir.resolve("watch.log"), "--drain", "--parallelism", "2");
      watch.await("the silence", () -> !told(broker).isEmpty());
      AlertView early = told(broker).get(0);
      assertEquals(0, early.revision());
      assertFalse(early.hasEnded());

      broker.produce("gateway", 0, List.of(line(System.currentTimeMillis())));
      watch.awaitLines(lines.size() + 1);
      assertEquals(0, watch.stop(), watch.said());
      List<AlertView> all = told(broker);
      assertEquals(1, all.stream().map(AlertView::uid).distinct().count());
      assertEquals(2, all.get(all.size() - 1).revision());
      List<String> settled = Files.readAllLines(out.resolve("alerts.jsonl"));
      assertEquals(List.of(early.uid()), settled.stream().map(l -> AlertView.of(l).uid()).toList());
    }
  }

  private static List<AlertView> told(KafkaBroker broker) {
    return broker.read("findings", IsolationLevel.READ_COMMITTED).stream()
        .filter(record -> record.value().contains("source-silent"))
        .map(record -> AlertView.of(record.value()))
        .toList();
  }

  private static String line(long time) {
    return "{\"event_time\":\""
        + Instant.ofEpochMilli(time)
        + "\",\"log_source\":\"gateway\",\"request_id\":\"r-"
        + time
        + "\",\"credential_id\":\"key-1\",\"credential_type\":\"api_key\","
        + "\"source_ip\":\"192.0.2.7\",\"endpoint\":\"/v1/messages\",\"model\":\"m\",\"status\":200}";
  }
}
