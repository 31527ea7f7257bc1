package org.gatewatch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the report of an output directory again. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes report.html into an output directory, from the files that a replay left there.",
      "The page needs no network and nothing else beside it."
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OUT_DIR", description = "Output directory of a replay.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    ReportFile.write(out);
    PrintWriter output = Objects.requireNonNull(spec).commandLine().getOut();
    output.println(out.resolve(ReportFile.NAME));
    output.flush();
    return Gatewatch.OK;
  }
}
