package org.gatewatch;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.gatewatch.settings.Schemas;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of one of the program's files. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Prints a JSON Schema (2020-12); without NAME, the names.")
final class SchemaCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Such as access-event.")
  private @Nullable String name;

  @Override
  public Integer call() {
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    if (name == null) {
      Schemas.names().forEach(out::println);
    } else if (Schemas.names().contains(name)) {
      out.print(Schemas.text(name));
    } else {
      throw new Failure.UsageException(
          "unknown schema " + name + ": expected one of " + String.join(", ", Schemas.names()));
    }
    out.flush();
    return Gatewatch.OK;
  }
}
