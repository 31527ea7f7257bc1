package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bundled incident under two rules of {@code testdata/sigma}: one event, and a count. */
class SigmaReplayTest {
  private static final Path DATA = Path.of("..", "testdata").toAbsolutePath().normalize();
  private static final String SCRIPTED = "sigma:7a1c2a70-5d0f-4b6e-9a55-6d4c0d6a1f01";
  private static final String MANY = "sigma:7a1c2a70-5d0f-4b6e-9a55-6d4c0d6a1f03";

  @TempDir static Path folder;
  private static Path out;

  @BeforeAll
  static void replayOnce() throws IOException {
    out = replay(1);
  }

  private static Path replay(int parallelism) throws IOException {
    Path sigma = DATA.resolve("sigma");
    return replay(
        "out-" + parallelism,
        parallelism,
        "2026-05-22T06:00:00Z",
        List.of(sigma.resolve("scripted_client.yml"), sigma.resolve("refused_paths.yml")));
  }

  private static Path replay(String name, int parallelism, String end, List<Path> rules)
      throws IOException {
    StringBuilder sigma = new StringBuilder("policy:\n");
    sigma.append(rules.isEmpty() ? "" : "  sigma:\n");
    rules.forEach(rule -> sigma.append("    - ").append(rule).append('\n'));
    Path config = folder.resolve("gatewatch.yaml");
    Files.writeString(
        config,
        Files.readString(DATA.resolve("incident/gatewatch.yaml"))
            .replace("path: ", "path: " + DATA.resolve("incident") + "/")
            .replace("file: ", "file: " + DATA.resolve("incident") + "/")
            .replace("policy:\n", sigma));
    Path to = folder.resolve(name);
    assertEquals(
        0,
        Gatewatch.run(
            "replay",
            "--quiet",
            "--no-report",
            "--config",
            config.toString(),
            "--to",
            end,
            "--parallelism",
            Integer.toString(parallelism),
            "--out",
            to.toString()));
    return to;
  }

  @Test
  void oneFindingForEachRuleAndCredential() throws IOException {
    List<JsonNode> found = findings();
    assertEquals(
        List.of(
            MANY + " key-0033 Medium true [\"sigma\"] T1526",
            SCRIPTED + " key-0007 High true [\"sigma\"] T1078"),
        found.stream()
            .map(
                f ->
                    f.at("/finding_info/analytic/uid").asString()
                        + " "
                        + f.at("/finding_info/title").asString().replaceAll(".*: ", "")
                        + " "
                        + f.at("/severity").asString()
                        + " "
                        + f.at("/is_alert").asBoolean()
                        + " "
                        + f.at("/finding_info/types")
                        + " "
                        + f.at("/finding_info/attacks/0/technique/uid").asString())
            .toList());
  }

  @Test
  void aFindingSaysWhichRuleWhatItSawAndWhatToDo() throws IOException {
    JsonNode many = findings().get(0);
    String said = many.at("/finding_info/desc").asString();
    assertTrue(
        said.startsWith(
            "at least 4 events within 10 minutes (Sigma correlation \"Many refused paths\"); the"
                + " last: refused 2026-05-21T"),
        said);
    assertTrue(said.endsWith(" requests at the gateway, 0 accepted."), said);
    assertEquals(
        "Somebody tries which paths there are. Look at what was answered afterwards.",
        many.at("/remediation/desc").asString());
    assertEquals("Many refused paths: key-0033", many.at("/finding_info/title").asString());
  }

  @Test
  void theSameBytesAtParallelismTwo() throws IOException {
    Path two = replay(2);
    for (String file : List.of("alerts.jsonl", "cases.jsonl", "windows.jsonl.zst")) {
      assertArrayEquals(
          Files.readAllBytes(out.resolve(file)), Files.readAllBytes(two.resolve(file)), file);
    }
  }

  @Test
  void noOtherFindingDependsOnTheRules() throws IOException {
    Path rule = folder.resolve("used.yml");
    Files.writeString(
        rule,
        """
        title: One of nine credentials is used
        id: 7a1c2a70-5d0f-4b6e-9a55-6d4c0d6a1f99
        logsource: {product: gatewatch}
        detection:
          selection:
            credential_id: [key-0046, key-0033, key-0015, key-0020, key-0021, key-0022, key-0023]
          condition: selection
        level: high
        """);
    List<String> with = others(replay("with", 1, "2026-06-03T00:00:00Z", List.of(rule)));
    assertEquals(others(replay("without", 1, "2026-06-03T00:00:00Z", List.of())), with);
    assertTrue(with.size() > 20, "findings: " + with.size());
  }

  /** Findings of no Sigma rule, without the case they belong to: it may hold the rules' too. */
  private static List<String> others(Path to) throws IOException {
    return Files.readAllLines(to.resolve("alerts.jsonl")).stream()
        .filter(line -> !line.contains("\"sigma:"))
        .map(line -> line.replaceAll("\"case_uid\":\"[^\"]*\",", ""))
        .toList();
  }

  /** The last state of each finding of a Sigma rule, in the order of the file. */
  private static List<JsonNode> findings() throws IOException {
    JsonMapper json = new JsonMapper();
    return Files.readAllLines(out.resolve("alerts.jsonl")).stream()
        .map(json::readTree)
        .filter(f -> f.at("/finding_info/analytic/uid").asString().startsWith("sigma:"))
        .toList();
  }
}
