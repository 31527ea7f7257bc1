package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.ObjectMapper;

/** Dashboard and alert rules name what a running watch exposes. */
@ExtendWith(ShowOutput.class)
class MetricNamesTest {
  private static final Path DASHBOARD = Path.of("../scripts/grafana-dashboard.json");
  private static final Path RULES = Path.of("../scripts/alert-rules.yml");
  private static final Pattern NAME = Pattern.compile("\\bflink_[A-Za-z_]+");
  private static final int LINES = 100;

  @TempDir private Path dir;

  @Test
  void everyMetricOfDashboardAndRulesIsExposed() throws Exception {
    String dashboard = Files.readString(DASHBOARD);
    String rules = Files.readString(RULES);
    assertEquals("Gatewatch", new ObjectMapper().readTree(dashboard).path("title").asString());
    assertNotNull(new Load(LoadSettings.builder().build()).loadFromString(rules));
    Set<String> named = new TreeSet<>();
    for (Matcher m = NAME.matcher(dashboard + rules); m.find(); ) {
      named.add(m.group());
    }
    assertFalse(named.isEmpty());
    int port = Child.freePort();
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.createTopic("gateway", 1);
      Path config =
          Files.writeString(
              dir.resolve("watch.yaml"),
              """
              bindings:
                - {name: gateway, log_source: gateway, format: canonical, topic: gateway, brokers: "%s"}
              watch: {checkpoint_every: 300ms, metrics_port: %d}
              sinks:
                - {name: away, type: webhook, url: "http://127.0.0.1:1/"}
              """
                  .formatted(broker.brokers(), port));
      WatchProcess watch =
          new WatchProcess(config, dir.resolve("out"), dir.resolve("watch.log"), "--drain");
      broker.produce("gateway", 0, lines());
      watch.awaitLines(LINES);
      Set<String> missing = new TreeSet<>(named);
      watch.await("metrics", () -> allThere(missing, port));
      assertEquals(0, watch.stop(), watch.said());
    }
  }

  /** Whether none of the names is missing by now. */
  private static boolean allThere(Set<String> names, int port) {
    try {
      names.removeAll(Exposed.at(port).sums().keySet());
    } catch (IOException e) {
      return false; // not up yet
    }
    return names.isEmpty();
  }

  private static List<String> lines() {
    long now = System.currentTimeMillis();
    List<String> out = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      out.add(
          "{\"event_time\":\""
              + Instant.ofEpochMilli(now - (LINES - i) * 1000L)
              + "\",\"log_source\":\"gateway\",\"credential_id\":\"key-1\",\"status\":200}");
    }
    return out;
  }
}
