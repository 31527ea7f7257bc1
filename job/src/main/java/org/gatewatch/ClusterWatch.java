package org.gatewatch;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.gatewatch.settings.ControlState;
import org.jspecify.annotations.Nullable;

/**
 * A watch on a cluster, whose state and restarts are the cluster's to configure. Its client may
 * stay to look at what is declared: when that changes, the job is stopped with a savepoint, the
 * change is recorded, and the next job goes on from there. Without the client the job runs on.
 */
final class ClusterWatch {
  /** Where a client submits to a cluster that is there before and after it. */
  private static final String SESSION = "remote";

  private static final long LOOK_MS = 2_000;

  private final WatchControls controls;
  private final @Nullable PrintWriter err;
  private Watch watch;

  /**
   * @param err where it says what it does, null for nowhere
   */
  ClusterWatch(Watch watch, WatchControls controls, @Nullable PrintWriter err) {
    this.watch = watch;
    this.controls = controls;
    this.err = err;
  }

  /**
   * Starts the job; returns at once when nobody is to stay ({@code flink run -d}, a cluster of the
   * application's own), otherwise when the job has ended.
   *
   * @throws ExecutionException when it failed for good
   */
  void run(StreamExecutionEnvironment env) throws Exception {
    JobClient job = start(env);
    boolean stays =
        env.getConfiguration().get(DeploymentOptions.ATTACHED)
            && SESSION.equals(env.getConfiguration().get(DeploymentOptions.TARGET));
    while (stays) {
      ControlState next = await(job.getJobExecutionResult());
      if (next == null) {
        return;
      }
      job = goOn(job, next);
    }
  }

  private JobClient start(StreamExecutionEnvironment env) throws Exception {
    env.getConfig().enableObjectReuse();
    if (!env.getCheckpointConfig().isCheckpointingEnabled()) {
      env.enableCheckpointing(watch.settings().live().checkpointEveryMs());
    }
    watch.build(env);
    return env.executeAsync("gatewatch watch");
  }

  /** Returns when what is declared has changed, or with null when the job has ended. */
  private @Nullable ControlState await(CompletableFuture<JobExecutionResult> end)
      throws ExecutionException, InterruptedException {
    while (true) {
      try {
        end.get(LOOK_MS, TimeUnit.MILLISECONDS);
        return null;
      } catch (TimeoutException running) {
        ControlState next = controls.look();
        if (next != null) {
          return next;
        }
      }
    }
  }

  private JobClient goOn(JobClient before, ControlState next) throws Exception {
    String savepoint;
    try {
      savepoint = Savepoints.stop(before, /* drain= */ false, null);
    } catch (ExecutionException | TimeoutException e) {
      say("no savepoint could be made, what was declared before stays in force: " + e.getMessage());
      return before;
    }
    say(controls.change(next));
    watch = watch.with(controls.settings());
    Configuration from = new Configuration();
    from.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    return start(StreamExecutionEnvironment.getExecutionEnvironment(from));
  }

  private void say(String text) {
    if (err != null) {
      err.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + text);
      err.flush();
    }
  }
}
