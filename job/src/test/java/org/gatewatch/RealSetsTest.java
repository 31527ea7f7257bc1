package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Logs of real systems through the whole product: every line accounted for, findings valid. */
class RealSetsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cloudtrail-invictus/invictus.jsonl.gz cloudtrail-stratus/stratus_detonations.jsonl.gz",
        "web-elastic-apache/apache_logs.gz",
        "web-basjes-hackers/hackers-access.log.gz"
      })
  void areReadToTheLastLine(String names) throws Exception {
    Path shared = shared();
    List<Path> files = Stream.of(names.split(" ")).map(shared.resolve("data")::resolve).toList();
    assumeTrue(files.stream().allMatch(Files::exists), () -> "no real data at " + files);
    Path out = folder.resolve("out");
    CommandRun ran =
        CommandRun.of(Stream.concat(Stream.of("replay", "--out", out), files.stream()).toArray());
    assertEquals(0, ran.code(), ran.err());
    assertFalse(ran.showsAStackTrace());
    JsonNode totals =
        new ObjectMapper().readTree(Files.readString(out.resolve("ledger.json"))).path("totals");
    long lines = 0;
    for (Path file : files) {
      lines += lines(file);
    }
    assertEquals(lines, totals.path("lines").asLong());
    assertEquals(
        lines,
        totals.path("accepted").asLong()
            + totals.path("rejected").asLong()
            + totals.path("duplicates").asLong()
            + totals.path("late").asLong());
    assertTrue(totals.path("rejected").asLong() <= 1, totals.toString());
    String checked = ocsfCheck(shared, out.resolve("alerts.jsonl"));
    assertTrue(checked.contains(" 0 errors"), checked);
  }

  private static Path shared() {
    String root = System.getProperty("GATEWATCH_SHARED", System.getenv("GATEWATCH_SHARED"));
    return Path.of(root == null ? "../../shared" : root);
  }

  private static long lines(Path file) throws IOException {
    // Logs hold bytes that are no UTF-8; lines are counted all the same.
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.ISO_8859_1))) {
      return in.lines().count();
    }
  }

  private static String ocsfCheck(Path shared, Path file) throws Exception {
    Path checker = shared.resolve("tools/ocsf-check");
    assumeTrue(Files.exists(checker), () -> "no OCSF checker at " + checker);
    Process process =
        new ProcessBuilder("python3", checker.toString(), file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
