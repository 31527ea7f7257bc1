package org.gatewatch.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdInputStream;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gatewatch.Gatewatch;
import org.gatewatch.settings.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a made-up log to its evaluation, by the commands alone. */
class EvaluateCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void anEvaluationAgreesWithTheReplaysFiles(@TempDir Path work) throws IOException {
    ScenarioOptions options =
        new ScenarioOptions(
            5, 30, 24, Map.of(AttackType.LEFTOVER_CONTRACTOR, 1, AttackType.ENDPOINT_GUESS, 1));
    ScenarioWriter.write(ScenarioGenerator.generate(options), work);
    Path out = work.resolve("out");
    run("replay", "--quiet", "--config", work.resolve("gatewatch.yaml"), "--out", out);
    run("evaluate", out, "--labels", work, "--compare");

    JsonNode evaluation = JSON.readTree(Files.readString(out.resolve("evaluation.json")));
    Score score =
        Score.of(
            Truth.read(work), Alert.read(out.resolve("alerts.jsonl")), ScenarioOptions.day(14));
    for (String type : score.found().keySet()) {
      JsonNode told = evaluation.path("by_type").path(type);
      assertEquals(score.detected(type), told.path("found").asInt(), type);
      assertEquals(score.found().get(type).size(), told.path("attacks").asInt(), type);
    }
    assertTrue(evaluation.path("attacks").path("found").asInt() >= 1, evaluation::toString);
    assertEquals(score.activeCredentialDays(), evaluation.path("credential_days").asLong());
    assertEquals(7, evaluation.path("realised_rates").size());
    long allowed = evaluation.path("false_alerts").path("count").asLong();
    for (JsonNode simple : evaluation.path("comparison")) {
      double n = simple.path("false_per_1000").asDouble() * score.activeCredentialDays() / 1000;
      boolean same = simple.path("setting").asString().equals("same rate");
      assertTrue(!same || n <= allowed + 1e-6, simple::toString);
    }
    filesFollowTheirSchemas(out);
    findingsComputeAgain(out);
  }

  private static void findingsComputeAgain(Path out) throws IOException {
    Schema evidence = schema("evidence");
    for (String line : lines(out.resolve("evidence.jsonl.zst"))) {
      assertEquals(List.of(), evidence.validate(line, InputFormat.JSON), line);
    }
    Schema baseline = schema("baseline");
    for (String line : Files.readAllLines(out.resolve("baselines.jsonl"))) {
      assertEquals(List.of(), baseline.validate(line, InputFormat.JSON), line);
      run("baseline", out, JSON.readTree(line).path("credential").asString());
    }
    for (String line : Files.readAllLines(out.resolve("alerts.jsonl"))) {
      run("explain", out, JSON.readTree(line).path("finding_info").path("uid").asString());
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new ZstdInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return in.lines().toList();
    }
  }

  private static void filesFollowTheirSchemas(Path out) throws IOException {
    String calibration = Files.readString(out.resolve("calibration.json"));
    assertEquals(List.of(), schema("calibration").validate(calibration, InputFormat.JSON));
    Schema window = schema("window");
    String last = "";
    long lines = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new ZstdInputStream(Files.newInputStream(out.resolve("windows.jsonl.zst"))),
                StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        assertEquals(List.of(), window.validate(line, InputFormat.JSON), line);
        JsonNode row = JSON.readTree(line);
        String place = row.path("day").asString() + " " + row.path("credential").asString();
        assertTrue(last.compareTo(place) < 0, place + " after " + last);
        last = place;
        lines++;
      }
    }
    long settled = 0;
    JsonNode days = JSON.readTree(calibration).path("p_day");
    for (JsonNode bin : days.path("bins")) {
      settled += bin.path(1).asLong();
    }
    assertEquals(lines, settled + days.path("certain").asLong());
    JsonNode manifest = JSON.readTree(Files.readString(out.resolve("manifest.json")));
    List<String> names =
        manifest.path("files").valueStream().map(f -> f.path("name").asString()).toList();
    assertTrue(
        names.containsAll(List.of("windows.jsonl.zst", "calibration.json")), names::toString);
  }

  private static Schema schema(String name) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Schemas.text(name), InputFormat.JSON);
  }

  private static void run(Object... arguments) {
    String[] texts =
        java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    assertEquals(0, Gatewatch.run(texts));
  }
}
