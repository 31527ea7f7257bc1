package org.gatewatch;

import java.nio.file.Path;
import java.util.EnumSet;
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

/** Savepoints of jobs whose tasks may just be starting or ending. */
final class Savepoints {
  /** How long a job is given to stop, s. */
  static final long STOP_WITHIN_S = 120;

  private static final long AGAIN_MS = 200;
  private static final int TRIES = 50;

  private static final Set<CheckpointFailureReason> PASSING =
      EnumSet.of(
          CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING,
          CheckpointFailureReason.CHECKPOINT_DECLINED_TASK_NOT_READY,
          CheckpointFailureReason.CHECKPOINT_DECLINED_TASK_CLOSING,
          CheckpointFailureReason.TASK_CHECKPOINT_FAILURE); // no such task any more

  private Savepoints() {}

  /** How Flink names a place on disk: a blank in it is a blank, and no escape. */
  static String place(Path directory) {
    return new org.apache.flink.core.fs.Path(directory.toUri()).toString();
  }

  /**
   * Stops a job with a savepoint; one whose tasks are just starting or ending is given its time.
   *
   * @param drain whether what is open is judged as if the logs ended
   * @param directory where it is written; null for where the cluster has them
   * @return where it is
   */
  static String stop(JobClient of, boolean drain, @Nullable String directory)
      throws ExecutionException, InterruptedException, TimeoutException {
    for (int left = TRIES; ; left--) {
      try {
        return of.stopWithSavepoint(drain, directory, SavepointFormatType.CANONICAL)
            .get(STOP_WITHIN_S, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (left == 0 || !isPassing(e)) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
      }
    }
  }

  /**
   * Whether a savepoint failed only because a task was just starting, or had read its files to
   * their end in this very moment: a cluster that is asked again knows.
   */
  static boolean isPassing(ExecutionException e) {
    return ExceptionUtils.findThrowable(e, CheckpointException.class)
        .map(CheckpointException::getCheckpointFailureReason)
        .filter(PASSING::contains)
        .isPresent();
  }
}
