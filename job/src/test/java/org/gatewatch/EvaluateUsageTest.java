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

/** Wrong labels and wrong arguments: one message each, exit code 2. */
class EvaluateUsageTest {
  private static final String ATTACK =
      "{\"attack_id\":\"a\",\"type\":\"burst\",\"credential_id\":\"c\","
          + "\"start\":\"2026-03-02T00:00:00Z\",\"end\":\"2026-03-02T01:00:00Z\"}\n";
  private static final String LABEL =
      "{\"attack_id\":\"a\",\"request_id\":\"r\",\"credential_id\":\"c\",\"log_source\":\"gateway\","
          + "\"event_time\":\"2026-03-02T00:00:00Z\"}\n";

  @TempDir private Path folder;
  private Path out = Path.of("");
  private Path labels = Path.of("");

  @BeforeEach
  void anOutputWithOneFalseAlert() throws IOException {
    out = Files.createDirectory(folder.resolve("out"));
    labels = Files.createDirectory(folder.resolve("labels"));
    Files.writeString(
        out.resolve("alerts.jsonl"),
        "{\"time\":1772582400000,\"is_alert\":true,\"finding_info\":{\"uid\":\"u\","
            + "\"first_seen_time\":1772582400000,\"last_seen_time\":1772582400000},"
            + "\"unmapped\":{\"gatewatch\":{\"lane\":\"behaviour\",\"credential\":\"c\"}}}\n");
    Files.writeString(
        out.resolve("activity.csv"),
        "credential_id,day,gateway_lines,vendor_lines\n\"a,\"\"b\",2026-03-03,1,0\nc,2026-03-04,2,0\n");
    Files.writeString(labels.resolve("attacks.jsonl"), ATTACK);
    Files.writeString(labels.resolve("labels.jsonl"), LABEL);
  }

  @Test
  void printsTheTableAndWritesBothFiles() throws IOException {
    CommandRun run = CommandRun.of("evaluate", out, "--labels", labels, "--warm-up-days", "0");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("false alerts      1 = 500.00 per 1,000"), run.out());
    assertTrue(Files.readString(out.resolve("evaluation.html")).contains("</html>"));
    assertTrue(Files.readString(out.resolve("evaluation.json")).contains("\"evaluation/1\""));
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    Files.delete(labels.resolve("labels.jsonl"));
    refused("holds no labels.jsonl", "evaluate", out, "--labels", labels);
    refused("holds no alerts.jsonl", "evaluate", labels, "--labels", labels);
  }

  @Test
  void saysWhichLineIsWrong() throws IOException {
    Files.writeString(labels.resolve("attacks.jsonl"), ATTACK + ATTACK);
    refused("attacks.jsonl:2", "evaluate", out, "--labels", labels);
    Files.writeString(labels.resolve("attacks.jsonl"), "{\"attack_id\":\"a\"}\n");
    refused("attacks.jsonl:1: no \"type\"", "evaluate", out, "--labels", labels);
    Files.writeString(labels.resolve("attacks.jsonl"), "not json\n");
    refused("attacks.jsonl:1: no JSON", "evaluate", out, "--labels", labels);
    Files.writeString(labels.resolve("attacks.jsonl"), ATTACK.replace("T01:00", " soon"));
    refused("\"end\" is no time", "evaluate", out, "--labels", labels);
    Files.writeString(labels.resolve("attacks.jsonl"), "");
    refused("labels name an attack a", "evaluate", out, "--labels", labels);
  }

  @Test
  void saysWhatArgumentsItExpects() {
    refused("expected OUT --labels DIR", "evaluate");
    refused("belong together", "evaluate", out);
    refused("expected OUT=LABELS", "evaluate", "--run", "out");
    refused("expected 0 or more", "evaluate", out, "--labels", labels, "--warm-up-days", "-1");
    refused("inputs.json", "evaluate", out, "--labels", labels, "--compare");
  }

  private static void refused(String message, Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertFalse(run.showsAStackTrace(), run.err());
  }
}
