package org.gatewatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;
import org.gatewatch.ingest.Formats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong before anything runs: exit code 2, the message and nothing else, no output. */
class WrongUsageTest {
  private static final String ROSTER_HEADER =
      "credential_id,owner,kind,vendor,peer_group,issued_at,expires_at,revoked_at,replaces,"
          + "allowed_models,time_zone\n";
  private static final String LINE =
      "{\"event_time\":\"2026-03-01T08:00:00Z\",\"credential_id\":\"key-1\"}\n";

  @TempDir Path folder;
  private Path log;

  @BeforeEach
  void aLog() throws IOException {
    log = file("good.jsonl", LINE);
  }

  @AfterEach
  void nothingWasWritten() {
    assertFalse(Files.exists(folder.resolve("out")), "an output directory was made");
  }

  @Test
  void allErrorsOfAConfigurationAreTold() throws IOException {
    Path config =
        file(
            "five.yaml",
            """
            bindings:
              - name: gateway
                path: good.jsonl
                time_zone: Europe/Atlantis
                max_lateness: soon
                log_source: both
            budget: many
            budgets: 3
            """);
    refused(
        """
        gatewatch: five.yaml:4: bindings[0].time_zone: "Europe/Atlantis": expected a zone of the tz database, such as Europe/London
        five.yaml:5: bindings[0].max_lateness: "soon": expected a duration from 0 to 7 days, such as 5m, 6h or PT5M
        five.yaml:6: bindings[0].log_source: "both": expected gateway or vendor
        five.yaml:7: budget: "many": expected a number above 0 and up to 1000: 3 (for 1,000 active credential-days), or up to 1000000 a day: 5/day
        five.yaml:8: budgets: unknown key; did you mean "budget"?
        """,
        "--config",
        config);
  }

  @Test
  void allDuplicatesOfARosterAreTold() throws IOException {
    Path roster = file("roster.csv", ROSTER_HEADER + row("k1") + row("k2") + row("k1") + row("k2"));
    refused(
        """
        gatewatch: roster.csv:4: credential_id: "k1": already on line 2
        roster.csv:5: credential_id: "k2": already on line 3
        """,
        "--roster",
        roster,
        log);
  }

  @Test
  void ofManyProblemsFiftyAreToldAndTheRestCounted() throws IOException {
    Path roster =
        file("roster.csv", ROSTER_HEADER + String.join("", Collections.nCopies(80, row("k"))));
    CommandRun ran =
        CommandRun.of("replay", "--out", folder.resolve("out"), "--roster", roster, log);
    assertEquals(2, ran.code());
    assertEquals(51, ran.err().lines().count());
    assertTrue(ran.err().endsWith("… 29 more\n"), ran.err());
  }

  @Test
  void filesOfNoKnownFormatAreToldTogether() throws IOException {
    byte[] bytes = new byte[100_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Path binary = Files.write(folder.resolve("binary"), bytes);
    Path prose = file("readme.txt", "About these logs.\n");
    refused(
        """
        gatewatch: binary: no known log format: expected one of FORMATS
        readme.txt: no known log format: expected one of FORMATS
        """
            .replace("FORMATS", String.join(", ", Formats.ids())),
        binary,
        prose,
        log);
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    Path nowhere = folder.resolve("nowhere.jsonl");
    refused(
        "gatewatch: nowhere.jsonl: does not exist; expected a file, a folder or a glob\n", nowhere);
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    refused("gatewatch: loop: does not exist; expected a file, a folder or a glob\n", loop);
    refused(
        "gatewatch: /dev/null: is no regular file; expected a file that can be read more than"
            + " once\n",
        "/dev/null");
    if (Files.exists(Path.of("/proc/self/mem"))) { // readable by its mode, but not from its start
      refused(
          "gatewatch: /proc/self/mem: cannot be read; expected a file one may read\n",
          "/proc/self/mem");
    }
    refused("gatewatch: nowhere.yaml: no such file\n", "--config", folder.resolve("nowhere.yaml"));
  }

  @Test
  void anUnknownBindingIsToldWithTheKnownOnes() {
    refused(
        "gatewatch: INPUT: \"proxy=" + log + "\": unknown binding; known: input, gateway, vendor\n",
        "proxy=" + log);
  }

  @Test
  void noInputIsNoReplay() {
    refused(
        "gatewatch: nothing to read: expected INPUT, or bindings with paths in the configuration\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--parallelism | 0 | --parallelism: 0: expected 1 to 128",
        "--from | junk | --from: \"junk\": expected a time such as 2026-03-01T08:00:00Z or 2026-03-01",
        "--to | 2026-13-01 | --to: \"2026-13-01\": expected a time such as 2026-03-01T08:00:00Z or 2026-03-01",
        "--budget | -1 | --budget: \"-1\": expected a number above 0 and up to 1000: 3 (for 1,000 active credential-days), or up to 1000000 a day: 5/day",
        "--indicator | hash=1 | --indicator: \"hash=1\": expected TYPE=VALUE"
      })
  void aWrongValueOfAnOptionIsTold(String option, String value, String message) {
    CommandRun ran = CommandRun.of("replay", "--out", folder.resolve("out"), option, value, log);
    assertEquals(2, ran.code());
    assertTrue(ran.err().startsWith("gatewatch: " + message), ran.err());
    assertEquals(1, ran.err().lines().count(), ran.err());
  }

  @Test
  void whatTheCommandLineCannotReadComesWithAHint() {
    CommandRun ran = CommandRun.of("replay", "--fail-on", "bad", log);
    assertEquals(2, ran.code());
    assertTrue(ran.err().endsWith("\ntry: gatewatch replay --help\n"), ran.err());
    assertEquals(2, ran.err().lines().count());
    ran = CommandRun.of("replay", "--frm", "x");
    assertEquals(2, ran.code());
    assertTrue(ran.err().endsWith("Possible solutions: --from\n"), ran.err());
    ran = CommandRun.of("relay");
    assertEquals(2, ran.code());
    assertTrue(ran.err().contains("gatewatch replay"), ran.err());
  }

  @Test
  void anOutputDirectoryThatIsNotOursIsLeftAlone() throws IOException {
    CommandRun ran = CommandRun.of("replay", "--out", log, log);
    assertEquals(2, ran.code());
    assertEquals(
        "gatewatch: --out: good.jsonl is a file: expected a directory\n", ran.errWithout(folder));
    assertEquals(LINE, Files.readString(log));
    Path theirs = Files.createDirectories(folder.resolve("theirs"));
    Files.writeString(theirs.resolve("alerts.jsonl"), "precious");
    ran = CommandRun.of("replay", "--out", theirs, log);
    assertEquals(2, ran.code());
    assertEquals(
        "gatewatch: --out: theirs holds files that are no earlier output: expected an empty or a"
            + " new directory\n",
        ran.errWithout(folder));
    try (Stream<Path> content = Files.list(theirs)) {
      assertEquals(1, content.count());
    }
    assertEquals("precious", Files.readString(theirs.resolve("alerts.jsonl")));
  }

  @Test
  void withoutACommandTheUsageIsTold() {
    CommandRun ran = CommandRun.of();
    assertEquals(2, ran.code());
    assertEquals("", ran.out());
    assertTrue(ran.err().startsWith("Usage: gatewatch"), ran.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay", "formats", "validate", "verdict", "schema"})
  void everyCommandHelps(String command) {
    CommandRun ran = CommandRun.of(command, "--help");
    assertEquals(0, ran.code());
    assertEquals("", ran.err());
    assertTrue(ran.out().startsWith("Usage: gatewatch " + command), ran.out());
  }

  @Test
  void otherCommandsRefuseAlike() throws IOException {
    CommandRun ran = CommandRun.of("schema", "x");
    assertEquals(2, ran.code());
    assertTrue(ran.err().startsWith("gatewatch: unknown schema x: expected one of "), ran.err());
    ran = CommandRun.of("formats", "--probe", folder.resolve("nowhere"));
    assertEquals(2, ran.code());
    assertEquals(
        "gatewatch: nowhere: cannot be read; expected a readable file\n", ran.errWithout(folder));
    ran = CommandRun.of("validate", "--config", file("bad.yaml", "budget: 0\n"));
    assertEquals(2, ran.code());
    assertEquals(1, ran.err().lines().count());
  }

  private void refused(String message, Object... arguments) {
    Object[] all = new Object[arguments.length + 3];
    all[0] = "replay";
    all[1] = "--out";
    all[2] = folder.resolve("out");
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    CommandRun ran = CommandRun.of(all);
    assertEquals(message.replace(folder + "/", ""), ran.errWithout(folder));
    assertEquals("", ran.out());
    assertEquals(2, ran.code());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, UTF_8);
  }

  private static String row(String credential) {
    return credential + ",owner-1,human,,group-1,,,,,,\n";
  }
}
