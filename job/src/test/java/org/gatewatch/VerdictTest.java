package org.gatewatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.gatewatch.judge.Verdict;
import org.gatewatch.settings.SettingsLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdict command, and a replay that heeds what it wrote. */
class VerdictTest {
  @TempDir Path folder;
  private Path out;
  private Path file;

  /** A log in which a revoked key and an unknown one are used. */
  @BeforeEach
  void aReplay() throws IOException {
    out = folder.resolve("out");
    file = folder.resolve("verdicts.jsonl");
    write("roster.csv", "credential_id,revoked_at\nkey-1,2026-03-01T00:00:00Z\nkey-2,\n");
    write(
        "log.jsonl",
        """
        {"event_time":"2026-03-01T08:00:00Z","credential_id":"key-1","request_id":"a","status":200}
        {"event_time":"2026-03-01T08:10:00Z","credential_id":"key-2","request_id":"b","status":200}
        {"event_time":"2026-03-01T08:20:00Z","credential_id":"key-3","request_id":"c","status":200}
        {"event_time":"2026-03-01T08:30:00Z","credential_id":"key-1","request_id":"d","status":200}
        """);
    replay("");
  }

  private CommandRun replay(String more) throws IOException {
    Path config =
        write(
            "gatewatch.yaml",
            "bindings: [{name: gateway, path: "
                + folder.resolve("log.jsonl")
                + "}]\nroster: {file: roster.csv, complete: true}\n"
                + more);
    CommandRun ran = CommandRun.of("replay", "--config", config, "--out", out);
    assertEquals(0, ran.code(), ran.err());
    return ran;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, UTF_8);
  }

  private String uid(String credential) throws IOException {
    String line = alert(credential);
    int at = line.indexOf("\"finding_info\":{\"uid\":\"") + 23;
    return line.substring(at, at + 32);
  }

  private String alert(String credential) throws IOException {
    return Files.readAllLines(out.resolve("alerts.jsonl")).stream()
        .filter(line -> line.contains("\"credential\":\"" + credential + "\""))
        .findFirst()
        .orElseThrow();
  }

  private CommandRun verdict(String finding, String kind, String reason) {
    return CommandRun.of(
        "verdict", out, finding, kind, "--by", "kit", "--reason", reason, "--file", file);
  }

  @Test
  void theSameVerdictTwiceIsOneLineAndAnotherOneSupersedes() throws Exception {
    String uid = uid("key-1");
    CommandRun first = verdict(uid.substring(0, 8), "malicious", "not us");
    assertEquals(0, first.code(), first.err());
    assertTrue(first.out().startsWith(uid + " (key-1): malicious, noted in "), first.out());
    assertTrue(verdict(uid, "malicious", "not us").out().contains("as noted before"));
    assertEquals(1, Files.readAllLines(file).size());
    verdict(uid, "benign", "it was us");
    assertEquals(2, Files.readAllLines(file).size());
    Verdict last = SettingsLoader.verdicts(file).get(0);
    assertEquals(1, SettingsLoader.verdicts(file).size());
    assertEquals(Verdict.Kind.BENIGN, last.kind());
    assertEquals("key-1", last.credential());
    assertEquals("revoked-credential", last.analytic());
    assertEquals(Instant.parse("2026-03-01T08:00:00Z").toEpochMilli(), last.from());
    assertEquals(Instant.parse("2026-03-01T08:30:00Z").toEpochMilli(), last.to());
    verdict(uid, "malicious", "not us");
    assertEquals(3, Files.readAllLines(file).size());
    assertEquals(Verdict.Kind.MALICIOUS, SettingsLoader.verdicts(file).get(0).kind());
  }

  @Test
  void aReplayHeedsItAndTheOutputDirectoryKeepsNothing() throws Exception {
    verdict(uid("key-1"), "benign", "a drill");
    verdict(uid("key-3"), "malicious", "not ours");
    CommandRun ran = replay("verdicts: verdicts.jsonl\n");
    assertTrue(ran.out().contains("1 alert and 0 findings"), ran.out());
    String closed = alert("key-1");
    assertTrue(closed.contains("\"activity_id\":3,"), closed);
    assertTrue(closed.contains("\"status_detail\":\"benign (kit): a drill\""), closed);
    String attack = alert("key-3");
    assertTrue(attack.contains("\"status\":\"In Progress\""), attack);
    assertTrue(attack.contains("\"is_alert\":true"), attack);
    List<String> audit = Files.readAllLines(out.resolve("audit.jsonl"));
    assertEquals(2, audit.size(), audit.toString());
    assertTrue(audit.get(0).contains("\"action\":\"learned\""), audit.get(0));
    assertTrue(audit.get(1).contains("\"action\":\"removed\""), audit.get(1));
    assertFalse(Files.exists(out.resolve("verdicts.jsonl")));
  }

  @Test
  void suppressionsAreCountedAndWarnedAboutWhenTheyEnd() throws Exception {
    String until = ", owner: kit, reason: drill, expires_at: 2026-03-02T00:00:00Z}\n";
    CommandRun ran =
        replay(
            "suppressions:\n  - {id: drill, credential: key-*, analytic: revoked-credential"
                + until
                + "  - {id: over, analytic: unknown-credential"
                + until.replace("03-02T00", "03-01T01"));
    assertTrue(
        ran.out().contains("suppression drill hid 1 finding (kit, until 2026-03-02T00:00:00Z)"),
        ran.out());
    assertTrue(
        ran.out().contains("suppression over ended at 2026-03-01T01:00:00Z and acts no more"),
        ran.out());
    assertTrue(alert("key-1").contains("\"is_alert\":false"));
    assertTrue(alert("key-1").contains("\"status\":\"Suppressed\""));
    assertTrue(alert("key-3").contains("\"is_alert\":true"));
    assertEquals(0, failOn("critical"), "the critical one is held back");
    assertEquals(3, failOn("high"));
    String ledger = Files.readString(out.resolve("ledger.json"));
    assertTrue(ledger.contains("\"hidden\" : 1"), ledger);
    assertTrue(ledger.contains("\"expired\" : true"), ledger);
  }

  private int failOn(String severity) {
    Path config = folder.resolve("gatewatch.yaml");
    return CommandRun.of("replay", "--config", config, "--out", out, "--fail-on", severity).code();
  }

  @Test
  void aVerdictThatMeetsNothingIsTold() throws Exception {
    verdict(uid("key-1"), "benign", "a drill");
    Files.writeString(file, Files.readString(file).replace("key-1", "key-9"));
    assertTrue(
        replay("verdicts: verdicts.jsonl\n")
            .out()
            .contains("1 of 1 verdict is about no finding of this run"));
  }

  @Test
  void whatIsWrongIsToldInOneLine() throws Exception {
    refused("no finding of out/alerts.jsonl begins with \"zz\": expected a finding_info.uid", "zz");
    Path none = folder.resolve("none");
    CommandRun ran = CommandRun.of("verdict", none, "a", "benign", "--by", "kit", "--reason", "x");
    assertEquals(2, ran.code());
    assertEquals(
        "gatewatch: none holds no alerts.jsonl: expected the output directory of a replay\n",
        ran.errWithout(folder));
    ran = verdict(uid("key-1"), "fine", "x");
    assertEquals(2, ran.code());
    assertTrue(ran.err().contains("fine"), ran.err());
    ran = verdict(uid("key-1"), "benign", " ");
    assertEquals("gatewatch: --reason: expected a text that is not empty\n", ran.err());
    write("verdicts.jsonl", "{\"finding\":\"x\"\n");
    ran = verdict(uid("key-1"), "benign", "x");
    assertEquals(2, ran.code());
    assertTrue(ran.errWithout(folder).startsWith("gatewatch: verdicts.jsonl:1: not readable"));
    assertEquals(1, Files.readAllLines(file).size(), "a broken file is left alone");
  }

  private void refused(String message, String finding) {
    CommandRun ran = verdict(finding, "benign", "x");
    assertEquals(2, ran.code());
    assertEquals("gatewatch: " + message + "\n", ran.errWithout(folder));
    assertFalse(Files.exists(file));
  }
}
