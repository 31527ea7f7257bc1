package org.gatewatch;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.gatewatch.evaluate.JsonLines;
import org.gatewatch.ingest.InputException;
import org.gatewatch.report.Explanation;
import org.gatewatch.report.PlainText;
import org.gatewatch.report.Precedent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Prints how a finding was computed. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Computes a finding again from what was recorded, and prints the arithmetic.",
    footerHeading = "%nExit codes:%n",
    footer = {"  1  a number does not come out as it was recorded"})
final class ExplainCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OUT", description = "Output directory of a replay.")
  private Path out = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "FINDING",
      description = "Its finding_info.uid, or as much of its beginning as is unique.")
  private String finding = "";

  @Override
  public Integer call() {
    JsonNode alert = alert();
    JsonNode own = alert.path("unmapped").path("gatewatch");
    String uid = uid(alert);
    JsonNode evidence = own.path("lane").asString("").equals("rule") ? null : evidence(uid);
    String credential = own.path("credential").asString("");
    Precedent precedent =
        evidence == null
            ? new Precedent(credential, "", "", "")
            : precedent(credential, alert, own);
    Explanation explanation;
    try {
      explanation = Explanation.of(alert, evidence, precedent);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          out + ": evidence of " + uid, message(e), "a line as this version writes it");
    }
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter output = command.commandLine().getOut();
    output.print(explanation.text());
    output.flush();
    if (explanation.wrong().isEmpty()) {
      return Gatewatch.OK;
    }
    PrintWriter err = command.commandLine().getErr();
    for (String wrong : explanation.wrong()) {
      err.println("gatewatch: does not agree: " + wrong);
    }
    err.flush();
    return Gatewatch.FAILED;
  }

  private static String message(IllegalArgumentException e) {
    return e.getMessage() == null ? "not readable" : e.getMessage();
  }

  private Path file(String name) {
    Path file = out.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          out.toString(), "holds no " + name, "an output directory of a replay");
    }
    return file;
  }

  private static String uid(JsonNode alert) {
    return alert.path("finding_info").path("uid").asString("");
  }

  private JsonNode alert() {
    String wanted = finding.strip().toLowerCase(Locale.ROOT);
    List<JsonNode> found = new ArrayList<>();
    file("alerts.jsonl");
    for (Path findings : OutputDirectory.findings(out)) {
      JsonLines.each(
          findings,
          row -> {
            String uid = uid(row.row());
            if (!wanted.isEmpty() && uid.startsWith(wanted)) {
              found.add(row.row());
            }
          });
    }
    if (found.isEmpty()) {
      throw new Failure.UsageException(
          out + ": no finding " + finding + ": expected a finding_info.uid of alerts.jsonl");
    }
    if (found.size() > 1) {
      List<String> uids =
          found.stream().limit(SHOWN).map(f -> "  " + uid(f) + "  " + title(f)).toList();
      throw new Failure.UsageException(
          finding
              + " is the beginning of "
              + found.size()
              + " findings, expected that of one:\n"
              + String.join("\n", uids));
    }
    return found.get(0);
  }

  private static String title(JsonNode alert) {
    return PlainText.cell(alert.path("finding_info").path("title").asString(""));
  }

  private JsonNode evidence(String uid) {
    List<JsonNode> found = new ArrayList<>();
    JsonLines.each(
        file("evidence.jsonl.zst"),
        row -> {
          if (row.text("uid").equals(uid)) {
            found.add(row.row());
          }
        });
    if (found.isEmpty()) {
      throw new InputException(
          out + "/evidence.jsonl.zst", "says nothing of " + uid, "a line for each such finding");
    }
    return found.get(0);
  }

  private Precedent precedent(String credential, JsonNode alert, JsonNode own) {
    long first = alert.path("finding_info").path("first_seen_time").asLong(0);
    String family = own.path("measures").path(0).path("family").asString("");
    Precedent precedent =
        new Precedent(
            credential,
            group(credential),
            family,
            Instant.ofEpochMilli(first).toString().substring(0, 10));
    JsonLines.each(file("windows.jsonl.zst"), row -> precedent.add(row.row()));
    return precedent;
  }

  /** Its peer group, as its days name it. */
  private String group(String credential) {
    String[] group = {""};
    JsonLines.each(
        file("windows.jsonl.zst"),
        row -> {
          if (row.text("credential").equals(credential)) {
            group[0] = row.text("group");
          }
        });
    return group[0];
  }
}
