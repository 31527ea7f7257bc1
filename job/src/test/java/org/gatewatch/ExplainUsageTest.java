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

class ExplainUsageTest {
  private static final String RULE =
      "{\"severity\":\"High\",\"is_alert\":true,\"confidence_score\":95,\"finding_info\":{\"uid\":\""
          + "aa11\",\"title\":\"Denied\",\"desc\":\"used; contract over\\u202e\","
          + "\"analytic\":{\"uid\":\"leftover-credential\",\"name\":\"It still works\"},"
          + "\"first_seen_time\":1772582400000,\"last_seen_time\":1772582400000,"
          + "\"related_events_count\":1234},\"remediation\":{\"desc\":\"Disable it.\"},"
          + "\"unmapped\":{\"gatewatch\":{\"lane\":\"rule\",\"revision\":2,\"change\":\"revised\","
          + "\"credential\":\"c\"}}}\n";
  private static final String STATISTICAL =
      "{\"finding_info\":{\"uid\":\"aa22\",\"title\":\"New network\"},"
          + "\"unmapped\":{\"gatewatch\":{\"lane\":\"behaviour\",\"credential\":\"c\"}}}\n";

  @TempDir private Path out;

  @BeforeEach
  void anOutputWithTwoFindings() throws IOException {
    Files.writeString(out.resolve("alerts.jsonl"), RULE + STATISTICAL);
    Files.writeString(out.resolve("windows.jsonl.zst"), "");
    Files.writeString(out.resolve("evidence.jsonl.zst"), "");
  }

  @Test
  void explainsARuleWithoutArithmetic() {
    CommandRun run = CommandRun.of("explain", out, "AA1");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("leftover-credential: It still works"), run.out());
    assertTrue(run.out().contains("used; contract over<202e>"), run.out());
    assertTrue(run.out().contains("1,234, those cited from 2026-03-04 00:00 UTC"), run.out());
    assertTrue(run.out().contains("a declared fact was broken"), run.out());
    assertTrue(run.out().contains("Disable it."), run.out());
  }

  @Test
  void saysWhichFindingsThereAre() {
    refused("no finding bb: expected a finding_info.uid of alerts.jsonl", "bb");
    refused("no finding : expected", "");
    refused("aa is the beginning of 2 findings", "aa");
    refused("aa22  New network", "aa");
  }

  @Test
  void saysWhatTheOutputLacks() throws IOException {
    refused("evidence.jsonl.zst: says nothing of aa22", "aa22");
    Files.writeString(out.resolve("evidence.jsonl.zst"), "{\"uid\":\"aa22\"}\n");
    refused("evidence of aa22: no text \"stratum\"; expected a line as this version", "aa22");
    Files.delete(out.resolve("evidence.jsonl.zst"));
    refused("holds no evidence.jsonl.zst; expected an output directory", "aa22");
    Files.delete(out.resolve("alerts.jsonl"));
    refused("holds no alerts.jsonl", "aa22");
  }

  @Test
  void printsABaseline() throws IOException {
    refusedBy("baseline", "holds no baselines.jsonl", "c");
    Files.writeString(
        out.resolve("baselines.jsonl"),
        "{\"credential\":\"c\",\"group\":\"staff\",\"peers\":9,\"windows\":12,\"active_days\":3,"
            + "\"zone\":{\"name\":\"UTC-8\",\"from\":\"inferred\",\"sure\":0.93},"
            + "\"gateway\":{\"windows\":12,\"networks\":[\"192.0.2.0/24\"]}}\n");
    refusedBy("baseline", "no credential d: expected one that a finding is about", "d");
    CommandRun one = CommandRun.of("baseline", out, "c");
    assertEquals(0, one.code(), one.err());
    assertTrue(one.out().contains("UTC-8 (inferred, 93 % sure)"), one.out());
    assertTrue(one.out().contains("networks      192.0.2.0/24"), one.out());
    CommandRun all = CommandRun.of("baseline", out);
    assertTrue(all.out().startsWith("c  staff  12 active hours on 3 days"), all.out());
  }

  private void refused(String message, String finding) {
    refusedBy("explain", message, finding);
  }

  private void refusedBy(String command, String message, String finding) {
    CommandRun run = CommandRun.of(command, out, finding);
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertFalse(run.showsAStackTrace(), run.err());
  }
}
