package org.gatewatch.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What really happened in a scenario, for scoring only.
 *
 * @param attacks in the order of the file
 * @param activeDays credential and UTC day with at least one line, {@code key-0001 2026-05-04}
 */
record Truth(List<Incident> attacks, Set<String> activeDays) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * One attack.
   *
   * @param start first request, epoch ms
   * @param end last request, epoch ms
   * @param lines event times of its log lines, epoch ms
   */
  record Incident(
      String id, String type, String credential, long start, long end, NavigableSet<Long> lines) {

    /** Whether that span (both ends included) holds a line of the attack. */
    boolean within(long first, long last) {
      Long line = lines.ceiling(first);
      return line != null && line <= last;
    }
  }

  /** Reads attacks, labels and the three logs of a scenario's folder. */
  static Truth read(Path folder) throws IOException {
    Map<String, NavigableSet<Long>> lines = new HashMap<>();
    zipped(
        folder.resolve("labels.jsonl.gz"),
        label ->
            lines
                .computeIfAbsent(text(label, "attack_id"), id -> new TreeSet<>())
                .add(time(label, "event_time")));
    List<Incident> attacks = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("attacks.jsonl"))) {
      if (!line.isBlank()) {
        JsonNode row = JSON.readTree(line);
        String id = text(row, "attack_id");
        attacks.add(
            new Incident(
                id,
                text(row, "type"),
                text(row, "credential_id"),
                time(row, "start"),
                time(row, "end"),
                lines.getOrDefault(id, new TreeSet<>())));
      }
    }
    Set<String> activeDays = new HashSet<>();
    for (String log : List.of("gateway", "vendor-a", "vendor-b")) {
      zipped(
          folder.resolve(log + ".jsonl.gz"),
          row ->
              activeDays.add(
                  text(row, "credential_id") + " " + text(row, "event_time").substring(0, 10)));
    }
    return new Truth(attacks, activeDays);
  }

  private static void zipped(Path file, Consumer<JsonNode> each) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        each.accept(JSON.readTree(line));
      }
    }
  }

  private static String text(JsonNode row, String name) {
    return row.path(name).asString("");
  }

  private static long time(JsonNode row, String name) {
    return Instant.parse(text(row, name)).toEpochMilli();
  }
}
