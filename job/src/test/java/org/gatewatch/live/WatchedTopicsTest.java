package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real broker, a slow partition, lines out of order; process and broker are killed. */
@ExtendWith(ShowOutput.class)
class WatchedTopicsTest {
  private static final long SEED = 11;

  /** More rounds than one are for an evening: each kills one process or the broker per step. */
  private static final int STEPS = Integer.getInteger("kills", 4);

  @TempDir private Path dir;

  @Test
  void watchedTopicsGiveWhatAReplayGivesThroughKills() throws Exception {
    Random random = new Random(SEED);
    try (KafkaBroker broker = KafkaBroker.start()) {
      IncidentTopics topics = new IncidentTopics(dir, broker, STEPS, SEED);
      Path log = dir.resolve("watch.log");
      WatchProcess watch = new WatchProcess(topics.config, dir.resolve("live"), log, "--drain");
      for (int i = 0; i < STEPS; i++) {
        long before = topics.sent();
        // One partition of the gateway's is behind the others for a while.
        List<String> slow = topics.send(i);
        if (i % 3 == 2) {
          broker.kill9();
          broker.restart();
        } else {
          watch.awaitLines(before + random.nextInt((int) (topics.sent() - before)));
          watch.kill();
          watch.start();
        }
        topics.sendSlow(slow);
        watch.awaitLines(topics.sent());
      }
      assertEquals(0, watch.stop(), Files.readString(log));
      topics.assertAsReplayed();
    }
  }
}
