package org.gatewatch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.gatewatch.ingest.Formats;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a configuration and the roster it names; says everything that is wrong at once. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Checks a configuration and the roster it names.")
final class ValidateCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--config", paramLabel = "FILE", required = true, description = "YAML or JSON.")
  private @Nullable Path config;

  @Option(names = "--roster", paramLabel = "FILE", description = "Instead of the one it names.")
  private @Nullable Path roster;

  @Override
  public Integer call() throws Exception {
    Settings settings = new SettingsLoader(Formats.ids(), System.getenv()).load(config, roster);
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    out.printf(
        "%s: valid; %d bindings, %d credentials, budget %s%n",
        config, settings.bindings().size(), settings.roster().size(), settings.budget().text());
    out.flush();
    return Gatewatch.OK;
  }
}
