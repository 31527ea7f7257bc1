package org.gatewatch.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.Binding;
import org.gatewatch.judge.Controls;
import org.gatewatch.judge.Finding;
import org.gatewatch.report.SampleFindings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year of a watch: what is over leaves memory and checkpoints, and is there again at the end. */
class OutputFolderTest {
  private static final long DAY = 86_400_000L;
  private static final long START = 1_779_321_600_000L;

  @TempDir private Path dir;

  @Test
  void checkpointsOfAWatchDoNotGrowWithItsAge() throws Exception {
    List<Output> year = year();
    OutputFolder folder = new OutputFolder(plan("live", true), new byte[0]);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < year.size(); i++) {
      folder.accept(year.get(i));
      if (i % 40 == 39) {
        byte[] state = folder.state();
        folder.publish();
        sizes.add(state.length);
        if (i % 120 == 119) { // dies, having written more than its checkpoint knows of
          folder.accept(year.get(i));
          folder.close();
          folder = new OutputFolder(plan("live", true), state);
        }
      }
    }
    int half = sizes.size() / 2;
    int before = sizes.subList(0, half).stream().mapToInt(i -> i).max().orElseThrow();
    int after = sizes.subList(half, sizes.size()).stream().mapToInt(i -> i).max().orElseThrow();
    assertTrue(after <= before * 1.1, sizes.toString());
    folder.publish();
    assertTrue(lines("live", "settled.jsonl") > lines("live", "alerts.jsonl"));
    folder.finish();
    folder.close();

    OutputFolder replay = new OutputFolder(plan("replay", false), new byte[0]);
    for (Output output : year) {
      replay.accept(output);
    }
    replay.finish();
    replay.close();
    for (String name : List.of("alerts.jsonl", "cases.jsonl", "activity.csv", "ledger.json")) {
      assertEquals(-1, Files.mismatch(file("replay", name), file("live", name)), name);
    }
  }

  /**
   * A finding every other day, of which one half is closed three days later and the other never, as
   * entries of the digest are; and a day's activity each day.
   */
  private static List<Output> year() {
    TreeMap<Long, List<Output>> at = new TreeMap<>();
    for (int day = 0; day < 365; day++) {
      long time = START + day * DAY;
      Output activity = Output.activity("key," + day % 7, time / DAY, 40 + day, day % 3);
      at.computeIfAbsent(time, t -> new ArrayList<>()).add(activity);
      if (day % 2 == 0) {
        String uid = "%032x".formatted(day * 7919L);
        at.get(time).add(Output.finding(SampleFindings.of(uid, 1, 1, time, time)));
        if (day % 4 == 0) {
          Finding closed = SampleFindings.of(uid, 2, 3, time, time + 3 * DAY);
          at.computeIfAbsent(time + 3 * DAY, t -> new ArrayList<>()).add(Output.finding(closed));
        }
      }
    }
    return at.values().stream().flatMap(List::stream).toList();
  }

  private OutputPlan plan(String name, boolean live) throws IOException {
    Files.createDirectories(dir.resolve(name));
    List<Binding> bindings =
        org.gatewatch.settings.Settings.defaults().bindings().stream()
            .filter(b -> b.source() == LogSource.GATEWAY)
            .toList();
    return new OutputPlan(
        name,
        dir.resolve(name).toString(),
        "0",
        bindings,
        new InputNames(List.of(), new TreeMap<>()),
        "c",
        "p",
        Controls.NONE,
        "k",
        live,
        null);
  }

  private Path file(String folder, String name) {
    return dir.resolve(folder).resolve(name);
  }

  private long lines(String folder, String name) throws IOException {
    return Files.readAllLines(file(folder, name)).size();
  }
}
