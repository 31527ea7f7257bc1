package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.Rejected;
import org.gatewatch.judge.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files beside {@code ledger.json}: one line each, whatever the log held. */
class OutputLinesTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final List<Binding> BINDINGS =
      List.of(LedgerTest.binding(0, "gateway", LogSource.GATEWAY));
  private static final List<String> FILES = List.of("logs/a.jsonl.gz");

  @Test
  void aRejectedLineIsToldWithItsPlaceAndReason() {
    Rejected rejected =
        new Rejected(0, 0, 17, 4096, "not_json", "expected {, found \u001b", "\u001b[2J\u202e");
    assertEquals(
        "{\"binding\":\"gateway\",\"file\":\"logs/a.jsonl.gz\",\"line\":17,\"offset\":4096,"
            + "\"reason\":\"not_json\",\"message\":\"expected {, found \u241b\","
            + "\"excerpt\":\"\u241b[2J\\u202e\"}",
        new RejectedJson(BINDINGS, FILES::get).line(rejected));
  }

  @Test
  void aLateEventIsToldWithHowLateItWas() {
    AccessEvent event =
        new AccessEvent.Builder()
            .set(Field.EVENT_TIME, Findings.MORNING)
            .set(Field.CREDENTIAL_ID, "svc-3")
            .set(Field.REQUEST_ID, "r-1")
            .build(0, "svc-3", 300_000, 0, 3, 512);
    assertEquals(
        "{\"binding\":\"gateway\",\"file\":\"logs/a.jsonl.gz\",\"line\":3,\"offset\":512,"
            + "\"event_time\":\"2026-03-02T09:14:07.120Z\",\"late_ms\":42000,"
            + "\"credential_id\":\"svc-3\",\"request_id\":\"r-1\"}",
        new LateJson(BINDINGS, FILES::get).line(event, 42_000));
  }

  @Test
  void hostileRejectedLinesAreReadBackAsData() {
    RejectedJson format = new RejectedJson(BINDINGS, FILES::get);
    for (long seed = 0; seed < 1000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Rejected rejected =
          new Rejected(
              0, 0, 1, 0, "not_json", HostileFindings.text(random), HostileFindings.text(random));
      String line = format.line(rejected);
      assertEquals(-1, line.indexOf('\n'));
      JsonNode read = MAPPER.readTree(line.getBytes(StandardCharsets.UTF_8));
      assertEquals(PlainText.data(rejected.excerpt()), read.path("excerpt").asString("?"));
      assertEquals(PlainText.data(rejected.message()), read.path("message").asString(""));
    }
  }

  @Test
  void activityIsSortedAndAddsUp() throws Exception {
    ActivityCsv one = new ActivityCsv();
    one.add("b,\"c\"", 20_514, LogSource.GATEWAY, 3);
    one.add("a", 20_515, LogSource.VENDOR, 1);
    ActivityCsv two = new ActivityCsv();
    two.add("a", 20_515, LogSource.GATEWAY, 5);
    two.add("a", 20_514, LogSource.GATEWAY, 1);
    one.merge(two);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    one.write(out);
    assertEquals(3, one.days());
    assertEquals(
        """
        credential,day,gateway_lines,vendor_lines
        a,2026-03-02,1,0
        a,2026-03-03,5,1
        "b,""c""\",2026-03-02,3,0
        """,
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void evidenceLinesSayWhereEachCitedEventLies() {
    assertEquals(
        List.of(
            "{\"finding\":\"00112233445566778899aabbccddeeff\",\"file\":\"logs/a.jsonl.gz\","
                + "\"line\":17,\"offset\":4096,\"request_id\":\"r-100\"}",
            "{\"finding\":\"00112233445566778899aabbccddeeff\",\"file\":\"logs/a.jsonl.gz\","
                + "\"line\":17,\"offset\":4096,\"request_id\":\"r-101\"}"),
        new EvidenceLines(FILES::get).lines(Findings.leftover()).toList());
  }

  @Test
  void theAlertsFileHoldsTheLastRevisionsInOrderOfTimeHoweverTheyCame() throws Exception {
    List<Finding> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (int revision = 1; revision <= 3; revision++) {
        all.add(Findings.revision("uid-" + (i * 7 % 20), revision, Findings.MORNING + i % 5));
      }
    }
    OcsfFinding format = new OcsfFinding("0.1.0");
    String expected = null;
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(all, new Random(seed));
      AlertsFile file = new AlertsFile();
      all.forEach(file::add);
      String text = String.join("\n", file.findings().stream().map(format::line).toList());
      expected = expected == null ? text : expected;
      assertEquals(expected, text, "seed " + seed);
      assertEquals(20, file.findings().size());
      assertTrue(file.findings().stream().allMatch(f -> f.revision() == 3));
      for (int i = 1; i < 20; i++) {
        Finding a = file.findings().get(i - 1);
        Finding b = file.findings().get(i);
        assertTrue(a.time() < b.time() || (a.time() == b.time() && a.uid().compareTo(b.uid()) < 0));
      }
    }
  }

  @Test
  void theManifestListsFilesWithDigestAndLines(@TempDir Path dir) throws Exception {
    Files.writeString(dir.resolve("b.jsonl"), "abc\n");
    Files.writeString(dir.resolve("a.csv"), "");
    // SHA-256 of "abc\n" and of nothing, from sha256sum of GNU coreutils 9.1.
    assertEquals(
        """
        {
          "schema" : "manifest/1",
          "product" : {
            "name" : "Gatewatch",
            "version" : "0.1.0"
          },
          "schemas" : {
            "alerts" : "ocsf/1.8.0",
            "cases" : "ocsf/1.8.0",
            "ledger" : "ledger/1",
            "baselines" : "baselines/1",
            "evidence" : "evidence/1",
            "windows" : "windows/1",
            "calibration" : "calibration/1"
          },
          "files" : [
            {
              "name" : "a.csv",
              "bytes" : 0,
              "lines" : 0,
              "sha256" : "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            },
            {
              "name" : "b.jsonl",
              "bytes" : 4,
              "lines" : 1,
              "sha256" : "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb"
            }
          ]
        }
        """,
        Manifest.json("0.1.0", dir, List.of("b.jsonl", "a.csv")));
  }
}
