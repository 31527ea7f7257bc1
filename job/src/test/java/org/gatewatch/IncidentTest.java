package org.gatewatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.gatewatch.settings.Schemas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The bundled incident, replayed as its user would, against the committed findings. */
class IncidentTest {
  private static final Path INCIDENT = Path.of("..", "testdata", "incident");
  private static final Path GOLDEN = INCIDENT.resolve("alerts.jsonl");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Path out;

  @BeforeAll
  static void replay() {
    out = folder.resolve("out");
    assertEquals(
        0,
        Gatewatch.run(
            "replay",
            "--quiet",
            "--config",
            INCIDENT.resolve("gatewatch.yaml").toString(),
            "--out",
            out.toString()));
  }

  /** Rewritten with -Dgolden=write; the review reads the difference. */
  @Test
  void findingsAreTheCommittedOnes() throws IOException {
    String found = Files.readString(out.resolve("alerts.jsonl"));
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(GOLDEN, found);
    }
    assertEquals(Files.readString(GOLDEN), found);
  }

  @Test
  void theLeftoverCredentialIsNamedFromItsFirstUse() throws IOException {
    JsonNode attack =
        Files.readAllLines(INCIDENT.resolve("attacks.jsonl")).stream()
            .map(JSON::readTree)
            .filter(a -> a.path("type").asString().equals("leftover_contractor"))
            .findFirst()
            .orElseThrow();
    List<JsonNode> named =
        Files.readAllLines(out.resolve("alerts.jsonl")).stream()
            .map(JSON::readTree)
            .filter(
                f ->
                    f.path("finding_info")
                        .path("analytic")
                        .path("uid")
                        .asString()
                        .equals("leftover-credential"))
            .toList();
    assertEquals(1, named.size());
    JsonNode finding = named.get(0);
    assertTrue(finding.path("is_alert").asBoolean());
    assertEquals("Critical", finding.path("severity").asString());
    assertEquals(
        attack.path("credential_id").asString(),
        finding.path("unmapped").path("gatewatch").path("credential").asString());
    assertEquals(
        java.time.Instant.parse(attack.path("start").asString()).toEpochMilli(),
        finding.path("time").asLong());
  }

  @Test
  void whatIsWrittenFollowsItsSchema() throws IOException {
    assertEquals(List.of(), violations("ledger", Files.readString(out.resolve("ledger.json"))));
    Path labels = INCIDENT.resolve("labels.jsonl.gz");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(labels)), UTF_8))) {
      assertEquals(
          List.of(), lines.lines().flatMap(l -> violations("labels", l).stream()).toList());
    }
  }

  private static List<com.networknt.schema.Error> violations(String schema, String json) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Schemas.text(schema))
        .validate(json, InputFormat.JSON);
  }

  @Test
  void everyLineIsAccountedFor() throws IOException {
    JsonNode totals = JSON.readTree(Files.readString(out.resolve("ledger.json"))).path("totals");
    assertEquals(104_839, totals.path("lines").asLong());
    assertEquals(
        totals.path("lines").asLong(),
        totals.path("accepted").asLong()
            + totals.path("rejected").asLong()
            + totals.path("duplicates").asLong()
            + totals.path("late").asLong());
    assertEquals(0, totals.path("late").asLong());
    assertTrue(totals.path("duplicates").asLong() > 0, "the vendors repeat some lines");
  }
}
