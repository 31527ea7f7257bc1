package org.gatewatch.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.gatewatch.Gatewatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The lines of a bundled incident, to be handed to a watch bit by bit. */
final class IncidentLines {
  static final List<String> LOGS = List.of("gateway", "vendor-a", "vendor-b");

  /** What neither names the folder nor counts the inputs that the lines came in. */
  static final List<String> PROMISED =
      List.of(
          "alerts.jsonl",
          "cases.jsonl",
          "rejected.jsonl",
          "late.jsonl",
          "audit.jsonl",
          "activity.csv",
          "windows.jsonl.zst",
          "evidence.jsonl.zst",
          "baselines.jsonl",
          "pivot.jsonl.zst",
          "calibration.json");

  private static final Path INCIDENT = Path.of("../testdata/vendor-incident");
  private static final long FIRST = Instant.parse("2026-05-04T00:00:00Z").toEpochMilli();
  private static final long LENGTH = 30 * 86_400_000L;

  private IncidentLines() {}

  /**
   * One line.
   *
   * @param log one of {@link #LOGS}
   * @param time event time, ms
   */
  record Line(String log, long time, String text) {}

  /** All lines, cut at times into steps; in a step log by log, each in its order. */
  static List<List<Line>> steps(int n) throws IOException {
    List<List<Line>> out = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      out.add(new ArrayList<>());
    }
    for (String log : LOGS) {
      try (BufferedReader in = open(INCIDENT.resolve(log + ".jsonl.gz"))) {
        for (String text = in.readLine(); text != null; text = in.readLine()) {
          int at = text.indexOf("\"event_time\":\"") + 14;
          long time = Instant.parse(text.substring(at, text.indexOf('"', at))).toEpochMilli();
          int step = (int) ((time - FIRST) * n / LENGTH);
          out.get(Math.max(0, Math.min(n - 1, step))).add(new Line(log, time, text));
        }
      }
    }
    return out;
  }

  /**
   * The incident's configuration with other inputs.
   *
   * @param input what stands for the path of a log
   */
  static String config(UnaryOperator<String> input) throws IOException {
    String text = Files.readString(INCIDENT.resolve("gatewatch.yaml"));
    for (String name : LOGS) {
      text = text.replace("path: " + name + ".jsonl.gz", input.apply(name));
    }
    return text.replace("roster.csv", INCIDENT.resolve("roster.csv").toAbsolutePath().toString())
        + "watch: {checkpoint_every: 300ms, idle_after: 7d, metrics_port: 0, state_backend: heap}\n";
  }

  /** Appends lines to {@code LOG/log.jsonl} of those logs in a folder. */
  static void append(Path folder, List<Line> lines, List<String> logs) throws IOException {
    for (String log : logs) {
      StringBuilder text = new StringBuilder();
      lines.stream()
          .filter(line -> line.log().equals(log))
          .forEach(line -> text.append(line.text()).append('\n'));
      Path to = Files.createDirectories(folder.resolve(log)).resolve("log.jsonl");
      Files.writeString(to, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  /** Puts an archive in the place of a file. */
  static void compress(Path file) throws IOException {
    Path packed = file.resolveSibling(file.getFileName() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, out);
    }
    Files.delete(file);
  }

  /** Replays it. */
  static int replay(Path config, Path out) {
    return Gatewatch.run(
        "replay", "--config", config.toString(), "--out", out.toString(), "--no-report", "--quiet");
  }

  /** The times from which the changes hold that a watch has recorded. */
  static Set<String> changes(Path out) {
    Set<String> all = new TreeSet<>();
    try {
      for (String line : Files.readAllLines(out.resolve("control-applied.jsonl"))) {
        JsonNode effective = new ObjectMapper().readTree(line).path("effective");
        if (effective.isString()) {
          all.add(effective.asString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** Lines that the ledger in an output directory has counted so far. */
  static long counted(Path out) {
    try {
      Path ledger = out.resolve("ledger.json");
      return Files.exists(ledger)
          ? new ObjectMapper()
              .readTree(Files.readString(ledger))
              .path("totals")
              .path("lines")
              .asLong()
          : 0;
    } catch (IOException e) {
      return 0; // being replaced
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
  }
}
