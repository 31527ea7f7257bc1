package org.gatewatch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.gatewatch.io.Progress;
import org.gatewatch.settings.Live;
import org.jspecify.annotations.Nullable;

/**
 * A watch on a Flink of its own, inside this process: checkpoints on local disk, restarts by
 * itself, stops with a savepoint.
 *
 * @param last what it goes on from, null to begin anew
 * @param drain whether a stop ends the logs
 * @param err where it says how it is, null for nowhere
 */
record EmbeddedWatch(
    Watch watch,
    WatchState state,
    @Nullable Path last,
    int parallelism,
    boolean drain,
    @Nullable PrintWriter err) {

  private static final long LOOK_MS = 2_000;
  private static final int LOOKS = 30;
  private static final long STOP_WITHIN_S = 120;

  /**
   * Runs until it is told to stop.
   *
   * @throws ExecutionException when the job failed for good, with the reason as its cause
   */
  void run() throws IOException, ExecutionException, InterruptedException {
    try (Scratch scratch = new Scratch()) {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(
              parallelism, configuration(scratch.directory()));
      watch.build(env);
      JobClient job = env.executeAsync("gatewatch watch");
      AtomicReference<@Nullable Throwable> stopFailed = new AtomicReference<>();
      StopSignals.onStop(() -> stop(job, stopFailed));
      await(job);
      Throwable failed = stopFailed.get();
      if (failed != null) {
        throw new ExecutionException("the last savepoint failed", failed);
      }
      if (drain) {
        state.clear();
      }
    } catch (IOException | ExecutionException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new ExecutionException(e);
    } finally {
      Progress.end(watch.run());
    }
  }

  private Configuration configuration(Path scratch) {
    Live live = watch.settings().live();
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, state.checkpoints().toUri().toString());
    flink.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, state.savepoints().toUri().toString());
    flink.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL,
        java.time.Duration.ofMillis(live.checkpointEveryMs()));
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
    flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 10);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    if (live.backend() == Live.Backend.ROCKSDB) {
      flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
      flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
      flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
    } else {
      flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    }
    if (last != null) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, last.toUri().toString());
    }
    if (live.metricsPort() > 0) {
      flink.set(MetricOptions.REPORTERS_LIST, "prom");
      flink.setString(
          "metrics.reporter.prom.factory.class",
          "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
      flink.setString("metrics.reporter.prom.port", String.valueOf(live.metricsPort()));
    }
    return Embedded.configuration(flink, scratch);
  }

  private void stop(JobClient job, AtomicReference<@Nullable Throwable> failed) {
    say(drain ? "stopping: what is open is judged as if the logs ended" : "stopping");
    try {
      String savepoint =
          job.stopWithSavepoint(drain, state.savepoints().toString(), SavepointFormatType.CANONICAL)
              .get(STOP_WITHIN_S, TimeUnit.SECONDS);
      say(drain ? "drained" : "stopped; the next start goes on from " + savepoint);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      failed.set(e);
      cancel(job);
    }
  }

  private void cancel(JobClient job) {
    try {
      job.cancel().get(STOP_WITHIN_S, TimeUnit.SECONDS);
      say("cancelled");
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      say("could not be cancelled");
    }
  }

  private void await(JobClient job) throws ExecutionException, InterruptedException {
    Health health = new Health(Progress.of(watch.run()));
    for (int look = 1; ; look++) {
      try {
        job.getJobExecutionResult().get(LOOK_MS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException running) {
        String change = health.change(status(job));
        if (change != null) {
          say(change);
        }
        if (look % LOOKS == 0) {
          say(health.line(System.currentTimeMillis(), LOOKS * LOOK_MS));
        }
      }
    }
  }

  /** Null when it has just ended: its result tells. */
  private static @Nullable JobStatus status(JobClient job) throws InterruptedException {
    try {
      return job.getJobStatus().get();
    } catch (ExecutionException | IllegalStateException e) { // the second from a cluster shut down
      return null;
    }
  }

  private void say(String text) {
    if (err != null) {
      err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + text);
      err.flush();
    }
  }
}
