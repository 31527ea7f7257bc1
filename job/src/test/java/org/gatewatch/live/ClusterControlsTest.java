package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.gatewatch.Gatewatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A client that stays makes a change of what is declared on a cluster; the job outlives it. */
@ExtendWith(ShowOutput.class)
class ClusterControlsTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir private Path dir;

  @Test
  void aReplayOfTheRecordGivesWhatAWatchOnAClusterGave() throws Exception {
    List<List<IncidentLines.Line>> steps = IncidentLines.steps(3);
    Path logs = Files.createDirectories(dir.resolve("logs"));
    Path live = dir.resolve("live");
    Path roster = dir.resolve("roster.csv");
    Files.copy(Path.of("../testdata/vendor-incident/roster.csv"), roster);
    Path config =
        Files.writeString(
            dir.resolve("gatewatch.yaml"),
            IncidentLines.config(name -> "path: " + logs.resolve(name))
                .replaceAll("file: [^,]*roster.csv", "file: roster.csv"));
    IncidentLines.append(logs, steps.get(0), IncidentLines.LOGS);
    try (FlinkCluster cluster =
        FlinkCluster.start(
            Files.createDirectories(dir.resolve("cluster")),
            1,
            2,
            Map.of(
                "execution.checkpointing.savepoint-dir",
                dir.resolve("savepoints").toUri().toString()))) {
      Child client =
          cluster.stay(
              Gatewatch.class, 2, "watch", "--config", config.toString(), "--out", live.toString());
      await(live, steps.get(0).size());
      Files.writeString(
          roster,
          Files.readString(roster)
              .replaceAll("(key-0002,[^\n]*?),,,,", "$1,,2026-05-09T00:00:00Z,,"));
      Await.until(
          "the record of the change",
          LIMIT,
          () -> Files.exists(live) && IncidentLines.changes(live).size() == 1);
      Await.until("the next job", LIMIT, () -> cluster.jobs().size() == 2);
      client.close();

      IncidentLines.append(logs, steps.get(1), IncidentLines.LOGS);
      IncidentLines.append(logs, steps.get(2), IncidentLines.LOGS);
      await(live, steps.stream().mapToLong(List::size).sum());
      String running =
          cluster.jobs().entrySet().stream()
              .filter(job -> job.getValue().equals("RUNNING"))
              .map(Map.Entry::getKey)
              .findAny()
              .orElseThrow();
      cluster.drain(running);
    }
    Path record = live.resolve("control-applied.jsonl");
    assertEquals(
        0,
        Gatewatch.run(
            "replay",
            "--config",
            config.toString(),
            "--controls",
            record.toString(),
            "--out",
            dir.resolve("controlled").toString(),
            "--no-report",
            "--quiet"));
    for (String name : IncidentLines.PROMISED) {
      Path replayed = dir.resolve("controlled").resolve(name);
      assertEquals(-1, Files.mismatch(replayed, live.resolve(name)), name);
    }
    assertTrue(Files.readString(live.resolve("alerts.jsonl")).contains("revoked-credential"));
  }

  private static void await(Path out, long lines) {
    Await.until(
        "the ledger to count " + lines + " lines",
        LIMIT,
        () -> IncidentLines.counted(out) >= lines);
  }
}
