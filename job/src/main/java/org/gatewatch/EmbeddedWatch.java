package org.gatewatch;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.gatewatch.io.Progress;
import org.gatewatch.settings.ControlState;
import org.gatewatch.settings.Live;
import org.jspecify.annotations.Nullable;

/**
 * A watch on a Flink of its own, inside this process: checkpoints on local disk, restarts by
 * itself, stops with a savepoint. When what is declared changes, one job is stopped with a
 * savepoint, the change is recorded, and the next job goes on from there.
 */
final class EmbeddedWatch {
  private static final long LOOK_MS = 2_000;
  private static final int LOOKS = 30;
  private static final long AGAIN_MS = 200;
  private static final int TRIES = 50;

  private final WatchState state;
  private final WatchControls controls;
  private final int parallelism;
  private final boolean drain;
  private final @Nullable PrintWriter err;
  private final Health health;

  // A signal and a change may both want to stop a job: what follows is touched under the lock.
  private Watch watch;
  private @Nullable JobClient job;
  private @Nullable Throwable stopFailed;
  private boolean told;

  /**
   * @param controls whose settings the watch has
   * @param drain whether a stop ends the logs
   * @param err where it says how it is, null for nowhere
   */
  EmbeddedWatch(
      Watch watch,
      WatchState state,
      WatchControls controls,
      int parallelism,
      boolean drain,
      @Nullable PrintWriter err) {
    this.watch = watch;
    this.state = state;
    this.controls = controls;
    this.parallelism = parallelism;
    this.drain = drain;
    this.err = err;
    health = new Health(Progress.of(watch.run()));
  }

  /**
   * Runs until it is told to stop.
   *
   * @param last what it goes on from, null to begin anew
   * @throws ExecutionException when the job failed for good, with the reason as its cause
   */
  void run(@Nullable Path last) throws IOException, ExecutionException, InterruptedException {
    try (Scratch scratch = new Scratch(state.directory().resolve("work"))) {
      JobClient running = start(last, scratch);
      StopSignals.onStop(this::stop);
      for (ControlState next = await(running); next != null; next = await(running)) {
        running = goOn(next, scratch);
      }
      end();
    } catch (ExecutionException e) {
      checkStop(); // a job that was cancelled for want of a savepoint did not fail by itself
      throw e;
    } catch (IOException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new ExecutionException(e);
    } finally {
      Progress.end(watch.run());
    }
  }

  private synchronized void checkStop() throws IOException {
    if (stopFailed != null) {
      boolean slow = stopFailed instanceof TimeoutException;
      throw new IOException(
          "no savepoint"
              + (slow ? " within " + Savepoints.STOP_WITHIN_S + " s" : "")
              + "; the next start goes on from the last checkpoint",
          slow ? null : stopFailed);
    }
  }

  private synchronized void end() throws IOException {
    checkStop();
    if (drain) {
      state.clear();
      OutputDirectory.tidy(watch.out());
    }
  }

  private synchronized JobClient start(@Nullable Path last, Scratch scratch) throws Exception {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(
            parallelism, configuration(last, scratch.directory()));
    watch.build(env);
    JobClient started = env.executeAsync("gatewatch watch");
    job = started;
    return started;
  }

  /**
   * Stops the job, records the change and goes on with it; but not when it was told to stop.
   *
   * @return the job to wait for
   */
  private synchronized JobClient goOn(ControlState next, Scratch scratch) throws Exception {
    JobClient before = Objects.requireNonNull(job);
    if (told) {
      return before;
    }
    try {
      savepoint(before, /* last= */ false);
    } catch (ExecutionException | TimeoutException e) {
      say("no savepoint for the change: goes on from the last checkpoint");
      if (!cancel(before)) {
        throw e; // it may still write: whoever starts this again makes the change
      }
    }
    say(controls.change(next));
    watch = watch.with(controls.settings());
    state.tidy();
    awaitFree(watch.settings().live().metricsPort());
    return start(WatchState.newest(state.directory()), scratch);
  }

  /** The job before may be letting go of it. */
  private static void awaitFree(int port) throws InterruptedException {
    for (int i = 0; i < TRIES && port > 0; i++) {
      try (ServerSocket free = new ServerSocket(port)) {
        return;
      } catch (IOException taken) {
        TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
      }
    }
  }

  private Configuration configuration(@Nullable Path last, Path scratch) {
    Live live = watch.settings().live();
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, Savepoints.place(state.checkpoints()));
    flink.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, Savepoints.place(state.savepoints()));
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
      flink.setString("state.backend.rocksdb.use-bloom-filter", "true");
      flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, offHeap());
    } else {
      flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    }
    if (last != null) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, Savepoints.place(last));
      // Of a sink or an input that was taken out of the configuration, and of a replay's files.
      flink.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
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

  /**
   * What RocksDB may hold outside the heap: an eighth of the machine's memory. The heap may take
   * half of it, and the rest caches the files of the state.
   */
  private static MemorySize offHeap() {
    long all =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return new MemorySize(Math.max(512L << 20, all / 8));
  }

  /** On a signal; a change that is on its way is gone on with first. */
  private synchronized void stop() {
    JobClient last = Objects.requireNonNull(job);
    told = true;
    say(drain ? "stopping: what is open is judged as if the logs ended" : "stopping");
    try {
      String savepoint = savepoint(last, drain);
      say(drain ? "drained" : "stopped; the next start goes on from " + savepoint);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      stopFailed = e;
      cancel(last);
    }
  }

  private String savepoint(JobClient of, boolean last)
      throws ExecutionException, InterruptedException, TimeoutException {
    return Savepoints.stop(of, last, Savepoints.place(state.savepoints()));
  }

  private boolean cancel(JobClient of) {
    try {
      of.cancel().get(Savepoints.STOP_WITHIN_S, TimeUnit.SECONDS);
      say("cancelled");
      return true;
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      say("could not be cancelled");
      return false;
    }
  }

  /** Returns when what is declared has changed, or with null when the job has ended. */
  private @Nullable ControlState await(JobClient of)
      throws ExecutionException, InterruptedException {
    for (int look = 1; ; look++) {
      try {
        of.getJobExecutionResult().get(LOOK_MS, TimeUnit.MILLISECONDS);
        return null;
      } catch (TimeoutException running) {
        String change = health.change(status(of));
        if (change != null) {
          say(change);
        }
        if (look % LOOKS == 0) {
          say(health.line(System.currentTimeMillis(), LOOKS * LOOK_MS));
        }
        ControlState next = controls.look();
        if (next != null) {
          return next;
        }
      }
    }
  }

  /** Null when it has just ended: its result tells. */
  private static @Nullable JobStatus status(JobClient of) throws InterruptedException {
    try {
      return of.getJobStatus().get();
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
