package org.gatewatch;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.gatewatch.evaluate.JsonLines;
import org.gatewatch.ingest.InputException;
import org.gatewatch.report.BaselineText;
import org.gatewatch.report.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** Prints what is normal for a credential. */
@Command(
    name = "baseline",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints what was normal for a credential at the end of the log.")
final class BaselineCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OUT", description = "Output directory of a replay.")
  private Path out = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "CREDENTIAL",
      arity = "0..1",
      description = "One that a finding is about; without it, one line for each.")
  private @Nullable String credential;

  @Option(names = "--json", description = "The lines of baselines.jsonl as they are.")
  private boolean json;

  @Override
  public Integer call() {
    Path file = out.resolve("baselines.jsonl");
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          out.toString(), "holds no baselines.jsonl", "an output directory of a replay");
    }
    PrintWriter output = Objects.requireNonNull(spec).commandLine().getOut();
    boolean[] found = {credential == null};
    JsonLines.each(
        file,
        row -> {
          boolean wanted = credential == null || row.text("credential").equals(credential);
          if (json && wanted) {
            output.println(Json.line((ObjectNode) row.row()));
            found[0] = true;
          } else if (credential == null) {
            output.println(BaselineText.summary(row.row()));
          } else if (wanted) {
            output.print(BaselineText.text(row.row()));
            found[0] = true;
          }
        });
    output.flush();
    if (!found[0]) {
      throw new Failure.UsageException(
          file + ": no credential " + credential + ": expected one that a finding is about");
    }
    return Gatewatch.OK;
  }
}
