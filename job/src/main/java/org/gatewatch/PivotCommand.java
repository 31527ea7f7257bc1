package org.gatewatch;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.gatewatch.evaluate.JsonLines;
import org.gatewatch.ingest.InputException;
import org.gatewatch.report.Json;
import org.gatewatch.report.PivotText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells who used a value. */
@Command(
    name = "pivot",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Tells who used an address, client, model or credential, when, and how much.")
final class PivotCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "OUT", description = "Output directory of a replay.")
  private Path out = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "VALUE",
      description = {
        "Address or block, user agent, JA4 fingerprint, principal, model, endpoint or",
        "credential; * stands for any text."
      })
  private String value = "";

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    Path file = out.resolve("pivot.jsonl.zst");
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          out.toString(), "holds no pivot.jsonl.zst", "an output directory of a replay");
    }
    if (value.isBlank()) {
      throw new Failure.UsageException("VALUE: expected a text that is not empty");
    }
    PivotText text = new PivotText(value.strip());
    JsonLines.each(file, row -> text.add(row.row()));
    PrintWriter output = Objects.requireNonNull(spec).commandLine().getOut();
    if (json) {
      for (JsonNode row : text.found()) {
        output.println(Json.line((ObjectNode) row));
      }
    } else {
      output.print(text.text());
    }
    output.flush();
    return Gatewatch.OK;
  }
}
