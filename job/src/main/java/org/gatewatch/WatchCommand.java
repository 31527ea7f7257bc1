package org.gatewatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.Inputs;
import org.gatewatch.io.ReadFiles;
import org.gatewatch.settings.ControlLog;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsException;
import org.gatewatch.settings.Topic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Logs as they are written; findings as they are found. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads topics and growing files for ever and raises what it finds. Started again, it goes on",
      "where it was; SIGTERM or Ctrl-C stops it with a savepoint. When roster, policy, suppressions",
      "or verdicts change, it goes on with them."
    },
    footerHeading = "%nExit codes:%n",
    footer = {"  0  stopped", "  1  the run failed", "  2  wrong usage or configuration"})
final class WatchCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "Configuration, YAML or JSON.")
  private @Nullable Path config;

  @Option(names = "--roster", paramLabel = "FILE", description = "Declared credentials, CSV.")
  private @Nullable Path roster;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "gatewatch-out",
      description = "Output directory (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("gatewatch-out");

  @Option(
      names = "--warm-from",
      paramLabel = "DIR",
      description = {
        "Begin with the state of a replay, the output of replay --keep-state: its files count as",
        "read. Of no effect when the watch goes on from a state of its own."
      })
  private @Nullable Path warmFrom;

  @Option(
      names = "--drain",
      description = {
        "On a stop judge what is open, as if the logs ended there. The output is then that of a",
        "replay of the same lines; the next start begins anew."
      })
  private boolean drain;

  @Mixin private Parallelism parallelism = new Parallelism();

  @Option(names = "--quiet", description = "Print errors only.")
  private boolean quiet;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    WatchControls controls = WatchControls.load(Objects.requireNonNull(config), roster, out, err);
    Settings settings = controls.settings();
    int tasks = parallelism.tasks();
    String kept = settings.live().state();
    Path states = kept == null ? out.resolve(WatchState.NAME) : Path.of(kept);
    StreamExecutionEnvironment cluster = StreamExecutionEnvironment.getExecutionEnvironment();
    boolean embedded = cluster instanceof LocalStreamEnvironment;
    boolean begins =
        embedded ? WatchState.newest(states) == null : !Files.exists(out.resolve(ControlLog.NAME));
    KeptState from = begins ? warmFrom(settings) : null;
    boolean warm = begins ? from != null : Files.exists(out.resolve(ReadFiles.NAME));
    ReplayFiles history =
        ReplayFiles.of(
            settings, binding -> !warm && settings.live().topic(binding.index()) != null);
    String run = UUID.randomUUID().toString();
    if (!embedded) {
      return submit(controls, history, begins, from, run, warm, cluster);
    }
    for (Binding binding : settings.bindings()) {
      if (settings.live().topic(binding.index()) == null) {
        Inputs.requirePlaces(binding.paths());
      }
    }
    boolean ours = Files.exists(out.resolve(OutputDirectory.MARK));
    OutputDirectory.mark(out);
    try (DirectoryLock lock = OutputDirectory.lock(out);
        WatchState state = WatchState.open(states)) {
      Path last = state.last(settings.bindings());
      Path folder = last == null ? OutputDirectory.prepare(out) : goesOn(last, ours);
      state.note(settings.bindings());
      if (from != null) {
        from.begin(folder);
        from.begin(state);
        last = state.last(settings.bindings());
      }
      state.tidy();
      String changed = record(controls, last != null);
      if (!quiet) {
        announce(settings, last, err);
        if (changed != null) {
          err.println(changed);
          err.flush();
        }
      }
      Settings recorded = controls.settings();
      new EmbeddedWatch(
              new Watch(recorded, history.with(recorded), read(warm), run, folder),
              state,
              controls,
              tasks,
              drain,
              quiet ? null : err)
          .run(last);
    }
    return Gatewatch.OK;
  }

  /** The state that a watch begins with, null for none. */
  private @Nullable KeptState warmFrom(Settings settings) throws IOException {
    if (warmFrom == null) {
      return null;
    }
    if (Files.exists(out) && Files.exists(warmFrom) && Files.isSameFile(warmFrom, out)) {
      throw new Failure.UsageException(
          "--warm-from: " + warmFrom + " is --out, too: name another --out for the watch");
    }
    return KeptState.of(warmFrom, settings);
  }

  /** What was read before the watch began; null when it knows the past in no other way. */
  private @Nullable ReadFiles read(boolean warm) throws IOException {
    return warm ? ReadFiles.read(out.resolve(ReadFiles.NAME)) : null;
  }

  /** The output directory of the watch that is gone on with. */
  private Path goesOn(Path last, boolean ours) {
    if (!ours) {
      throw new Failure.UsageException(
          "--out: "
              + out
              + " is not the output that belongs to "
              + last
              + ": name that one, or remove the state to begin anew");
    }
    return out.toAbsolutePath();
  }

  /** Brings the record of what is declared up to date; what to say of it, null for nothing. */
  private static @Nullable String record(WatchControls controls, boolean goesOn)
      throws IOException, SettingsException {
    if (goesOn) {
      return controls.goOn();
    }
    controls.begin();
    return null;
  }

  /**
   * On a cluster: state and restarts are the cluster's to configure, and so is whether a job goes
   * on: one whose output directory has a record does.
   */
  private int submit(
      WatchControls controls,
      ReplayFiles history,
      boolean begins,
      @Nullable KeptState from,
      String run,
      boolean warm,
      StreamExecutionEnvironment env)
      throws Exception {
    Path folder = out.toAbsolutePath();
    if (from != null
        && env.getConfiguration().getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isEmpty()) {
      throw new Failure.UsageException(
          "--warm-from: on a cluster start it with flink run -n -s " + from.savepoint());
    }
    if (begins) {
      OutputDirectory.prepare(out);
      if (from != null) {
        from.begin(folder);
      }
    }
    String changed = record(controls, Files.exists(out.resolve(ControlLog.NAME)));
    Settings settings = controls.settings();
    if (changed != null && !quiet) {
      System.err.println(changed);
    }
    new ClusterWatch(
            new Watch(settings, history.with(settings), read(warm), run, folder),
            controls,
            quiet ? null : new PrintWriter(System.err, true, UTF_8))
        .run(env);
    return Gatewatch.OK;
  }

  private static void announce(Settings settings, @Nullable Path last, PrintWriter err)
      throws IOException {
    settings
        .bindings()
        .forEach(
            binding -> {
              Topic topic = settings.live().topic(binding.index());
              err.println(
                  binding.name()
                      + ": "
                      + (topic == null
                          ? "files as they grow: " + String.join(", ", binding.paths())
                          : "topic " + String.join(", ", topic.topics()) + " at " + topic.brokers())
                      + " ("
                      + binding.source().text()
                      + (binding.vendor() == null ? "" : ", " + binding.vendor())
                      + ")");
            });
    if (settings.redactionKey().isPublished()) {
      err.println(
          "secrets in the logs are replaced under a published key; set GATEWATCH_KEY or"
              + " redaction.key_file to one of your own");
    }
    err.println(last == null ? "begins anew" : "goes on from " + last);
    err.flush();
  }
}
