package org.gatewatch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.gatewatch.io.Element;
import org.gatewatch.io.FilesEnd;
import org.gatewatch.io.InputNames;
import org.gatewatch.io.OutputPlan;
import org.gatewatch.io.Progress;
import org.gatewatch.io.ReplayPlan;
import org.gatewatch.io.SecondPass;
import org.gatewatch.pipeline.Pipeline;
import org.gatewatch.settings.ControlLog;
import org.gatewatch.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * One replay: which files, which part of them, where to.
 *
 * @param from event time, ms: earlier events are not used
 * @param to event time, ms, exclusive: later events are not used
 * @param out the output directory
 * @param parallelism of PROFILE, at least 1
 * @param hindsight whether a second pass follows
 * @param declared what it judges by, for the state that is kept for a watch; null to keep none
 */
record Replay(
    Settings settings,
    ReplayFiles files,
    long from,
    long to,
    Path out,
    int parallelism,
    boolean hindsight,
    @Nullable ControlLog declared) {

  /** Without a second pass. */
  Replay(Settings settings, ReplayFiles files, long from, long to, Path out, int parallelism) {
    this(settings, files, from, to, out, parallelism, /* hindsight= */ false, null);
  }

  /** Shows how far the replay is. */
  interface Watcher {
    void at(Progress progress);
  }

  /**
   * Runs it to its end.
   *
   * @throws ExecutionException when the job failed, with the reason as its cause
   * @throws Failure.UsageException when the output directory may not be used
   */
  void run(Watcher watcher) throws IOException, ExecutionException, InterruptedException {
    run(watcher, new Configuration(), UnaryOperator.identity());
  }

  /** As above, on a Flink of another configuration, with something put in behind the source. */
  void run(Watcher watcher, Configuration flink, UnaryOperator<DataStream<Element>> tap)
      throws IOException, ExecutionException, InterruptedException {
    String run = UUID.randomUUID().toString();
    Progress progress = Progress.of(run);
    ReplayPlan in =
        new ReplayPlan(
            run,
            files.ingest(),
            settings.bindings(),
            files.files(),
            files.formats(),
            from,
            to,
            parallelism,
            declared != null);
    OutputPlan plan =
        new OutputPlan(
            run,
            out.toAbsolutePath().toString(),
            Version.text(),
            settings.bindings(),
            new InputNames(files.paths(), Map.of()),
            settings.fingerprint(),
            OutputDirectory.codeFingerprint(),
            settings.controls(),
            settings.redactionKey().fingerprint(),
            /* live= */ declared != null,
            hindsight ? new SecondPass(Pipeline.judge(settings), settings.roster()) : null);
    OutputDirectory.mark(out);
    try (DirectoryLock lock = OutputDirectory.lock(out);
        Scratch scratch = new Scratch()) {
      OutputDirectory.prepare(out);
      KeptState kept = declared == null ? null : KeptState.make(out, settings, declared);
      Embedded.run(
          settings,
          in,
          plan,
          parallelism,
          () -> watcher.at(progress),
          flink,
          tap,
          kept,
          scratch.directory());
      if (kept != null) {
        kept.take(out);
      }
      OutputDirectory.tidy(out);
    } finally {
      Progress.end(run);
      FilesEnd.forget(run);
    }
  }
}
