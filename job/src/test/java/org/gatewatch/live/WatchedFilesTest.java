package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that grow, are moved and compressed; a process that is killed; state in RocksDB. */
class WatchedFilesTest {
  @TempDir private Path dir;

  @Test
  void watchedFilesGiveWhatAReplayGivesThroughRotationAndKills() throws Exception {
    Path watched = Files.createDirectories(dir.resolve("watched"));
    Path whole = Files.createDirectories(dir.resolve("whole"));
    List<List<IncidentLines.Line>> steps = IncidentLines.steps(12).subList(0, 4);
    for (List<IncidentLines.Line> step : steps) {
      IncidentLines.append(whole, step, IncidentLines.LOGS);
    }
    assertEquals(0, IncidentLines.replay(config(whole), dir.resolve("replayed")));

    Random random = new Random(7);
    Path log = dir.resolve("watch.log");
    IncidentLines.append(watched, steps.get(0), IncidentLines.LOGS);
    WatchProcess watch = new WatchProcess(config(watched), dir.resolve("live"), log, "--drain");
    long lines = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (i > 0) {
        IncidentLines.append(watched, steps.get(i), IncidentLines.LOGS);
      }
      lines += steps.get(i).size();
      long part = lines - random.nextInt(steps.get(i).size());
      if (i != 2) {
        watch.awaitLines(part);
        watch.kill();
        watch.start();
      }
      watch.awaitLines(lines);
      if (i == 0) {
        Files.move(watched.resolve("gateway/log.jsonl"), watched.resolve("gateway/log.1.jsonl"));
      } else if (i == 1) {
        IncidentLines.compress(watched.resolve("gateway/log.1.jsonl"));
      }
    }
    assertEquals(0, watch.stop(), Files.readString(log));
    for (String name : IncidentLines.PROMISED) {
      Path replayed = dir.resolve("replayed").resolve(name);
      assertEquals(-1, Files.mismatch(replayed, dir.resolve("live").resolve(name)), name);
    }
    assertTrue(Files.readString(dir.resolve("live/ledger.json")).contains("\"late\" : 0"));
  }

  private Path config(Path logs) throws IOException {
    String text = IncidentLines.config(name -> "path: " + logs.resolve(name));
    return Files.writeString(logs.resolve("gatewatch.yaml"), text.replace(": heap", ": rocksdb"));
  }
}
