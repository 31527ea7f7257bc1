package org.gatewatch;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.gatewatch.ingest.Formats;
import org.gatewatch.ingest.InputException;
import org.gatewatch.ingest.Probe;
import org.gatewatch.ingest.Redactor;
import org.gatewatch.report.PlainText;
import org.gatewatch.report.ProbeText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the log formats, or tells what a file holds. */
@Command(
    name = "formats",
    mixinStandardHelpOptions = true,
    description = "Lists the log formats that can be read.")
final class FormatsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--probe",
      paramLabel = "FILE",
      description =
          "Tell what this file holds, and show how it is read; for an unknown JSON or CSV log also"
              + " a configuration that reads it.")
  private @Nullable Path probe;

  @Override
  public Integer call() {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    if (probe == null) {
      for (Formats.Described format : Formats.described()) {
        out.printf("%-12s %s%n", format.id(), format.description());
        out.printf("%-12s   told by: %s%n", "", format.detectedBy());
      }
      out.flush();
      return Gatewatch.OK;
    }
    if (!Files.isRegularFile(probe) || !Files.isReadable(probe)) {
      throw new InputException(probe.toString(), "cannot be read", "a readable file");
    }
    Probe found = Probe.of(probe, Redactor.unkeyed());
    if (found.format() == null) {
      throw new Failure.UsageException(PlainText.cell(probe + ": " + found.reason()));
    }
    ProbeText.lines(found, probe.toString()).forEach(out::println);
    out.flush();
    return Gatewatch.OK;
  }
}
