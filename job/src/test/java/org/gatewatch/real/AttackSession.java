package org.gatewatch.real;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Real attack rows that belong together: in {@code cloudtrail-invictus} the calls of one access key
 * from addresses (not from AWS itself), five at least; in {@code cloudtrail-stratus} one
 * detonation; in {@code bedrock-claude} one caller in one file, of the file of large prompts only
 * those above 10,000 input tokens. Rows keep their distances in time.
 *
 * @param rows in order of time
 */
record AttackSession(String set, String id, List<Call> rows) {
  static final String INVICTUS = "cloudtrail-invictus/invictus.jsonl.gz";
  static final String STRATUS = "cloudtrail-stratus/stratus_detonations.jsonl.gz";
  static final List<String> BEDROCK =
      List.of(
          "bedrock-claude/aws_bedrock_claude_cross_region_possible_inference_abuse.ndjson.gz",
          "bedrock-claude/aws_bedrock_claude_hostile_prompt_sentiment.ndjson.gz",
          "bedrock-claude/aws_bedrock_claude_possible_prompt_injection.ndjson.gz",
          "bedrock-claude/aws_bedrock_claude_sensitive_data_in_prompts.ndjson.gz",
          "bedrock-claude/aws_bedrock_claude_unusually_large_prompts.ndjson.gz");

  private static final int LEAST_CALLS = 5;
  private static final long LARGE_PROMPT = 10_000;

  /** An agent that says what it is would be found by its name alone. */
  private static final String PLAIN_AGENT =
      "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux";

  /**
   * One row.
   *
   * @param ip null when the row has none
   * @param agent null when the row has none; tell-tale ones are replaced
   * @param principal null unless the row says no more of the caller
   * @param input tokens with cached ones, 0 when not known
   */
  record Call(
      long time,
      @Nullable String ip,
      @Nullable String agent,
      @Nullable String principal,
      String operation,
      String region,
      @Nullable String model,
      String outcome,
      long input,
      long output) {}

  /** All sessions of the sets that are there, in a fixed order. */
  static List<AttackSession> read(RealData data) throws IOException {
    List<AttackSession> all = new ArrayList<>();
    Map<String, List<Call>> keys = new TreeMap<>();
    data.objects(
        INVICTUS,
        row -> {
          String key = row.path("userIdentity").path("accessKeyId").asString("");
          Call call = trail(row);
          if (!key.isEmpty() && call.ip != null) {
            keys.computeIfAbsent(key, k -> new ArrayList<>()).add(call);
          }
        });
    keys.values().removeIf(calls -> calls.size() < LEAST_CALLS);
    add(all, "cloudtrail-invictus", keys);
    Map<String, List<Call>> detonations = new TreeMap<>();
    data.objects(
        STRATUS,
        row ->
            detonations
                .computeIfAbsent(
                    row.path("_src").asString("").replaceFirst(".*/(.*)\\.json", "$1"),
                    k -> new ArrayList<>())
                .add(trail(row)));
    add(all, "cloudtrail-stratus", detonations);
    Map<String, List<Call>> callers = new TreeMap<>();
    for (String file : BEDROCK) {
      String name = file.replaceFirst(".*bedrock_claude_(.*)\\.ndjson\\.gz", "$1");
      data.objects(
          file,
          row -> {
            Call call = invocation(row);
            if (!name.contains("large_prompts") || call.input > LARGE_PROMPT) {
              callers
                  .computeIfAbsent(name + " " + call.principal, k -> new ArrayList<>())
                  .add(call);
            }
          });
    }
    add(all, "bedrock-claude", callers);
    return all;
  }

  private static void add(List<AttackSession> all, String set, Map<String, List<Call>> sessions) {
    sessions.forEach(
        (id, calls) -> {
          calls.sort(Comparator.comparingLong(Call::time));
          all.add(new AttackSession(set, id, calls));
        });
  }

  private static Call trail(JsonNode row) {
    String error = row.path("errorCode").asString("").toLowerCase(Locale.ROOT);
    boolean denied = error.contains("denied") || error.contains("unauthorized");
    String agent = row.path("userAgent").asString("").replaceAll("^\\[|\\]$", "");
    if (agent.contains("stratus-red-team")) {
      agent = PLAIN_AGENT;
    }
    return new Call(
        Instant.parse(row.path("eventTime").asString("")).toEpochMilli(),
        address(row.path("sourceIPAddress").asString("")),
        agent.isEmpty() ? null : agent,
        null,
        row.path("eventSource").asString("") + ":" + row.path("eventName").asString(""),
        row.path("awsRegion").asString(""),
        null,
        denied ? "denied" : error.isEmpty() ? "success" : "failure",
        0,
        0);
  }

  private static Call invocation(JsonNode row) {
    JsonNode input = row.path("input");
    long tokens =
        input.path("inputTokenCount").asLong(0)
            + input.path("cacheReadInputTokenCount").asLong(0)
            + input.path("cacheWriteInputTokenCount").asLong(0);
    return new Call(
        Instant.parse(row.path("timestamp").asString("")).toEpochMilli(),
        null,
        null,
        row.path("identity").path("arn").asString("").replaceFirst(".*assumed-role/", ""),
        row.path("operation").asString(""),
        row.path("inferenceRegion").asString(row.path("region").asString("")),
        row.path("modelId").asString("").replaceFirst(".*/", ""),
        "success",
        tokens,
        row.path("output").path("outputTokenCount").asLong(0));
  }

  /** Anonymised addresses have octets such as 07; null for what is no address. */
  private static @Nullable String address(String text) {
    if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    for (String octet : text.split("\\.")) {
      int value = Integer.parseInt(octet);
      if (value > 255) {
        return null;
      }
      out.append(out.length() == 0 ? "" : ".").append(value);
    }
    return out.toString();
  }

  long length() {
    return rows.get(rows.size() - 1).time - rows.get(0).time;
  }
}
