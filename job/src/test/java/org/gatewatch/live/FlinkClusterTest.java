package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.IsolationLevel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ShowOutput.class)
@SuppressWarnings("NullAway.Init") // JUnit starts the processes first
class FlinkClusterTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static KafkaBroker broker;
  private static FlinkCluster cluster;

  @BeforeAll
  static void start(@TempDir Path directory) {
    broker = KafkaBroker.start();
    cluster = FlinkCluster.start(directory, 1, 2, Map.of());
  }

  @AfterAll
  static void stop() {
    cluster.close();
    broker.close();
  }

  @Test
  void aReaderSeesEachLineOnceThoughATaskManagerIsKilled() {
    String job = submit("task", null);
    CopyLines.send(broker, "task-in", 0, 1000);
    broker.awaitCommitted("task-out", 1000, LIMIT);
    CopyLines.send(broker, "task-in", 1000, 1500);
    cluster.killTaskManager(cluster.taskManagers().get(0));
    CopyLines.send(broker, "task-in", 1500, 2000);
    cluster.startTaskManager();
    broker.awaitCommitted("task-out", 2000, LIMIT);
    assertTrue(cluster.restored(job) > 0);

    Path savepoint = cluster.stop(job);
    assertTrue(Files.exists(savepoint.resolve("_metadata")), savepoint.toString());
    assertEquals("FINISHED", cluster.jobs().get(job));
    seenOnce("task", 2000);
  }

  @Test
  void aReaderSeesEachLineOnceThoughTheJobManagerIsKilled() {
    String killed = submit("job", null);
    CopyLines.send(broker, "job-in", 0, 1000);
    broker.awaitCommitted("job-out", 1000, LIMIT);
    CopyLines.send(broker, "job-in", 1000, 1500);
    cluster.killJobManager();
    CopyLines.send(broker, "job-in", 1500, 2000);
    cluster.startJobManager();
    cluster.awaitSlots(2);
    Path last = FlinkCluster.lastCheckpoint(cluster.checkpoints().resolve(killed)).orElseThrow();
    String job = submit("job", last);
    broker.awaitCommitted("job-out", 2000, LIMIT);
    cluster.cancel(job);
    seenOnce("job", 2000);
  }

  @Test
  void theLastCheckpointIsTheHighestNumberThatIsComplete(@TempDir Path directory)
      throws IOException {
    assertEquals(Optional.empty(), FlinkCluster.lastCheckpoint(directory));
    for (String made : new String[] {"a/chk-9", "a/chk-8", "b/chk-10"}) {
      Files.createDirectories(directory.resolve(made));
      Files.createFile(directory.resolve(made).resolve("_metadata"));
    }
    Files.createDirectories(directory.resolve("b/chk-11"));
    assertEquals(
        Optional.of(directory.resolve("b/chk-10")), FlinkCluster.lastCheckpoint(directory));
  }

  private static String submit(String name, @Nullable Path from) {
    if (from == null) {
      broker.createTopic(name + "-in", 2);
      broker.createTopic(name + "-out", 2);
    }
    return cluster.run(CopyJob.class, 2, from, broker.brokers(), name + "-in", name + "-out");
  }

  private static void seenOnce(String name, int lines) {
    assertEquals(
        CopyLines.expected(lines),
        CopyLines.byKey(broker.read(name + "-out", IsolationLevel.READ_COMMITTED)));
  }
}
