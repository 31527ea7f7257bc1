package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gatewatch.Gatewatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What is declared changes while a watch goes on; a replay of its record gives what it gave. */
@SuppressWarnings("NullAway.Init") // the one test sets them first
class WatchedControlsTest {
  private static final String CANARY = "canary";

  @TempDir private Path dir;

  private Path logs;
  private Path live;
  private Path roster;
  private Path log;
  private Path config;
  private WatchProcess watch;
  private int changes;

  @Test
  void aReplayOfTheRecordGivesWhatAWatchThroughChangesGave() throws Exception {
    List<List<IncidentLines.Line>> steps = IncidentLines.steps(5);
    logs = Files.createDirectories(dir.resolve("logs"));
    live = dir.resolve("live");
    log = dir.resolve("watch.log");
    roster = dir.resolve("roster.csv");
    Files.copy(Path.of("../testdata/vendor-incident/roster.csv"), roster);
    config = dir.resolve("gatewatch.yaml");
    configure("", "");
    long lines = append(steps.get(0));
    watch = new WatchProcess(config, live, log, "--drain");
    watch.awaitLines(lines);

    // A row revoked, one gone, one that becomes another's alias; killed as soon as it is recorded.
    replace(roster, "key-0002,", ",,2026-05-09T00:00:00Z,,");
    remove(roster, "key-0029");
    remove(roster, "key-0028");
    Files.writeString(
        roster,
        Files.readString(roster)
            .replace("time_zone\n", "time_zone,aliases\n")
            .replaceAll("(key-[^\n]*)", "$1,")
            .replaceAll("(key-0014,[^\n]*),\n", "$1,key-0028\n"));
    awaitChange();
    watch.kill();
    watch.start();
    lines += append(steps.get(1));
    watch.awaitLines(lines);

    // A roster that is wrong is refused, whatever else is right; then it is put right.
    String right = Files.readString(roster);
    Files.writeString(roster, right.replace("2026-05-09T00:00:00Z", "soon"));
    watch.await("the refusal", () -> said().contains("stays in force"));
    assertTrue(said().contains("\"soon\""), said());
    Files.writeString(roster, right);
    Files.createDirectories(dir.resolve("rules"));
    Files.writeString(
        dir.resolve("rules/watched.yml"),
        """
        title: Watched closely
        id: watched
        logsource: {product: gatewatch}
        detection:
          s: {endpoint: /v1/*, credential_id: key-0022}
          condition: s
        level: high
        """);
    String uid = uid("key-0029");
    assertEquals(0, verdict(uid, "malicious"));
    configure(
        """
          sigma: rules
          declared_events:
            - {kind: rota, from: "2026-05-10T00:00:00Z", hours: [Mon-Sun/00:00-24:00]}
        """,
        "suppressions:\n  - {id: team, credential: key-0002, owner: kit, reason: \"m\\u00f6ve,"
            + " \\u202e\", expires_at: \"2026-05-24T00:00:00Z\"}\n");
    replace(config, "    endpoints:", "  canaries: {credentials: [key-0024], endpoints: [/x]}");
    awaitChange();
    lines += append(steps.get(2));
    watch.awaitLines(lines - steps.get(2).size() / 2);
    watch.kill();
    watch.start();
    watch.awaitLines(lines);

    // A suppression goes, a verdict is thought over, a credential is back.
    assertEquals(0, verdict(uid, "benign"));
    configure("  sigma: rules\n", "");
    Files.copy(
        Path.of("../testdata/vendor-incident/roster.csv"),
        roster,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    awaitChange();
    lines += append(steps.get(3));
    watch.awaitLines(lines);
    lines += append(steps.get(4));
    watch.awaitLines(lines);
    assertEquals(0, watch.stop(), said());
    assertEquals(1, said().split("stays in force", -1).length - 1, "told once");

    assertEquals(0, replay("controlled", "--controls", live.resolve("control-applied.jsonl")));
    assertAsReplayed();
    Set<String> found = findings(live);
    for (String one :
        List.of(
            "revoked-credential key-0002",
            "unknown-credential key-0029",
            CANARY + " key-0024",
            "sigma:watched key-0022")) {
      assertTrue(found.contains(one), one + " is not in " + found);
    }
    assertFalse(found.contains("unknown-credential key-0028"), found.toString());
    assertEquals(0, replay("last", "--config", config));
    assertNotEquals(
        -1, Files.mismatch(dir.resolve("last/alerts.jsonl"), live.resolve("alerts.jsonl")));
  }

  private void assertAsReplayed() throws IOException {
    for (String name : IncidentLines.PROMISED) {
      Path replayed = dir.resolve("controlled").resolve(name);
      assertEquals(-1, Files.mismatch(replayed, live.resolve(name)), name);
    }
    assertTrue(Files.readString(live.resolve("ledger.json")).contains("\"late\" : 0"));
    assertEquals(
        fingerprint(dir.resolve("controlled")), fingerprint(live), "of what the run was told");
  }

  private static String fingerprint(Path out) throws IOException {
    return new ObjectMapper()
        .readTree(Files.readString(out.resolve("ledger.json")))
        .at("/fingerprints/configuration")
        .asString();
  }

  private void configure(String policy, String more) throws IOException {
    String text =
        IncidentLines.config(name -> "path: " + logs.resolve(name))
            .replaceAll("file: [^,]*roster.csv", "file: roster.csv");
    Path part = dir.resolve("new.yaml");
    String verdicts = Files.exists(dir.resolve("verdicts.jsonl")) ? "verdicts.jsonl" : "";
    Files.writeString(
        part,
        text.replace("budget:", policy + "budget:")
            + more
            + (verdicts.isEmpty() ? "" : "verdicts: verdicts.jsonl\n"));
    Files.move(part, config, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** Puts something into the line that begins so, in the place of its last fields or of itself. */
  private static void replace(Path file, String start, String with) throws IOException {
    StringBuilder out = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      if (!line.startsWith(start)) {
        out.append(line);
      } else if (start.startsWith(" ")) {
        int before = out.lastIndexOf("\n", out.length() - 2);
        out.setLength(before + 1); // the key that the line belongs to
        out.append(with);
      } else {
        out.append(line.replaceFirst(",,,,", with));
      }
      out.append('\n');
    }
    Files.writeString(file, out);
  }

  private static void remove(Path file, String start) throws IOException {
    Files.write(
        file, Files.readAllLines(file).stream().filter(line -> !line.startsWith(start)).toList());
  }

  private int verdict(String uid, String what) {
    Path file = dir.resolve("verdicts.jsonl");
    return Gatewatch.run(
        "verdict",
        live.toString(),
        uid,
        what,
        "--by",
        "kit",
        "--reason",
        "ours",
        "--file",
        file.toString());
  }

  private String uid(String credential) throws IOException {
    for (String line : Files.readAllLines(live.resolve("alerts.jsonl"))) {
      JsonNode finding = new ObjectMapper().readTree(line);
      if (line.contains(credential)) {
        return finding.at("/finding_info/uid").asString();
      }
    }
    throw new AssertionError("no finding of " + credential);
  }

  private static Set<String> findings(Path out) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String line : Files.readAllLines(out.resolve("alerts.jsonl"))) {
      JsonNode finding = new ObjectMapper().readTree(line);
      found.add(
          finding.at("/finding_info/analytic/uid").asString()
              + " "
              + finding.at("/unmapped/gatewatch/credential").asString());
    }
    return found;
  }

  private int replay(String name, Object... options) {
    List<String> all =
        Stream.concat(
                Stream.of(
                    "replay",
                    "--config",
                    config,
                    "--out",
                    dir.resolve(name),
                    "--no-report",
                    "--quiet"),
                Stream.of(options).filter(o -> !o.equals("--config") && !o.equals(config)))
            .map(Object::toString)
            .toList();
    return Gatewatch.run(all.toArray(new String[0]));
  }

  /** Waits until one more change is recorded. */
  private void awaitChange() throws Exception {
    changes++;
    watch.await("change " + changes, () -> IncidentLines.changes(live).size() == changes);
  }

  private String said() {
    try {
      return watch.said();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long append(List<IncidentLines.Line> lines) throws IOException {
    IncidentLines.append(logs, lines, IncidentLines.LOGS);
    return lines.size();
  }
}
