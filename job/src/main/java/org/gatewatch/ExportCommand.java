package org.gatewatch;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.gatewatch.evaluate.JsonLines;
import org.gatewatch.ingest.InputException;
import org.gatewatch.io.OutputException;
import org.gatewatch.judge.Severity;
import org.gatewatch.report.AlertFormat;
import org.gatewatch.report.AlertFormats;
import org.gatewatch.report.AlertView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints findings in the format of another tool. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints the findings or cases of a run in the format of another tool.")
final class ExportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "OUT", description = "Output directory of a replay.")
  private Path out = Path.of("");

  @Option(
      names = "--format",
      required = true,
      paramLabel = "F",
      description = {
        "ocsf, ecs, cef, leef, csv, splunk_hec, bulk (of ECS), bulk_ocsf, pagerduty, slack,",
        "teams, stix (cases only)."
      })
  private String format = "";

  @Option(names = "--cases", description = "Cases instead of findings.")
  private boolean cases;

  @Option(
      names = "--min-severity",
      paramLabel = "SEVERITY",
      description = "Only of at least that severity: informational, low, medium, high, critical.")
  private Severity least = Severity.INFORMATIONAL;

  @Option(names = "--alerts-only", description = "Without the digest.")
  private boolean alertsOnly;

  @Override
  public Integer call() throws OutputException {
    AlertFormat as = format();
    String name = cases ? "cases.jsonl" : "alerts.jsonl";
    Path file = out.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          out.toString(), "holds no " + name, "an output directory of a replay");
    }
    // The same bytes whatever the terminal's character set is.
    PrintWriter output = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    if (!as.header().isEmpty()) {
      output.print(as.header() + "\n");
    }
    JsonLines.each(file, row -> print(row, as, output));
    if (output.checkError()) {
      throw new OutputException("cannot write all of it: the disk is full, or nobody reads on");
    }
    return Gatewatch.OK;
  }

  private AlertFormat format() {
    AlertFormat found;
    try {
      found = AlertFormats.of(format);
    } catch (IllegalArgumentException e) {
      throw new Failure.UsageException("--format: " + e.getMessage());
    }
    if (found.takesCases() ? !found.takesFindings() && !cases : cases) {
      throw new Failure.UsageException(
          "--format: "
              + format
              + (cases ? " is for findings: leave out --cases" : " is for cases: add --cases"));
    }
    return found;
  }

  private void print(JsonLines row, AlertFormat as, PrintWriter output) {
    AlertView alert;
    try {
      alert = AlertView.of(row.row());
    } catch (IllegalArgumentException e) {
      throw row.wrong(String.valueOf(e.getMessage()), "a line as this version writes it");
    }
    if (alert.severity() >= least.id() && (!alertsOnly || alert.isAlert()) && as.takes(alert)) {
      output.print(as.encode(alert) + "\n");
    }
  }
}
