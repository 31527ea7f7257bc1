package org.gatewatch.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Anonymous request streams of model services, an hour each: do they run through, does the ledger
 * add up, what is said about them. Each trace is one credential; identities are ours and constant.
 */
final class VolumeSets implements Part {
  static final List<String> FILES =
      List.of(
          "azure-llm-2023/AzureLLMInferenceTrace_code.csv.gz",
          "azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz",
          "mooncake/conversation_trace.jsonl.gz",
          "mooncake/synthetic_trace.jsonl.gz");

  private static final long AZURE_START =
      java.time.Instant.parse("2023-11-16T18:00:00Z").toEpochMilli();

  @Override
  public String name() {
    return "volume";
  }

  @Override
  public List<String> needs() {
    return FILES;
  }

  /** A request of a trace. */
  interface Sink {
    void request(long time, long input, long output);
  }

  /**
   * The requests of one of the files, in its order; the sets that count milliseconds start at 0.
   */
  static void read(RealData data, String file, Sink sink) throws IOException {
    if (file.endsWith(".csv.gz")) {
      data.rows(
          file,
          row -> {
            String time = row.getOrDefault("TIMESTAMP", "").replace(' ', 'T') + "Z";
            sink.request(
                java.time.Instant.parse(time).toEpochMilli(),
                Long.parseLong(row.getOrDefault("ContextTokens", "0")),
                Long.parseLong(row.getOrDefault("GeneratedTokens", "0")));
          });
    } else {
      JsonMapper json = new JsonMapper();
      data.lines(
          file,
          line -> {
            // The list of cache blocks behind the counts is long and not needed.
            var row = json.readTree(line);
            sink.request(
                AZURE_START + row.path("timestamp").asLong(),
                row.path("input_length").asLong(),
                row.path("output_length").asLong());
          });
    }
  }

  @Override
  public List<Row> run(RealData data, Path work, Path out) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String set : List.of("azure-llm-2023", "mooncake")) {
      List<Path> logs = new ArrayList<>();
      for (String name : FILES) {
        if (name.startsWith(set)) {
          Path log = work.resolve(set + logs.size() + ".jsonl.zst");
          String id = set + "-" + logs.size();
          String who = EventFile.who(id, "240.3.0." + (10 + logs.size()), null);
          try (EventFile file = new EventFile(log)) {
            read(
                data,
                name,
                (time, input, output) -> {
                  try {
                    file.answered(file.events(), time, who, "model", input, output);
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
          }
          logs.add(log);
        }
      }
      rows.add(
          CleanClients.clean(
              set,
              logs.size() + " traces of an hour: volume smoke test",
              Replayed.of(out.resolve(set), logs),
              Double.NaN,
              "trace = credential"));
    }
    return rows;
  }
}
