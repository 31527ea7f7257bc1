package org.gatewatch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Verdict;
import org.gatewatch.report.VerdictJson;
import org.gatewatch.settings.SettingsException;
import org.gatewatch.settings.SettingsLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Notes what an analyst decided about a finding, for the next replay and for watching. */
@Command(
    name = "verdict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Notes what was decided about a finding.",
      "  malicious  an attack: nothing of its span is learned",
      "  benign     a false alert: its span is learned as any other",
      "  expected   agreed from now on: learned at once, does not page again",
      "The file takes effect where the configuration names it: verdicts: FILE."
    })
final class VerdictCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OUT_DIR", description = "Output of a replay.")
  private Path directory = Path.of("");

  @Parameters(index = "1", paramLabel = "FINDING", description = "Its uid, or how that begins.")
  private String uid = "";

  @Parameters(index = "2", paramLabel = "VERDICT", description = "benign, malicious or expected.")
  private Verdict.Kind kind = Verdict.Kind.BENIGN;

  @Option(names = "--by", paramLabel = "WHO", required = true, description = "Who decided.")
  private String by = "";

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  private String reason = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      defaultValue = "verdicts.jsonl",
      description = "Where it is noted (default: ${DEFAULT-VALUE}, here: outputs are replaced).")
  private Path file = Path.of("verdicts.jsonl");

  @Override
  public Integer call() throws IOException, SettingsException {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    if (by.isBlank()) {
      throw new Failure.UsageException("--by: expected a text that is not empty");
    }
    if (reason.isBlank()) {
      throw new Failure.UsageException("--reason: expected a text that is not empty");
    }
    JsonNode finding = finding();
    Verdict verdict = verdict(finding);
    String what = verdict.finding() + " (" + verdict.credential() + "): " + kind.text();
    if (Files.exists(file) && SettingsLoader.verdicts(file).contains(verdict)) {
      out.println(what + ", as noted before in " + file);
    } else {
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      long asOf = finding.at("/finding_info/modified_time").asLong();
      append(VerdictJson.line(verdict, asOf, now.toEpochMilli()));
      out.println(what + ", noted in " + file);
    }
    out.flush();
    return Gatewatch.OK;
  }

  private JsonNode finding() throws IOException {
    Path alerts = directory.resolve("alerts.jsonl");
    if (!Files.isRegularFile(alerts)) {
      throw new Failure.UsageException(
          directory + " holds no alerts.jsonl: expected the output directory of a replay");
    }
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> found = new ArrayList<>();
    for (Path findings : OutputDirectory.findings(directory)) {
      try (Stream<String> lines = Files.lines(findings, StandardCharsets.UTF_8)) {
        lines
            .filter(line -> !uid.isEmpty() && line.contains(uid))
            .map(json::readTree)
            .filter(node -> uid(node).startsWith(uid))
            .forEach(found::add);
      } catch (JacksonException | java.io.UncheckedIOException e) {
        throw new Failure.UsageException(findings + ": expected findings, one a line");
      }
    }
    if (found.isEmpty()) {
      throw new Failure.UsageException(
          "no finding of " + alerts + " begins with \"" + uid + "\": expected a finding_info.uid");
    }
    if (found.size() > 1) {
      String some =
          String.join(", ", found.stream().limit(SHOWN).map(VerdictCommand::uid).toList());
      throw new Failure.UsageException(
          found.size() + " findings begin with \"" + uid + "\": " + some + ", expected more of it");
    }
    return found.get(0);
  }

  private static String uid(JsonNode finding) {
    return finding.at("/finding_info/uid").asString("");
  }

  private Verdict verdict(JsonNode finding) {
    JsonNode own = finding.at("/unmapped/gatewatch");
    List<Verdict.Observed> evidence = new ArrayList<>();
    for (int i = 0; i < own.path("measures").size(); i++) {
      evidence.add(
          new Verdict.Observed(
              own.at("/measures/" + i + "/signal").asString(""),
              finding
                  .at("/anomaly_analyses/" + i + "/anomalies/0/observations/0/value")
                  .asString("")));
    }
    return new Verdict(
        uid(finding),
        own.path("credential").asString(""),
        own.path("lane").asString("").equals("rule") ? Finding.Lane.RULE : Finding.Lane.BEHAVIOUR,
        finding.at("/finding_info/analytic/uid").asString(""),
        kind,
        finding.at("/finding_info/first_seen_time").asLong(),
        finding.at("/finding_info/last_seen_time").asLong(),
        evidence,
        by,
        reason);
  }

  /** A later line wins, so that nothing is ever taken out of the file. */
  private void append(String line) {
    try {
      byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      boolean open = before.length > 0 && before[before.length - 1] != '\n';
      Files.writeString(
          file,
          (open ? "\n" : "") + line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new Failure.UsageException("--file: cannot write " + file + ": " + e.getMessage());
    }
  }
}
