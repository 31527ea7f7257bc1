package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gatewatch.event.Roster;
import org.gatewatch.ingest.Enricher;
import org.gatewatch.ingest.Enrichment;
import org.gatewatch.ingest.EventJson;
import org.gatewatch.ingest.Formats;
import org.gatewatch.ingest.Ingest;
import org.gatewatch.ingest.RecordReader;
import org.gatewatch.ingest.Redactor;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsException;
import org.gatewatch.settings.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code formats --probe}: an unknown log is wired by what it prints. */
final class ProbeTest {
  @TempDir Path folder;

  private Path write(UnknownLog log) throws IOException {
    List<String> lines = new ArrayList<>(log.header());
    for (int i = 0; i < UnknownLog.RECORDS; i++) {
      lines.add(log.raw(i));
    }
    return Files.write(folder.resolve(log.file()), lines);
  }

  private Path configured(Path log) throws IOException {
    CommandRun ran = CommandRun.of("formats", "--probe", log);
    assertEquals(0, ran.code(), ran.err());
    return Files.writeString(folder.resolve("gatewatch.yaml"), ran.out());
  }

  private static Settings settings(Path config) throws SettingsException {
    return new SettingsLoader(Formats.ids(), Map.of()).load(config, null);
  }

  @ParameterizedTest
  @EnumSource(UnknownLog.class)
  void whatIsPrintedReadsEveryFieldRightly(UnknownLog log) throws Exception {
    Path file = write(log);
    Settings settings = settings(configured(file));
    Ingest ingest =
        new Ingest(
            settings.bindings(), Roster.EMPTY, Redactor.unkeyed(), new Enricher(Enrichment.NONE));
    try (RecordReader reader = ingest.open(0, file, 0)) {
      for (int i = 0; i < UnknownLog.RECORDS; i++) {
        RecordReader.Read read = Objects.requireNonNull(reader.next());
        String event = EventJson.line(Objects.requireNonNull(read.event(), "" + read.rejected()));
        assertEquals(log.means(i), event.replaceAll(",\"raw_ref\":\"[^\"]*\"", ""));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(UnknownLog.class)
  void whatIsPrintedReplays(UnknownLog log) throws Exception {
    Path config = configured(write(log));
    Path out = folder.resolve("out");
    CommandRun ran = CommandRun.of("replay", "--config", config, "--out", out, "--no-report");
    assertEquals(0, ran.code(), ran.err());
    assertTrue(ran.out().contains("from 120 events in "), ran.out());
    assertEquals("", Files.readString(out.resolve("rejected.jsonl")));
  }

  @Test
  void noSecretOfAColumnAndNoPromptIsPrinted() throws IOException {
    assertFalse(
        CommandRun.of("formats", "--probe", write(UnknownLog.TABLE)).out().contains("plainkey"));
    String nested = CommandRun.of("formats", "--probe", write(UnknownLog.NESTED)).out();
    assertFalse(nested.contains("do not map me"));
    assertTrue(nested.contains("Not mapped: "), nested);
    assertTrue(nested.contains("prompt (120)"), nested);
  }

  @Test
  void namesAndValuesOfTheLogCannotReachTheTerminalOrTheConfiguration() throws Exception {
    String evil = "\\u001b]0;owned\\u0007\\u202e\\u009b";
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      log.append(
          "{\"time\":\"2026-05-04T08:00:0"
              + i % 10
              + "Z\",\"id\":\""
              + i
              + "\",\"a\\n  - name: x\":1,");
      log.append("\"user\": {\"na\\nme\":1, \"name # }\\\" \":2, \"user " + evil + "\":3},");
      log.append("\"user: {x\":\"" + evil + "\",\"model\":\"m" + evil + "\\nbindings: []\",");
      log.append(
          "\"sk-synthetic0123456789abcd\":\"POST\",\"yes\":\"/v1\",\"client #ip\":\"192.0.2.7\"}\n");
    }
    Path file = Files.writeString(folder.resolve("evil.jsonl"), log);
    CommandRun ran = CommandRun.of("formats", "--probe", file);
    assertTrue(ran.out().chars().allMatch(c -> c == '\n' || (c >= 32 && c != 127)), ran.out());
    assertFalse(ran.out().contains("\u202e") || ran.out().contains("\u009b"), ran.out());
    assertFalse(ran.out().contains("sk-synthetic"), ran.out());
    Settings settings = settings(Files.writeString(folder.resolve("evil.yaml"), ran.out()));
    assertEquals(1, settings.bindings().size());
    assertEquals("evil", settings.bindings().get(0).name());
  }

  @Test
  void aKnownFormatNeedsNoConfiguration() {
    Path log = Path.of("..", "testdata", "formats", "entra", "accepted.log");
    CommandRun ran = CommandRun.of("formats", "--probe", log);
    assertEquals(0, ran.code(), ran.err());
    assertTrue(
        ran.out()
            .startsWith(
                log
                    + ": entra, sure (record 1 has createdDateTime, appDisplayName, status and who"
                    + " signed in; 9 of the first 9 records read)\n"),
        ran.out());
    assertTrue(ran.out().contains("\n  principal          c.lee@contractor.example\n"), ran.out());
    assertTrue(ran.out().contains("\nNot mapped: "), ran.out());
    assertFalse(ran.out().contains("bindings:"), ran.out());
  }

  @Test
  void aSyslogWithoutYearsIsGivenTheYearOfTheFile() throws Exception {
    String line =
        "May  4 08:01:12 bastion sshd[7]: Failed password for kit from 192.0.2.7 port 5 ssh2\n";
    Path file = Files.writeString(folder.resolve("auth.log"), line.repeat(3));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-06-01T00:00:00Z")));
    Settings settings = settings(configured(file));
    assertEquals(2026, settings.bindings().get(0).year());
    assertEquals("sshd", settings.bindings().get(0).format());
  }

  @Test
  void whatIsNoLogIsRefusedInOneLine() throws IOException {
    for (String content :
        List.of("{\"a\":1}\n", "x,y\n1,2\n", "hello\n", "a;b;c\n1;2;3\n\u001b[2J")) {
      Path file = Files.writeString(folder.resolve("no.log"), content);
      CommandRun ran = CommandRun.of("formats", "--probe", file);
      assertEquals(2, ran.code());
      assertEquals(1, ran.err().lines().count(), ran.err());
      assertTrue(ran.err().contains("no known log format"), ran.err());
    }
  }
}
