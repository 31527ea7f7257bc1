package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events of 97 kinds of log, as other people's detection rules are tested with. */
final class VendorSamplesTest {
  private static final Set<String> VENDORS =
      Set.of("okta", "entra", "auth0", "google_workspace", "teleport", "ocsf", "ecs", "sshd");
  private static final Set<String> OURS =
      Set.of(
          "AWS.CloudTrail",
          "Okta.SystemLog",
          "Azure.Audit",
          "Auth0.Events",
          "GSuite.ActivityEvent",
          "Gravitational.TeleportAudit");

  @TempDir Path folder;

  /** The events of each kind of log; those that rules for several kinds share are left out. */
  static Map<String, List<String>> byType() {
    Path file = SharedData.folder("fixtures-panther").resolve("rule_tests.jsonl.gz");
    Map<String, List<String>> out = new TreeMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode test = JsonMapper.shared().readTree(line);
        JsonNode types = test.path("log_types");
        if (types.size() == 1) {
          out.computeIfAbsent(types.get(0).asString(), k -> new ArrayList<>())
              .add(test.path("log").toString());
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out;
  }

  /** The samples are cut down to what a rule asks for: some have no time, or a word for one. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          AWS.CloudTrail, cloudtrail, 445, '{bad_time=2, no_event_time=13, not_cloudtrail=3}'
          Okta.SystemLog, okta, 54, '{bad_time=4, no_event_time=3, not_okta=5}'
          Azure.Audit, entra, 26, '{not_entra=21}'
          Auth0.Events, auth0, 56, '{not_auth0=1}'
          GSuite.ActivityEvent, google_workspace, 94, '{no_event_time=56, not_google_workspace=7}'
          Gravitational.TeleportAudit, teleport, 25, '{bad_time=1}'
          """)
  void readsAllThatIsWhole(String type, String format, long accepted, String refused)
      throws IOException {
    Probe probe = probe(Objects.requireNonNull(byType().get(type)));
    assertEquals(format, probe.format(), probe.reason());
    assertEquals(accepted, probe.accepted());
    assertEquals(refused, probe.rejected().toString());
  }

  @Test
  void everyRefusalIsOfARecordThatIsNotWhole() {
    Map<String, List<String>> types = byType();
    for (String event : Objects.requireNonNull(types.get("GSuite.ActivityEvent"))) {
      JsonNode node = JsonMapper.shared().readTree(event);
      boolean whole = node.path("id").has("time") && node.has("name");
      assertEquals(whole, accepts("google_workspace", event), event);
    }
    for (String event : Objects.requireNonNull(types.get("Azure.Audit"))) {
      JsonNode node = JsonMapper.shared().readTree(event);
      String category = node.path("category").asString("");
      assertEquals(category.contains("SignIn"), accepts("entra", event), event);
    }
    for (String event : Objects.requireNonNull(types.get("Okta.SystemLog"))) {
      JsonNode node = JsonMapper.shared().readTree(event);
      boolean whole = node.has("uuid") && node.path("published").asString("").startsWith("20");
      boolean typed = node.has("eventType") || node.has("eventtype");
      assertEquals(whole && typed, accepts("okta", event), event);
    }
  }

  private boolean accepts(String format, String event) {
    return Readings.of(event, folder, Readings.binding(format, null)).rejected().isEmpty();
  }

  @Test
  void takesNoOtherLogForOneOfOurs() throws IOException {
    int guessed = 0;
    for (Map.Entry<String, List<String>> type : byType().entrySet()) {
      if (OURS.contains(type.getKey())) {
        continue;
      }
      Probe probe = probe(type.getValue());
      assertFalse(VENDORS.contains(String.valueOf(probe.format())), type.getKey());
      if (probe.draft() != null) {
        guessed++;
        long rejected = probe.rejected().values().stream().mapToLong(n -> n).sum();
        assertTrue(probe.accepted() >= 0.9 * (probe.accepted() + rejected), type.getKey());
      }
      for (String event : type.getValue().subList(0, Math.min(4, type.getValue().size()))) {
        Detection detection = Detection.of(event, false);
        assertFalse(VENDORS.contains(String.valueOf(detection.format())), type.getKey());
      }
    }
    assertTrue(guessed >= 40, "kinds read by a guessed field map: " + guessed);
  }

  private Probe probe(List<String> events) throws IOException {
    Path file = folder.resolve("log");
    Files.write(file, events);
    return Probe.of(file, Redactor.unkeyed());
  }
}
