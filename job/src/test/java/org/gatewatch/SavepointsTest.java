package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.checkpoint.CheckpointFailureReason;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.SerializedThrowable;
import org.gatewatch.live.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job is asked for its last savepoint while it cannot give one. */
class SavepointsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path dir;

  /**
   * An input has been read to its end, and the other tasks have failed: until they start again
   * Flink finds no task to ask, which it says in a way of its own.
   */
  @Test
  void aJobThatIsAboutToStartAgainIsStopped() throws Exception {
    Wire.cut = false;
    try (MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(Embedded.configuration(new Configuration(), dir))
                .build())) {
      cluster.start();
      JobID id = cluster.submitJob(job().getStreamGraph()).get().getJobID();
      Await.until("the end of an input", LIMIT, () -> hasFinishedTask(cluster, id));
      Wire.cut = true;
      Await.until(
          "the job to fail", LIMIT, () -> cluster.getJobStatus(id).get() == JobStatus.RESTARTING);
      String at =
          Savepoints.stop(
              new MiniClusterJobClient(
                  id,
                  cluster,
                  getClass().getClassLoader(),
                  MiniClusterJobClient.JobFinalizationBehavior.NOTHING),
              /* drain= */ true,
              Savepoints.place(dir));
      assertTrue(Files.exists(Path.of(new org.apache.flink.core.fs.Path(at).getPath())), at);
      assertTrue(cluster.requestJobResult(id).get().isSuccess());
    }
  }

  @Test
  void aClusterSendsWhyAsBytes() {
    assertTrue(Savepoints.isPassing(sent(CheckpointFailureReason.TASK_CHECKPOINT_FAILURE)));
    assertFalse(Savepoints.isPassing(sent(CheckpointFailureReason.CHECKPOINT_ASYNC_EXCEPTION)));
  }

  private static ExecutionException sent(CheckpointFailureReason why) {
    return new ExecutionException(
        new SerializedThrowable(new CompletionException(new CheckpointException(why))));
  }

  private static StreamExecutionEnvironment job() {
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(5));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
    env.setParallelism(1);
    env.fromSequence(0, 9)
        .union(env.fromSequence(0, Long.MAX_VALUE))
        .map(new Wire())
        .sinkTo(new DiscardingSink<>());
    return env;
  }

  private static boolean hasFinishedTask(MiniCluster cluster, JobID id) throws Exception {
    for (AccessExecutionVertex task :
        cluster.getExecutionGraph(id).get().getAllExecutionVertices()) {
      if (task.getExecutionState() == ExecutionState.FINISHED) {
        return true;
      }
    }
    return false;
  }

  /** Fails once, when it is cut. */
  private static final class Wire implements MapFunction<Long, Long> {
    private static final long serialVersionUID = 1;

    private static volatile boolean cut;

    @Override
    public Long map(Long value) {
      if (cut) {
        cut = false;
        throw new IllegalStateException("cut");
      }
      return value;
    }
  }
}
