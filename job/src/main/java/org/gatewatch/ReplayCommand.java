package org.gatewatch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.Formats;
import org.gatewatch.judge.Severity;
import org.gatewatch.settings.Budget;
import org.gatewatch.settings.ControlLog;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsException;
import org.gatewatch.settings.SettingsLoader;
import org.gatewatch.settings.Sources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Historical logs in; findings, a ledger and a summary out. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Reads logs that exist and writes the findings that watching them would have raised.",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  the run failed",
      "  2  wrong usage or configuration",
      "  3  with --fail-on: a finding of at least that severity exists"
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--config", paramLabel = "FILE", description = "Configuration, YAML or JSON.")
  private @Nullable Path config;

  @Option(names = "--roster", paramLabel = "FILE", description = "Declared credentials, CSV.")
  private @Nullable Path roster;

  @Option(
      names = "--controls",
      paramLabel = "FILE",
      description = {
        "What was declared when, as a watch recorded it in control-applied.jsonl: instead of roster,",
        "policy, suppressions and verdicts of the configuration."
      })
  private @Nullable Path controls;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "gatewatch-out",
      description = "Output directory (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("gatewatch-out");

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "False statistical alerts: per 1,000 credential-days (default 3), or N/day.")
  private @Nullable String budget;

  @Option(names = "--from", paramLabel = "TIME", description = "Use no event before it.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Use no event at or after it.")
  private @Nullable String to;

  @Option(names = "--raise-from", paramLabel = "TIME", description = "Learn silently before it.")
  private @Nullable String raiseFrom;

  @Option(
      names = "--hindsight",
      description = "Then judge each day against the rest of the log: hindsight.jsonl.")
  private boolean hindsight;

  @Option(
      names = "--indicator",
      paramLabel = "TYPE=VALUE",
      description = {
        "Raise every use of it: ip (or address), cidr (network), asn, user_agent (agent), ja4,",
        "principal, credential; may be given several times."
      })
  private List<String> indicators = new ArrayList<>();

  @Option(
      names = "--keep-state",
      description = {
        "Keep the state at the end of the files in the output, for watch --warm-from: a watch that",
        "is warm from the start, and reads on where the files end."
      })
  private boolean keepState;

  @Mixin private Parallelism parallelism = new Parallelism();

  @Option(names = "--no-report", description = "Write no report.html.")
  private boolean noReport;

  @Option(names = "--quiet", description = "Print errors only.")
  private boolean quiet;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description = "Exit with 3 when such a finding exists: ${COMPLETION-CANDIDATES}.")
  private @Nullable Severity failOn;

  @Parameters(
      paramLabel = "INPUT",
      arity = "0..*",
      description = {
        "File, directory or glob; plain, .gz, .zst or .bz2. BINDING=PATH for a binding of the",
        "configuration; without one, gateway=PATH and vendor=PATH."
      })
  private List<String> inputs = new ArrayList<>();

  private @Nullable ControlLog declared;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = java.util.Objects.requireNonNull(spec).commandLine().getErr();
    Settings settings = settings();
    int tasks = parallelism.tasks();
    long notBefore = time("--from", from, Long.MIN_VALUE);
    long before = time("--to", to, Long.MAX_VALUE);
    OutputDirectory.check(out);
    ReplayFiles files = ReplayFiles.of(settings);
    if (files.files().isEmpty()) {
      throw new Failure.UsageException(
          "nothing to read: expected INPUT, or bindings with paths in the configuration");
    }
    Replay replay =
        new Replay(
            settings, files, notBefore, before, out, tasks, hindsight, keepState ? declared : null);
    if (quiet) {
      replay.run(progress -> {});
    } else {
      announce(settings, files, err);
      ProgressLine line = new ProgressLine(files.bytes(), System.err, isTerminal());
      try {
        replay.run(line::show);
      } finally {
        line.end();
      }
    }
    if (!noReport) {
      ReportFile.write(out);
    }
    ReplayedInputs.of(config, roster, inputs, notBefore, before).write(out);
    if (!quiet) {
      PrintWriter output = spec.commandLine().getOut();
      output.print(Files.readString(out.resolve("summary.txt")));
      output.flush();
    }
    return failOn != null && OutputDirectory.hasFinding(out, failOn)
        ? Gatewatch.FOUND
        : Gatewatch.OK;
  }

  private Settings settings() throws SettingsException {
    List<String> formats = Formats.ids();
    if (keepState && (to != null || hindsight || !indicators.isEmpty())) {
      throw new Failure.UsageException(
          "--keep-state reads to the end, as a watch does: leave out --to, --hindsight and"
              + " --indicator");
    }
    if (controls != null && roster != null) {
      throw new Failure.UsageException("--controls names the roster, too: leave out --roster");
    }
    Sources told = new Sources();
    Settings settings =
        new SettingsLoader(formats, System.getenv()).load(config, roster, told).withInputs(inputs);
    declared = keepState ? ControlLog.begin(told.state()) : null;
    if (controls != null) {
      if (out.toAbsolutePath()
          .normalize()
          .equals(controls.toAbsolutePath().normalize().getParent())) {
        throw new Failure.UsageException(
            "--controls: "
                + controls
                + " lies in "
                + out
                + ", which is replaced: name another --out");
      }
      declared = ControlLog.read(controls);
    }
    if (declared != null) {
      settings = settings.withDeclared(declared.timeline()); // a watch judges by its record, too
    }
    if (budget != null) {
      try {
        settings = settings.withBudget(Budget.parse(budget));
      } catch (IllegalArgumentException e) {
        throw new Failure.UsageException("--budget: \"" + budget + "\": " + e.getMessage());
      }
    }
    if (raiseFrom != null) {
      settings = settings.withRaiseFrom(time("--raise-from", raiseFrom, 0));
    }
    return settings.withIndicators(indicators);
  }

  @SuppressWarnings("SystemConsoleNull") // this runs on Java 17, where it is null when redirected
  private static boolean isTerminal() {
    return System.console() != null && System.getenv("TERM") != null;
  }

  private static long time(String option, @Nullable String text, long otherwise) {
    if (text == null) {
      return otherwise;
    }
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
          : Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new Failure.UsageException(
          option
              + ": \""
              + text
              + "\": expected a time such as 2026-03-01T08:00:00Z or 2026-03-01");
    }
  }

  private static void announce(Settings settings, ReplayFiles files, PrintWriter err)
      throws IOException {
    for (Binding binding : settings.bindings()) {
      TreeMap<String, Integer> formats = new TreeMap<>();
      files.files().stream()
          .filter(f -> f.binding() == binding.index())
          .forEach(f -> formats.merge(files.formats().get(f.index()), 1, Integer::sum));
      formats.forEach(
          (format, n) ->
              err.println(
                  binding.name()
                      + ": "
                      + n
                      + (n == 1 ? " file, " : " files, ")
                      + format
                      + " ("
                      + binding.source().text()
                      + (binding.vendor() == null ? "" : ", " + binding.vendor())
                      + ")"));
    }
    for (String why : files.passedOver()) {
      err.println("passed over, no log: " + why);
    }
    if (settings.redactionKey().isPublished()) {
      err.println(
          "secrets in the logs are replaced under a published key; set GATEWATCH_KEY or"
              + " redaction.key_file to one of your own");
    }
    err.flush();
  }
}
