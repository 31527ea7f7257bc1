package org.gatewatch.live;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gatewatch.Gatewatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same jar on a cluster of several processes, which are killed; and on twice as many. */
@ExtendWith(ShowOutput.class)
class WatchOnClusterTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long SEED = 13;

  /** Steps before the cluster grows: in each, a TaskManager or the JobManager is killed. */
  private static final int KILLS = Integer.getInteger("kills", 2);

  @TempDir private Path dir;

  @Test
  void aWatchOnAClusterGivesWhatAReplayGivesThroughKillsAndRescaling() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start();
        FlinkCluster cluster =
            FlinkCluster.start(Files.createDirectories(dir.resolve("cluster")), 1, 2, Map.of())) {
      IncidentTopics topics = new IncidentTopics(dir, broker, KILLS + 2, SEED);
      Random random = new Random(SEED);
      String job = submit(cluster, topics, 2, null);
      for (int i = 0; i < KILLS; i++) {
        long before = topics.sent();
        List<String> slow = topics.send(i);
        await(before + random.nextInt((int) (topics.sent() - before)));
        if (i % 2 == 0) {
          cluster.killTaskManager(cluster.taskManagers().get(0));
          cluster.startTaskManager();
        } else {
          cluster.killJobManager();
          cluster.startJobManager();
          cluster.awaitSlots(2);
          job = submit(cluster, topics, 2, cluster.lastCheckpoint());
        }
        topics.sendSlow(slow);
        await(topics.sent());
      }

      Path savepoint = cluster.stop(job);
      cluster.startTaskManager();
      cluster.awaitSlots(4);
      job = submit(cluster, topics, 4, savepoint);
      topics.sendSlow(topics.send(KILLS));
      topics.sendSlow(topics.send(KILLS + 1));
      await(topics.sent());
      cluster.drain(job);
      topics.assertAsReplayed();
    }
  }

  private String submit(
      FlinkCluster cluster, IncidentTopics topics, int parallelism, @Nullable Path from) {
    return cluster.run(
        Gatewatch.class,
        parallelism,
        from,
        "watch",
        "--config",
        topics.config.toString(),
        "--out",
        dir.resolve("live").toString());
  }

  private void await(long lines) {
    Await.until(
        "the ledger to count " + lines + " lines",
        LIMIT,
        () -> IncidentLines.counted(dir.resolve("live")) >= lines);
  }
}
