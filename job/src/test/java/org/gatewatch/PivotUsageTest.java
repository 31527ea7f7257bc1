package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code pivot} and {@code baseline --json}, on files as a replay writes them. */
class PivotUsageTest {
  @TempDir private Path out;

  @BeforeEach
  void anIndex() throws IOException {
    Files.writeString(
        out.resolve("pivot.jsonl.zst"),
        row("address", "192.0.2.7", "a")
            + row("network", "192.0.2.0/24", "a")
            + row("agent", "loot/9 (x)", "a")
            + row("credential", "a", "a")
            + row("address", "192.0.2.9", "b")
            + row("network", "192.0.2.0/24", "b")
            + row("model", "heron-x", "b")
            + row("ja4", "t13d1\\u202e", "b")
            + row("address", "198.51.100.1", "c"));
  }

  private static String row(String kind, String value, String credential) {
    return "{\"kind\":\""
        + kind
        + "\",\"value\":\""
        + value
        + "\",\"credential\":\""
        + credential
        + "\",\"log_source\":\"gateway\",\"first\":\"2026-03-01T08:00:00Z\","
        + "\"last\":\"2026-03-02T09:30:00Z\",\"requests\":1234,\"output_tokens\":56789}\n";
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 3", // itself, and its network as two credentials used it
    "192.0.2.0/24, 4",
    "192.0.0.0/16, 4",
    "198.51.100.1, 1",
    "LOOT*, 1",
    "heron-x, 1",
    "a, 4",
    "nobody, 0"
  })
  void findsWhoUsedIt(String value, int lines) {
    CommandRun run = CommandRun.of("pivot", out, value, "--json");
    assertEquals(0, run.code(), run.err());
    assertEquals(lines, run.out().lines().count(), run.out());
  }

  @Test
  void printsATable() {
    CommandRun run = CommandRun.of("pivot", out, "192.0.2.7");
    assertEquals(0, run.code(), run.err());
    assertTrue(
        run.out().contains("2026-03-01 08:00  2026-03-02 09:30  1,234     56,789"), run.out());
    assertTrue(run.out().contains("2 credentials. Tokens are output tokens."), run.out());
    assertTrue(CommandRun.of("pivot", out, "t13*").out().contains("t13d1<202e>"));
    assertEquals("Nobody used x.\n", CommandRun.of("pivot", out, "x").out());
  }

  @Test
  void saysWhatTheIndexLeftOut() throws IOException {
    Files.writeString(out.resolve("pivot.jsonl.zst"), row("address", "", "a"));
    CommandRun run = CommandRun.of("pivot", out, "192.0.2.7");
    assertTrue(run.out().contains("values of 1,234 requests of this log are counted"), run.out());
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    CommandRun run = CommandRun.of("pivot", out, " ");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("VALUE: expected a text"), run.err());
    Files.delete(out.resolve("pivot.jsonl.zst"));
    run = CommandRun.of("pivot", out, "x");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("holds no pivot.jsonl.zst"), run.err());
    assertFalse(run.showsAStackTrace(), run.err());
  }

  @Test
  void printsBaselinesAsJson() throws IOException {
    String line = "{\"credential\":\"c\",\"group\":\"staff\"}\n";
    Files.writeString(out.resolve("baselines.jsonl"), line + line.replace("\"c\"", "\"d\""));
    assertEquals(line, CommandRun.of("baseline", out, "c", "--json").out());
    assertEquals(2, CommandRun.of("baseline", out, "--json").out().lines().count());
    assertEquals(2, CommandRun.of("baseline", out, "e", "--json").code());
  }
}
