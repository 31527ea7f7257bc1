package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds of every format, whatever the texts of a log are. */
class AlertFormatsTest {
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  static List<AlertFormat> all() {
    return AlertFormats.ALL;
  }

  static List<String> ids() {
    return AlertFormats.ids();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void hostileTextsStayOnTheirLineAndInTheirLimits(String id) throws Exception {
    AlertFormat format = AlertFormats.of(id);
    int lines = id.startsWith("bulk") ? 2 : 1;
    for (String text : HostileAlerts.TEXTS) {
      for (AlertView alert : HostileAlerts.with(text)) {
        if (format.takes(alert)) {
          String message = format.encode(alert);
          assertEquals(lines, message.lines().count(), id);
          assertFalse(message.endsWith("\n"));
          assertPlain(message);
          assertTrue(bytes(message) <= limit(id), () -> id + " " + bytes(message));
          if (!format.contentType().startsWith("text/")) {
            message.lines().forEach(STRICT::readTree);
          }
          assertEquals(message, format.encode(alert), "the same bytes again");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void findingsOfAnAttackersMakingAreWritten(String id) {
    AlertFormat format = AlertFormats.of(id);
    for (long seed = 0; seed < 300; seed++) {
      AlertView alert = AlertView.of(new OcsfFinding("0.1.0").line(HostileFindings.of(seed)));
      if (format.takes(alert)) {
        assertPlain(format.encode(alert));
      }
    }
  }

  /** No control character, no half of a pair, nothing that turns the reading direction. */
  private static void assertPlain(String message) {
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      assertTrue((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t', () -> "U+" + (int) c);
      assertTrue(c != '\u202e' && c != '\u2028' && c != '\u0085', "invisible");
    }
    byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
    assertEquals(message, new String(utf8, StandardCharsets.UTF_8));
  }

  private static int bytes(String message) {
    return message.getBytes(StandardCharsets.UTF_8).length;
  }

  /** What receivers take, bytes. */
  private static int limit(String id) {
    return switch (id) {
      case "cef" -> 8_192 - 200;
      case "leef" -> 4_096 - 200;
      case "teams" -> 28_000;
      case "pagerduty" -> 512_000;
      case "slack" -> 100_000;
      case "csv" -> 500_000;
      default -> 1_000_000;
    };
  }

  @Test
  void idsAreDifferentAndAnUnknownOneIsToldWithTheKnown() {
    assertEquals(AlertFormats.ALL.size(), new HashSet<>(AlertFormats.ids()).size());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> AlertFormats.of("cefx"));
    assertTrue(
        String.valueOf(e.getMessage()).contains("expected one of ocsf, ecs, cef"), e.getMessage());
  }

  @Test
  void anOcsfLineIsLeftAsItIs() {
    String line = new OcsfFinding("0.1.0").line(Findings.leftover());
    assertEquals(line, AlertFormats.of("ocsf").encode(AlertView.of(line)));
  }

  /** What wraps OCSF still holds valid OCSF, also when it had to be cut. */
  @Test
  void theCheckerFindsNothingInWhatSplunkAndTheBulkGet(@TempDir Path dir) throws Exception {
    List<String> lines = new ArrayList<>();
    for (long seed = 0; seed < 40; seed++) {
      lines.add(new OcsfFinding("0.1.0").line(HostileFindings.of(seed)));
    }
    lines.add(new OcsfFinding("0.1.0").line(Findings.leftover()));
    List<String> wrapped = new ArrayList<>();
    for (String line : lines) {
      AlertView alert = AlertView.of(line);
      wrapped.add(STRICT.readTree(AlertFormats.of("splunk_hec").encode(alert)).get("event") + "");
      wrapped.add(AlertFormats.of("bulk_ocsf").encode(alert).lines().toList().get(1));
      wrapped.add(Json.line(Cut.tree(alert.line(), 60_000)));
    }
    Path file = dir.resolve("alerts.jsonl");
    Files.write(file, wrapped, StandardCharsets.UTF_8);
    assertEquals("123 events, 0 errors, 0 warnings\n", OcsfCheck.run(file));
  }

  @Test
  void splunkReadsSecondsAndFlatFields() {
    String message = AlertFormats.of("splunk_hec").encode(HostileAlerts.leftover());
    assertTrue(message.startsWith("{\"time\":1772446447.120,"), message.substring(0, 60));
    JsonNode event = STRICT.readTree(message);
    assertEquals("ocsf:detection_finding", event.path("sourcetype").asString());
    event.path("fields").forEach(field -> assertTrue(field.isString()));
    assertEquals("00112233445566778899aabbccddeeff", event.at("/fields/uid").asString());
  }

  @Test
  void aRevisionReplacesItsDocumentAndNeverALaterOne() {
    List<String> lines = AlertFormats.of("bulk").encode(HostileAlerts.leftover()).lines().toList();
    assertEquals(
        "{\"index\":{\"_id\":\"00112233445566778899aabbccddeeff\",\"version\":2,"
            + "\"version_type\":\"external_gte\"}}",
        lines.get(0));
    assertEquals(AlertFormats.of("ecs").encode(HostileAlerts.leftover()), lines.get(1));
  }

  @Test
  void ecsHasItsFieldsAndTheVersionsOfTheFrameworks() {
    JsonNode ecs = STRICT.readTree(AlertFormats.of("ecs").encode(HostileAlerts.leftover()));
    assertEquals("2026-03-02T10:14:07.120Z", ecs.path("@timestamp").asString());
    assertEquals("8.17.0", ecs.at("/ecs/version").asString());
    assertEquals("alert", ecs.at("/event/kind").asString());
    assertEquals("[\"intrusion_detection\"]", ecs.at("/event/category").toString());
    assertEquals("[\"info\"]", ecs.at("/event/type").toString());
    assertEquals(99, ecs.at("/event/severity").asInt());
    assertEquals(51_280_000_000L, ecs.at("/event/duration").asLong());
    assertEquals("203.0.113.9", ecs.at("/source/ip").asString());
    assertEquals(64501, ecs.at("/source/as/number").asInt());
    assertEquals("[\"203.0.113.9\",\"2001:db8::9\"]", ecs.at("/related/ip").toString());
    assertEquals("[\"T1078\"]", ecs.at("/threat/technique/id").toString());
    assertEquals("[\"T1078.004\"]", ecs.at("/threat/technique/subtechnique/id").toString());
    assertEquals(
        "[\"https://attack.mitre.org/versions/v18/techniques/T1078\"]",
        ecs.at("/threat/technique/reference").toString());
    assertEquals(
        "{\"framework\":\"MITRE ATLAS\",\"version\":\"5.6.1\",\"id\":\"AML.T0012\"}",
        ecs.at("/gatewatch/attacks/1").toString());
    assertEquals("ctr-017", ecs.at("/labels/credential_id").asString());
  }
}
