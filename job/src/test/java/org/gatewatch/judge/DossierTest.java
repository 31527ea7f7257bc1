package org.gatewatch.judge;

import static org.gatewatch.judge.Streams.BEGINNING;
import static org.gatewatch.judge.Streams.DAY;
import static org.gatewatch.judge.Streams.HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gatewatch.detect.Working;
import org.gatewatch.event.Roster;
import org.gatewatch.report.EvidenceJson;
import org.gatewatch.report.Explanation;
import org.gatewatch.report.OcsfFinding;
import org.gatewatch.report.Precedent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Findings carry what they were computed from, and it computes to what they say. */
class DossierTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** A theft, a burst, a night of work and a slow climb of tokens. */
  private static List<Finding> findings(long seed) {
    Streams s = Streams.office(25, 33, 20, seed);
    for (int hour = 10; hour < 13; hour++) {
      s.use("cred-003", BEGINNING + 16 * DAY + hour * HOUR, 3, "203.0.113.9", 64666, "loot/9", 300);
    }
    s.use("cred-004", BEGINNING + 17 * DAY + 9 * HOUR, 400, "192.0.4.7", 64501, "sdk/1.0", 300);
    for (int hour = 1; hour < 4; hour++) {
      s.use("cred-005", BEGINNING + 21 * DAY + hour * HOUR, 9, "192.0.5.7", 64502, "sdk/1.0", 9000);
    }
    for (int day = 22; day < 33; day++) {
      long tokens = (long) (300 * Math.pow(1.4, day - 20));
      s.use(
          "cred-006", BEGINNING + day * DAY + 19 * HOUR, 30, "192.0.6.7", 64500, "sdk/1.0", tokens);
    }
    List<Finding> out = new ArrayList<>();
    s.feed(new Judge(JudgeSettings.defaults(), Roster.EMPTY, new MemoryStore(), out::add));
    return out;
  }

  private static Precedent nobody() {
    return new Precedent("", "", "", "");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyRevisionComputesToItsScore(long seed) throws IOException {
    List<Finding> findings = findings(seed);
    assertTrue(findings.stream().filter(Finding::alert).count() >= 3, findings::toString);
    for (Finding f : findings) {
      Dossier dossier = Objects.requireNonNull(f.dossier(), f.title());
      assertEquals(f.score(), dossier.account().sum(), 1e-5 * f.score(), f.description());
      for (Share share : dossier.account().shares()) {
        if (share.clue() != null) {
          Working w = Objects.requireNonNull(share.clue().working());
          assertEquals(w.blend().score(), w.terms().surprise(), 1.0 / (1 << 20), w.toString());
          assertEquals(share.day().score(), w.surprise(), 1e-5, w.toString());
        }
      }
      JsonNode alert = JSON.readTree(new OcsfFinding("1").line(f));
      JsonNode line = JSON.readTree(Objects.requireNonNull(EvidenceJson.line(f)));
      assertEquals(withoutCited(dossier), withoutCited(EvidenceJson.read(line)));
      Explanation told = Explanation.of(alert, line, nobody());
      assertEquals(List.of(), told.wrong(), told.text());
    }
  }

  /** Evidence lines do not repeat the cited events. */
  private static String withoutCited(Dossier dossier) {
    return dossier.toString().replaceAll("cited=\\[.*?\\], count", "count");
  }

  @Test
  void explainsInNumbers() throws IOException {
    Map<String, Finding> last = new LinkedHashMap<>();
    findings(1).forEach(f -> last.put(f.uid(), f));
    Finding theft =
        last.values().stream()
            .filter(f -> f.alert() && f.credential().equals("cred-003"))
            .findFirst()
            .orElseThrow();
    String text =
        Explanation.of(
                JSON.readTree(new OcsfFinding("1").line(theft)),
                JSON.readTree(Objects.requireNonNull(EvidenceJson.line(theft))),
                nobody())
            .text();
    assertTrue(text.contains("identity: "), text);
    assertTrue(text.contains("P(step 5 or more) = "), text);
    assertTrue(text.contains("score "), text);
    assertTrue(text.contains("paged "), text);
    assertTrue(text.contains("closed: no new evidence for 72 hours"), text);
  }

  @Test
  void saysWhatWasTamperedWith() throws IOException {
    Finding f = findings(1).stream().filter(Finding::alert).findFirst().orElseThrow();
    JsonNode alert = JSON.readTree(new OcsfFinding("1").line(f));
    ObjectNode line = (ObjectNode) JSON.readTree(Objects.requireNonNull(EvidenceJson.line(f)));
    ObjectNode terms = (ObjectNode) line.path("families").path(0).path("window").path("terms");
    terms.put("hits_1", 7.5);
    List<String> wrong = Explanation.of(alert, line, nobody()).wrong();
    assertEquals(1, wrong.size(), wrong::toString);
    assertTrue(wrong.get(0).startsWith("identity, raw surprise: recorded "), wrong::toString);
  }

  @Test
  void aRowKeepsItsArithmetic() throws IOException {
    Streams s = Streams.office(25, 18, 20, 1);
    s.use("cred-003", BEGINNING + 17 * DAY + 10 * HOUR, 3, "203.0.113.9", 64666, "loot/9", 300);
    MemoryStore store = new MemoryStore();
    Judge judge = new Judge(JudgeSettings.defaults(), Roster.EMPTY, store, f -> {});
    s.feed(judge, 0, s.starts().size());
    CredentialRow row = Objects.requireNonNull(store.credential("cred-003"));
    Episode episode = Objects.requireNonNull(row.episode);
    assertNotNull(episode.decision);
    assertFalse(episode.history.isEmpty());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    row.write(new DataOutputStream(bytes));
    CredentialRow again =
        CredentialRow.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    Episode read = Objects.requireNonNull(again.episode);
    assertEquals(episode.account, read.account);
    assertEquals(episode.decision, read.decision);
    assertEquals(episode.history, read.history);
    assertEquals(row.days.get(0).account, again.days.get(0).account);
  }

  @Test
  void aHistoryIsBounded() {
    List<Dossier.Note> history = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      Dossier.add(history, new Dossier.Note(i, i, Change.OPENED, 1, 1));
    }
    assertEquals(16, history.size());
    assertEquals(1, history.get(0).revision());
    assertEquals(100, history.get(15).revision());
  }
}
