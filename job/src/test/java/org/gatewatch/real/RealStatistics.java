package org.gatewatch.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints {@link HourStatistics} of the real sets as JSON, each with origin, licence and SHA-256,
 * for priors that are as wide as life. Only numbers over all credentials leave the sets.
 *
 * <pre>
 * java -cp ... org.gatewatch.real.RealStatistics DATA_DIR [CANONICAL_LOG.gz]...
 * </pre>
 *
 * Further logs are put beside the real ones, for comparison.
 */
public final class RealStatistics {
  /** Thinning of ServeGen's clients: scatter and shapes do not depend on it, means do. */
  private static final double K = 5;

  private RealStatistics() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0 || !Files.isDirectory(Path.of(args[0]))) {
      System.err.println(
          "usage: scripts/real --statistics DATA_DIR: expected a folder with the real sets");
      System.exit(2);
    }
    List<Map<String, Object>> sets = sets(new RealData(Path.of(args[0])));
    for (String log : List.of(args).subList(1, args.length)) {
      sets.add(given(Path.of(log)));
    }
    System.out.println(
        JsonMapper.builder()
            .build()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(Map.of("sets", sets)));
  }

  /** The statistics of every set that is there. */
  static List<Map<String, Object>> sets(RealData data) throws IOException {
    List<Map<String, Object>> sets = new ArrayList<>();
    if (data.has(ServeGen.RATES) && data.has(ServeGen.TOKENS)) {
      HourStatistics s = new HourStatistics();
      ServeGen.expand(
          ServeGen.read(data), K, (client, time, in, out) -> s.add(client.id, time, out));
      sets.add(
          set(
              data,
              "servegen",
              ServeGen.note(K) + "; hour 0 of the week is the trace's second 0, not a Monday",
              s));
    }
    if (data.has(CodeSessions.REQUESTS)) {
      HourStatistics s = new HourStatistics();
      CodeSessions.read(data).forEach(r -> s.add(r.session(), r.time(), r.output()));
      sets.add(
          set(
              data,
              "claude-code-sessions",
              "session = credential; start times are ours: the shape of the week says nothing",
              s));
    }
    for (String name : List.of("azure-llm-2023", "mooncake")) {
      HourStatistics s = new HourStatistics();
      for (String file : VolumeSets.FILES) {
        if (file.startsWith(name + "/") && data.has(file)) {
          VolumeSets.read(data, file, (time, in, out) -> s.add(file, time, out));
        }
      }
      if (data.has(name)) {
        sets.add(
            set(data, name, "trace = credential, an hour each: tokens within an hour only", s));
      }
    }
    return sets;
  }

  private static Map<String, Object> set(
      RealData data, String name, String ours, HourStatistics statistics) throws IOException {
    RealData.Origin origin = data.origin(name);
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("set", name);
    out.put("source", origin.source());
    out.put("licence", origin.licence());
    out.put("sha256", origin.sha256());
    out.put("ours", ours);
    out.putAll(statistics.json());
    return out;
  }

  private static Map<String, Object> given(Path log) throws IOException {
    HourStatistics s = new HourStatistics();
    JsonMapper json = new JsonMapper();
    RealData.lines(
        log,
        line -> {
          var row = json.readTree(line);
          s.add(
              row.path("credential_id").asString("?"),
              Instant.parse(row.path("event_time").asString("")).toEpochMilli(),
              row.path("output_tokens").asLong(0));
        });
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("set", log.toString());
    out.putAll(s.json());
    return out;
  }
}
