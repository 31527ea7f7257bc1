package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gatewatch.judge.Disposition;
import org.gatewatch.judge.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OcsfFindingTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final OcsfFinding FORMAT = new OcsfFinding("0.1.0");

  @Test
  void aRulesFindingReadsAsTheGoldenOne() throws Exception {
    assertGolden("leftover.json", pretty(Findings.leftover()));
  }

  @Test
  void aBehavioursFindingReadsAsTheGoldenOne() throws Exception {
    assertGolden("new-network.json", pretty(Findings.newNetwork()));
  }

  @Test
  void theCheckerFindsNothingInRealisticFindings(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("alerts.jsonl");
    Files.write(
        file,
        List.of(FORMAT.line(Findings.leftover()), FORMAT.line(Findings.newNetwork())),
        StandardCharsets.UTF_8);
    assertEquals("2 events, 0 errors, 0 warnings\n", OcsfCheck.run(file));
  }

  @Test
  void whatPeopleMadeOfAFindingStandsInItsStatus(@TempDir Path dir) throws Exception {
    List<String> lines = new ArrayList<>();
    for (Disposition.Status status : Disposition.Status.values()) {
      Disposition made = new Disposition(status, "benign", "u", "kit", "a trip\u001b[2J");
      int activity = status == Disposition.Status.CLOSED ? 3 : 2;
      lines.add(FORMAT.line(Findings.leftover().with(activity, true, made)));
    }
    Path file = dir.resolve("alerts.jsonl");
    Files.write(file, lines, StandardCharsets.UTF_8);
    assertEquals(
        List.of("In Progress", "Resolved", "Suppressed"),
        lines.stream().map(line -> MAPPER.readTree(line).path("status").asString()).toList());
    assertTrue(lines.get(0).contains("\"status_detail\":\"benign (kit): a trip\u241b[2J\""));
    assertEquals("3 events, 0 errors, 0 warnings\n", OcsfCheck.run(file));
  }

  @Test
  void theCheckerFindsNothingInHostileFindings(@TempDir Path dir) throws Exception {
    List<String> lines = new ArrayList<>();
    for (int seed = 0; seed < 400; seed++) {
      lines.add(FORMAT.line(HostileFindings.of(seed)));
    }
    Path file = dir.resolve("alerts.jsonl");
    Files.write(file, lines, StandardCharsets.UTF_8);
    assertEquals("400 events, 0 errors, 0 warnings\n", OcsfCheck.run(file));
  }

  @Test
  void hostileTextStaysOnOneLineAndIsReadBackAsData() {
    for (int seed = 0; seed < 2000; seed++) {
      Finding finding = HostileFindings.of(seed);
      String line = FORMAT.line(finding);
      assertEquals(line, new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
      assertTrue(line.codePoints().noneMatch(PlainText::isInvisible), "seed " + seed);
      JsonNode read = MAPPER.readTree(line);
      assertEquals(
          PlainText.data(finding.description()),
          read.path("finding_info").path("desc").asString(""),
          "seed " + seed);
      assertEquals(
          PlainText.data(finding.normal()),
          read.path("unmapped").path("gatewatch").path("normal").asString(""),
          "seed " + seed);
      assertEquals(Math.min(20, finding.cited().size()), read.path("evidences").size());
      for (int i = 0; i < read.path("evidences").size(); i++) {
        String agent = finding.cited().get(i).userAgent();
        JsonNode written = read.path("evidences").path(i).path("http_request").path("user_agent");
        assertEquals(agent == null ? "" : PlainText.data(agent), written.asString(""));
      }
    }
  }

  @Test
  void theSameFindingGivesTheSameBytes() {
    for (int seed = 0; seed < 200; seed++) {
      assertEquals(FORMAT.line(HostileFindings.of(seed)), FORMAT.line(HostileFindings.of(seed)));
    }
  }

  @Test
  void aTimeOutsideTheRangeIsMovedToItsEndAndToldApart() {
    Finding finding = null;
    for (int seed = 0; finding == null || finding.time() != Long.MAX_VALUE; seed++) {
      finding = HostileFindings.of(seed);
    }
    JsonNode read = MAPPER.readTree(FORMAT.line(finding));
    assertEquals(253_402_300_799_999L, read.path("time").asLong());
    assertEquals(
        Long.MAX_VALUE,
        read.path("unmapped").path("gatewatch").path("true_times").path("time").asLong());
  }

  @Test
  void aClosedFindingIsResolved() {
    JsonNode read = MAPPER.readTree(FORMAT.line(withActivity(3)));
    assertEquals(200403, read.path("type_uid").asInt());
    assertEquals("Resolved", read.path("status").asString());
  }

  @Test
  void anActivityThatOcsfDoesNotKnowIsRefused() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> FORMAT.line(withActivity(4)));
    assertTrue(Objects.requireNonNull(error.getMessage()).contains("4"));
  }

  private static Finding withActivity(int activity) {
    Finding f = Findings.leftover();
    return Findings.with(f, f.uid(), f.revision(), activity, f.time(), f.modified());
  }

  /** Over several lines, so that a change is readable in a diff. */
  private static String pretty(Finding finding) {
    String line = FORMAT.line(finding);
    assertEquals(-1, line.indexOf('\n'));
    return Json.pretty((tools.jackson.databind.node.ObjectNode) MAPPER.readTree(line));
  }

  /** Rewrites the file instead with {@code -Dgolden.write=true}. */
  private static void assertGolden(String name, String actual) throws Exception {
    Path file = Path.of("src/test/resources/report", name);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, actual);
    }
    assertEquals(Files.readString(file), actual);
  }
}
