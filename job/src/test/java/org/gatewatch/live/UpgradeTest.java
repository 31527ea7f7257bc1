package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A watch that an earlier version stopped is gone on with by this one: its output directory with
 * the savepoint, of the first days of the bundled incident, lies in {@code testdata/state}. What
 * comes out in the end is what this version says of all lines.
 *
 * <p>After a release {@code -Dgolden=write} adds the state that the release leaves; those of older
 * ones stay.
 */
class UpgradeTest {
  private static final Path STATES = Path.of("../testdata/state");
  private static final int STEPS = 10;

  @TempDir private Path dir;

  @Test
  void theStateOfEveryVersionIsGoneOnWith() throws Exception {
    if ("write".equals(System.getProperty("golden"))) {
      make();
    }
    List<Path> states;
    try (Stream<Path> all = Files.list(STATES)) {
      states = all.filter(p -> p.toString().endsWith(".zip")).sorted().toList();
    }
    assertTrue(!states.isEmpty());
    List<List<IncidentLines.Line>> steps = IncidentLines.steps(STEPS);
    Path logs = dir.resolve("logs");
    for (List<IncidentLines.Line> step : steps) {
      append(logs, step);
    }
    Path config = config(logs);
    assertEquals(0, IncidentLines.replay(config, dir.resolve("replayed")));
    for (Path state : states) {
      Path out = dir.resolve(state.getFileName().toString());
      unzip(state, out);
      long before = IncidentLines.counted(out);
      WatchProcess watch = new WatchProcess(config, out, dir.resolve("log"), "--drain");
      assertTrue(before > 0, "nothing was read by " + state);
      watch.awaitLines(steps.stream().mapToLong(List::size).sum());
      assertEquals(0, watch.stop(), watch.said());
      assertTrue(watch.said().contains("goes on from"), watch.said());
      for (String name : IncidentLines.PROMISED) {
        assertEquals(
            -1, Files.mismatch(dir.resolve("replayed").resolve(name), out.resolve(name)), name);
      }
    }
  }

  /** The output directory of a watch that is stopped after the first days. */
  private void make() throws Exception {
    // A place whose name may lie in the repository; gone afterwards, as the logs have moved then.
    Path made = Path.of(System.getProperty("java.io.tmpdir"), "gatewatch-state");
    if (Files.exists(made)) {
      Child.deleteTree(made);
    }
    Path logs = made.resolve("logs");
    List<IncidentLines.Line> first = IncidentLines.steps(STEPS).get(0);
    append(logs, first);
    Path out = made.resolve("out");
    WatchProcess watch = new WatchProcess(config(logs), out, made.resolve("log"));
    watch.awaitLines(first.size());
    assertEquals(0, watch.stop(), watch.said());
    String version = org.gatewatch.Gatewatch.class.getPackage().getImplementationVersion();
    Files.createDirectories(STATES);
    zip(out, STATES.resolve((version == null ? "0.1.0" : version) + ".zip"));
    Child.deleteTree(made);
  }

  private static Path config(Path logs) throws IOException {
    String text = IncidentLines.config(name -> "path: " + logs.resolve(name));
    return Files.writeString(logs.resolve("gatewatch.yaml"), text);
  }

  private static void append(Path folder, List<IncidentLines.Line> lines) throws IOException {
    for (String log : IncidentLines.LOGS) {
      StringBuilder text = new StringBuilder();
      for (IncidentLines.Line line : lines) {
        if (line.log().equals(log)) {
          text.append(line.text()).append('\n');
        }
      }
      Path to = Files.createDirectories(folder.resolve(log)).resolve("log.jsonl");
      Files.writeString(to, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private static void zip(Path folder, Path file) throws IOException {
    try (OutputStream bytes = Files.newOutputStream(file);
        ZipOutputStream out = new ZipOutputStream(bytes);
        Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.filter(Files::isRegularFile).sorted().toList()) {
        ZipEntry entry = new ZipEntry(folder.relativize(one).toString());
        entry.setLastModifiedTime(FileTime.fromMillis(0)); // says nothing
        out.putNextEntry(entry);
        Files.copy(one, out);
      }
    }
  }

  private static void unzip(Path file, Path folder) throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        ZipInputStream in = new ZipInputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path to = folder.resolve(entry.getName()).normalize();
        assertTrue(to.startsWith(folder));
        Files.createDirectories(to.getParent());
        Files.copy(in, to);
      }
    }
  }
}
