package org.gatewatch.live;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  @TempDir private Path dir;

  @Test
  void aWatchOnAClusterGivesWhatAReplayGivesThroughKillsAndRescaling() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start();
        FlinkCluster cluster =
            FlinkCluster.start(Files.createDirectories(dir.resolve("cluster")), 1, 2, Map.of())) {
      IncidentTopics topics = new IncidentTopics(dir, broker, 4, SEED);
      submit(cluster, topics, 2, null);

      List<String> slow = topics.send(0);
      cluster.killTaskManager(cluster.taskManagers().get(0));
      cluster.startTaskManager();
      topics.sendSlow(slow);
      awaitAll(topics);

      slow = topics.send(1);
      cluster.killJobManager();
      cluster.startJobManager();
      cluster.awaitSlots(2);
      String job = submit(cluster, topics, 2, cluster.lastCheckpoint());
      topics.sendSlow(slow);
      awaitAll(topics);

      Path savepoint = cluster.stop(job);
      cluster.startTaskManager();
      cluster.awaitSlots(4);
      job = submit(cluster, topics, 4, savepoint);
      topics.sendSlow(topics.send(2));
      topics.sendSlow(topics.send(3));
      awaitAll(topics);
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

  private void awaitAll(IncidentTopics topics) {
    Await.until(
        "the ledger to count " + topics.sent() + " lines",
        LIMIT,
        () -> IncidentLines.counted(dir.resolve("live")) >= topics.sent());
  }
}
