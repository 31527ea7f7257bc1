package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logs of real systems, every line accounted for. */
final class RealDataTest {
  @TempDir Path folder;

  private static Readings read(String file) {
    int slash = file.indexOf('/');
    return Readings.of(
        SharedData.folder(file.substring(0, slash)).resolve(file.substring(slash + 1)),
        Readings.binding(null, null));
  }

  @Test
  void readsACloudTrailOfAnAttack() {
    Readings read = read("cloudtrail-invictus/invictus.jsonl.gz");
    assertEquals("cloudtrail", read.format());
    assertEquals(2900, read.accepted().size());
    assertEquals(List.of(), read.rejected());
    assertEquals(353, read.unknown().get("source_ip: not an address"));
    assertEquals(2900 - 353, read.accepted().stream().filter(e -> e.sourceIp() != null).count());
  }

  @Test
  void readsTheCloudTrailOfDetonations() {
    Readings read = read("cloudtrail-stratus/stratus_detonations.jsonl.gz");
    assertEquals(310, read.accepted().size());
    assertEquals(List.of(), read.rejected());
    assertEquals(310, read.accepted().stream().filter(e -> e.has(Field.DEDUPE_KEY)).count());
  }

  @Test
  void readsAnApacheLogButForItsCutLine() {
    Readings read = read("web-elastic-apache/apache_logs.gz");
    assertEquals("combined", read.format());
    assertEquals(9999, read.accepted().size());
    assertEquals(List.of("not_combined"), read.reasons()); // line 8899 has no closing quote
    assertEquals(8899, read.rejected().get(0).line());
  }

  @Test
  void readsALogFullOfAttacks() {
    Readings read = read("web-basjes-hackers/hackers-access.log.gz");
    assertEquals(3456, read.accepted().size());
    assertEquals(List.of(), read.rejected());
    assertEquals(
        0,
        read.accepted().stream()
            .filter(e -> Objects.requireNonNullElse(e.text(Field.ENDPOINT), "").contains("?"))
            .count());
  }

  /** Five files of prompts sent to one model, some of them very large. */
  @Test
  void readsBedrockInvocations() throws IOException {
    int records = 0;
    try (Stream<Path> files = Files.list(SharedData.folder("bedrock-claude"))) {
      for (Path file : files.filter(f -> f.toString().contains(".ndjson")).sorted().toList()) {
        Readings read = Readings.of(file, Readings.binding(null, null));
        assertEquals("bedrock", read.format());
        assertEquals(List.of(), read.rejected());
        for (AccessEvent event : read.accepted()) {
          assertTrue(event.has(Field.CREDENTIAL_ID) && event.has(Field.MODEL), event.toString());
          assertTrue(event.number(Field.INPUT_TOKENS, 0) > 0, event.toString());
        }
        records += read.accepted().size();
      }
    }
    assertEquals(178, records);
  }

  /**
   * Made-up records of real shape: what a rule is tested with holds what the rule looks at. Of
   * Google Cloud's 20 are cut down to less than a method's name, or have all names in small
   * letters, and 7 have no time.
   */
  @ParameterizedTest
  @CsvSource({
    "OpenAI.Audit, openai_audit, 33, 33",
    "Anthropic.Activity, anthropic_activity, 38, 38",
    "AWS.BedrockModelInvocation, bedrock, 8, 8",
    "GCP.AuditLog, gcp_audit, 168, 141"
  })
  void readsTheRecordsThatRulesAreTestedWith(String type, String format, int all, int accepted)
      throws IOException {
    Path fixtures = SharedData.folder("fixtures-panther").resolve("rule_tests.jsonl.gz");
    StringBuilder lines = new StringBuilder();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(fixtures)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode test = JsonMapper.shared().readTree(line);
        JsonNode types = test.path("log_types");
        if (types.size() == 1 && types.get(0).asString().equals(type)) {
          lines.append(test.get("log")).append('\n');
        }
      }
    }
    Readings read = Readings.of(lines.toString(), folder, Readings.binding(null, null));
    assertEquals(format, read.format());
    assertEquals(all, read.accepted().size() + read.rejected().size());
    assertEquals(accepted, read.accepted().size(), () -> read.rejected().toString());
  }
}
