package org.gatewatch;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;

/** Savepoints of jobs whose tasks may just be starting, ending or starting again. */
final class Savepoints {
  /** How long a job is given to stop, s. */
  static final long STOP_WITHIN_S = 120;

  private static final long AGAIN_MS = 200;

  /**
   * Why a job that runs on, or starts again, gave no savepoint. It does start again when one task
   * could not take its part in a stop: the others may have ended for it.
   */
  private static final Set<CheckpointFailureReason> PASSING =
      EnumSet.of(
          CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING,
          CheckpointFailureReason.CHECKPOINT_DECLINED_TASK_NOT_READY,
          CheckpointFailureReason.CHECKPOINT_DECLINED_TASK_CLOSING,
          CheckpointFailureReason.TASK_CHECKPOINT_FAILURE, // no such task any more
          CheckpointFailureReason.TASK_FAILURE,
          CheckpointFailureReason.JOB_FAILOVER_REGION,
          CheckpointFailureReason.CHECKPOINT_COORDINATOR_SUSPEND);

  private Savepoints() {}

  /** How Flink names a place on disk: a blank in it is a blank, and no escape. */
  static String place(Path directory) {
    return new org.apache.flink.core.fs.Path(directory.toUri()).toString();
  }

  /**
   * Stops a job with a savepoint; one whose tasks are just starting or ending is asked again for as
   * long as a stop may take.
   *
   * @param drain whether what is open is judged as if the logs ended
   * @param directory where it is written; null for where the cluster has them
   * @return where it is
   */
  static String stop(JobClient of, boolean drain, @Nullable String directory)
      throws ExecutionException, InterruptedException, TimeoutException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_WITHIN_S);
    while (true) {
      try {
        return of.stopWithSavepoint(drain, directory, SavepointFormatType.CANONICAL)
            .get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        if (!isPassing(e) || until - System.nanoTime() < 0) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
      }
    }
  }

  /**
   * Whether a savepoint failed for what passes: tasks were just starting, had read their files to
   * the end in this very moment, or are about to start again. One that is asked for again may come.
   */
  static boolean isPassing(ExecutionException e) {
    return find(e, CheckpointException.class)
        .filter(why -> PASSING.contains(why.getCheckpointFailureReason()) || isOfNoTask(why))
        .isPresent();
  }

  /**
   * Whether Flink found no task to ask: those that had not ended before are about to start again.
   */
  private static boolean isOfNoTask(CheckpointException why) {
    return why.getCheckpointFailureReason() == CheckpointFailureReason.TRIGGER_CHECKPOINT_FAILURE
        && find(why, IllegalArgumentException.class).isPresent();
  }

  /** What is the cause of another, also when a cluster sent it as bytes. */
  private static <T extends Throwable> Optional<T> find(Throwable in, Class<T> type) {
    return ExceptionUtils.findSerializedThrowable(in, type, Savepoints.class.getClassLoader());
  }
}
