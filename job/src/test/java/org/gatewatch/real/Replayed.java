package org.gatewatch.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.Gatewatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a replay with default settings (budget 3, no configuration, no roster) made of some logs.
 *
 * @param lines read; the ledger's counts of accepted, rejected, duplicate and late lines add up to
 *     it, or {@code addsUp} is false
 * @param days active credential-days, pseudo-credentials left out
 * @param anonymousDays days on which a pseudo-credential (a network without credential) was active
 * @param findings all of them, alerts and digest
 */
record Replayed(
    long lines,
    long accepted,
    boolean addsUp,
    long days,
    long anonymousDays,
    List<Finding> findings) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * One line of alerts.jsonl. Times in epoch ms.
   *
   * @param rule whether a rule raised it
   * @param alert whether it paged
   */
  record Finding(
      String credential,
      boolean rule,
      boolean alert,
      long time,
      long first,
      long last,
      String severity,
      String title,
      String description) {
    boolean paged() {
      return alert && !rule;
    }
  }

  /**
   * Replays files as one gateway's log.
   *
   * @param out output directory, replaced
   * @throws IllegalStateException when the replay does not end well
   */
  static Replayed of(Path out, List<Path> files) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("replay", "--quiet", "--out", out.toString()));
    files.forEach(file -> arguments.add("gateway=" + file));
    int code = Gatewatch.run(arguments.toArray(new String[0]));
    if (code != 0) {
      throw new IllegalStateException("replay of " + files + " ended with exit code " + code);
    }
    JsonNode totals = JSON.readTree(Files.readString(out.resolve("ledger.json"))).path("totals");
    long lines = totals.path("lines").asLong();
    long accepted = totals.path("accepted").asLong();
    boolean addsUp =
        lines
            == accepted
                + totals.path("rejected").asLong()
                + totals.path("duplicates").asLong()
                + totals.path("late").asLong();
    long days = 0;
    long anonymous = 0;
    List<String> rows = Files.readAllLines(out.resolve("activity.csv"));
    for (String row : rows.subList(1, rows.size())) {
      if (row.startsWith("anonymous:")) {
        anonymous++;
      } else {
        days++;
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("alerts.jsonl"))) {
      findings.add(finding(JSON.readTree(line)));
    }
    return new Replayed(lines, accepted, addsUp, days, anonymous, findings);
  }

  private static Finding finding(JsonNode row) {
    JsonNode info = row.path("finding_info");
    JsonNode own = row.path("unmapped").path("gatewatch");
    JsonNode actor = row.path("evidences").path(0).path("actor").path("session");
    String credential = own.path("credential").asString("");
    return new Finding(
        credential.isEmpty() ? actor.path("credential_uid").asString("") : credential,
        own.path("lane").asString("").equals("rule"),
        row.path("is_alert").asBoolean(false),
        row.path("time").asLong(0),
        info.path("first_seen_time").asLong(0),
        info.path("last_seen_time").asLong(0),
        row.path("severity").asString(""),
        info.path("title").asString(""),
        info.path("desc").asString(""));
  }

  /** Statistical findings that paged. */
  List<Finding> alerts() {
    return findings.stream().filter(Finding::paged).toList();
  }

  long rules() {
    return findings.stream().filter(f -> f.rule() && f.alert()).count();
  }

  long digest() {
    return findings.stream().filter(f -> !f.alert()).count();
  }
}
