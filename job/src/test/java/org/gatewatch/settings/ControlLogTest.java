package org.gatewatch.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Timeline;
import org.gatewatch.ingest.Formats;
import org.gatewatch.judge.Declared;
import org.gatewatch.judge.Suppression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlLogTest {
  private static final long T = ms("2026-05-21T19:00:00Z");

  /** What a person or a log may have put into a text. */
  private static final String[] HOSTILE = {
    "\"",
    "'",
    ",",
    "\n",
    "\r\n",
    "\\",
    "\u202e",
    "\u0085",
    "\u2028",
    "\u007f",
    "\u0000x",
    "\u001b[2J",
    "🙂",
    "ß",
    "=cmd()",
    "{}",
    "]",
    "# ",
    ": ",
    "null",
    "true",
    " "
  };

  @TempDir private Path dir;

  private static long ms(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static SettingsLoader loader() {
    return new SettingsLoader(
        Formats.ids(), Map.of("GATEWATCH_PAGER", "x", "GATEWATCH_CHAT", "https://chat.example/x"));
  }

  @Test
  void whatAConfigurationDeclaresIsRecordedWhole() throws Exception {
    Sources from = new Sources();
    Settings settings =
        loader().load(SettingsLoaderTest.testdata().resolve("full.yaml"), null, from);
    ControlLog log = ControlLog.begin(from.state());
    ControlLog read = through(log);
    Timeline<Declared> timeline = read.timeline();
    assertEquals(1, timeline.size());
    assertEquals(
        settings.fingerprint(), settings.withDeclared(timeline).fingerprint(), "the same is told");
    assertTrue(from.state().sameAs(read.state()));
    List<String> lines = Files.readAllLines(dir.resolve("log"));
    List<String> kinds =
        Stream.of(ControlEntry.Kind.values()).map(ControlEntry.Kind::text).toList();
    for (String kind : kinds) {
      assertTrue(lines.stream().anyMatch(l -> l.contains("\"kind\":\"" + kind + "\"")), kind);
    }
    assertTrue(from.files().contains(SettingsLoaderTest.testdata().resolve("verdicts.jsonl")));
  }

  @Test
  void aFolderOfRulesIsWatchedWithItsFolders() throws Exception {
    Path inner = Files.createDirectories(dir.resolve("rules/cloud"));
    write("rules/a.yml", "title: One\nid: one\nlogsource: {product: x}\nlevel: high\n" + DETECTION);
    write("inner.yaml", "policy: {sigma: rules}\n");
    Sources from = new Sources();
    loader().load(dir.resolve("inner.yaml"), null, from);
    assertTrue(from.files().contains(inner), from.files().toString());
  }

  @Test
  void eachKindOfChangeHoldsFromItsTime() throws Exception {
    write("a.yml", "title: One\nid: one\nlogsource: {product: x}\nlevel: high\n" + DETECTION);
    write("roster.csv", "credential_id,owner,aliases\na,kit,\nb,ana,\n");
    ControlState first = state("roster: {file: roster.csv}\npolicy: {sigma: a.yml}\n");
    ControlLog log = ControlLog.begin(first);
    write("a.yml", "title: One\nid: one\nlogsource: {product: x}\nlevel: low\n" + DETECTION);
    write("roster.csv", "credential_id,owner,aliases\nnew,kit,\nb,ana,a\n");
    write(
        "verdicts.jsonl",
        "{\"finding\":\"f\",\"verdict\":\"benign\",\"by\":\"kit\",\"reason\":\"r\",\"credential\":\"a\","
            + "\"lane\":\"rule\",\"analytic\":\"canary\",\"from\":\"2026-05-21T00:00:00Z\","
            + "\"to\":\"2026-05-21T01:00:00Z\"}\n");
    ControlState next =
        state(
            """
            roster: {file: roster.csv, complete: true}
            baseline: {holidays: [{dates: 2026-05-25}]}
            policy:
              sigma: a.yml
              canaries: {models: [decoy]}
              declared_events: [{kind: launch, from: "2026-05-21T00:00:00Z", names: [m], volume: 2}]
            suppressions:
              - {id: s, credential: a, owner: kit, reason: r, expires_at: "2026-06-01T00:00:00Z"}
            verdicts: verdicts.jsonl
            """);
    assertEquals(
        "Sigma rules: 1 changed; holidays: 1 new; policy: 1 new;"
            + " roster: 2 new, 1 changed, 1 removed; suppressions: 1 new; verdicts: 1 new",
        log.state().summary(log.state().to(next)));
    log = log.then(T, next);
    log = log.then(log.effective(T), state("roster: {file: roster.csv}\n"));
    Timeline<Declared> timeline = through(log).timeline();
    assertEquals(3, timeline.size());
    Declared before = timeline.at(T - 1);
    Declared then = timeline.at(T);
    Declared after = timeline.last();
    assertEquals(List.of("a", "b"), List.copyOf(before.roster().all().keySet()));
    assertEquals(List.of("b", "new"), List.copyOf(then.roster().all().keySet()), "as they came");
    assertEquals("b", then.roster().resolve("a"));
    assertTrue(then.roster().complete() && !before.roster().complete());
    assertEquals(1, then.roster().holidays().size());
    assertEquals(List.of("decoy"), then.policy().canaries().models());
    assertFalse(before.policy().sigma().equals(then.policy().sigma()));
    assertEquals(1, then.controls().events().size());
    assertEquals(2, then.controls().events().get(0).volume());
    assertEquals("s", then.controls().suppressions().get(0).id());
    assertEquals("f", then.controls().verdicts().get(0).finding());
    assertEquals(0, after.policy().sigma().size() + after.controls().verdicts().size());
    assertEquals(T + 3_600_000, timeline.from(2));
  }

  private static final String DETECTION = "detection: {s: {model: m}, condition: s}\n";

  @Test
  void aRosterThatDidNotChangeIsOneObject() throws Exception {
    write("roster.csv", "credential_id\na\n");
    ControlState one = state("roster: {file: roster.csv}\n");
    ControlState two = state("roster: {file: roster.csv}\npolicy: {canaries: {models: [m]}}\n");
    Timeline<Declared> line = ControlLog.begin(one).then(T, two).timeline();
    assertSame(line.get(0).roster(), line.get(1).roster());
  }

  @Test
  void hostileTextsComeThrough() throws Exception {
    for (long seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ControlState state = new ControlState();
      String id = text(random);
      String owner = text(random);
      state.put(
          ControlEntry.Kind.ROSTER,
          id,
          ControlEntry.json(
              Node.mapping(
                  Map.of("credential_id", Node.scalar(1, id), "owner", Node.scalar(1, owner)))));
      String reason = text(random);
      state.put(
          ControlEntry.Kind.SUPPRESSION,
          reason,
          ControlEntry.json(
              Node.mapping(
                  Map.of(
                      "id", Node.scalar(1, reason),
                      "credential", Node.scalar(1, owner),
                      "owner", Node.scalar(1, owner),
                      "reason", Node.scalar(1, reason),
                      "expires_at", Node.scalar(1, "2026-06-01T00:00:00Z")))));
      Declared back =
          through(ControlLog.begin(new ControlState()).then(T, state)).timeline().last();
      String bytes = Files.readString(dir.resolve("log"), StandardCharsets.ISO_8859_1);
      assertTrue(bytes.chars().allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7f)), bytes);
      assertEquals(2, bytes.lines().count());
      Credential row = back.roster().all().values().iterator().next();
      assertEquals(id, row.id(), "seed " + seed);
      assertEquals(owner, row.owner(), "seed " + seed);
      Suppression s = back.controls().suppressions().get(0);
      assertEquals(reason, s.reason(), "seed " + seed);
    }
  }

  /** Ends are plain: a cell of the roster loses blanks there. */
  private static String text(SplittableRandom random) {
    StringBuilder out = new StringBuilder("a");
    for (int i = random.nextInt(6); i > 0; i--) {
      out.append(HOSTILE[random.nextInt(HOSTILE.length)]);
    }
    return out.append('z').toString();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-21T18:00:00Z, 2026-05-21T19:00:00Z",
    "2026-05-21T18:59:59.999Z, 2026-05-21T19:00:00Z",
    "2026-05-21T19:00:00Z, 2026-05-21T20:00:00Z",
    "1969-12-31T23:30:00Z, 1970-01-01T00:00:00Z"
  })
  void aChangeHoldsFromTheFullHourBehindWhatWasRead(String read, String effective) {
    ControlLog log = ControlLog.begin(new ControlState());
    assertEquals(ms(effective), log.effective(ms(read)));
  }

  @Test
  void noChangeHoldsBeforeAnEarlierOne() {
    ControlLog log = ControlLog.begin(new ControlState()).then(T, new ControlState());
    assertEquals(T, log.effective(T - 86_400_000));
    assertEquals(T, log.last());
  }

  @Test
  void whatIsWrongInARecordIsToldAtOnce() throws Exception {
    Path file =
        write(
            "wrong",
            """
            {"effective": null, "kind": "roster", "id": "a", "put": {"credential_id": "a"}}
            {"effective": "2026-05-21T19:00:00Z", "kind": "rooster", "put": {}}
            {"effective": "2026-05-21T19:00:00Z", "kind": "policy"}
            {"effective": "2026-05-20T19:00:00Z", "kind": "policy", "put": {}, "who": "kit"}
            {"effective": "2026-05-21T20:00:00Z", "kind": "policy", "removed": true}
            {"effective": "2026-05-21T19:00:00Z", "kind": "policy", "removed": true}
            not json
            """);
    SettingsException e = assertThrows(SettingsException.class, () -> ControlLog.read(file));
    assertEquals(
        List.of("2 kind", "3 put", "4 who", "6 effective", "7 "),
        e.problems().stream().map(p -> p.line() + " " + p.where()).toList(),
        String.valueOf(e.getMessage()));
    Path bad =
        write(
            "bad",
            "{\"effective\":null,\"kind\":\"roster\",\"id\":\"a\","
                + "\"put\":{\"credential_id\":\"a\",\"revoked_at\":\"soon\"}}\n");
    SettingsException wrong =
        assertThrows(SettingsException.class, () -> ControlLog.read(bad).timeline());
    assertTrue(String.valueOf(wrong.getMessage()).contains("revoked_at: \"soon\""));
  }

  private ControlLog through(ControlLog log) throws Exception {
    Path file = dir.resolve("log");
    log.write(file);
    return ControlLog.read(file);
  }

  private ControlState state(String config) throws Exception {
    Sources from = new Sources();
    loader().load(write("gatewatch.yaml", config), null, from);
    return from.state();
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(dir.resolve(name), text);
  }
}
