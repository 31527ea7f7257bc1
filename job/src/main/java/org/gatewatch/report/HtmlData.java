package org.gatewatch.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code report.html} shows, collected from the files of an output directory, in the order
 * alerts, cases, baselines, days, activity. All texts stay data: the page inserts them as text.
 */
public final class HtmlData {
  private static final String CREDENTIAL = "credential";

  private final HtmlStrings strings = new HtmlStrings();
  private final HtmlFindings findings = new HtmlFindings(strings);
  private final List<ObjectNode> cases = new ArrayList<>();
  private final LinkedHashSet<String> inCases = new LinkedHashSet<>();
  private final TreeMap<String, JsonNode> baselines = new TreeMap<>();
  private final TreeMap<Long, long[]> activity = new TreeMap<>();
  private @Nullable HtmlDays days;
  private JsonNode ledger = Json.object();
  private JsonNode calibration = Json.object();
  private String version = "";

  /** A line of {@code alerts.jsonl}. */
  public void finding(JsonNode row) {
    findings.add(row);
  }

  /** A line of {@code cases.jsonl}. */
  public void incident(JsonNode row) {
    JsonNode own = row.path("unmapped").path("gatewatch");
    ObjectNode out = Json.object();
    out.put("severity", row.path("severity_id").asInt(0));
    Json.put(out, "status", HtmlFindings.text(row, "status"));
    out.put("suspected", row.path("is_suspected_breach").asBoolean(false));
    for (String key : new String[] {"time", "start_time", "end_time"}) {
      if (row.path(key).isIntegralNumber()) {
        out.put(key, row.path(key).longValue());
      }
    }
    for (String key :
        new String[] {
          "case", "members", "joined_by", "who", "since", "taken", "spread", "actions", "unknown"
        }) {
      if (own.has(key)) {
        out.set(key, own.path(key));
      }
    }
    cases.add(out);
    for (JsonNode one : own.path("who").path("credentials")) {
      inCases.add(HtmlFindings.text(one, "credential_id"));
    }
  }

  /** A line of {@code baselines.jsonl}. */
  public void baseline(JsonNode row) {
    baselines.put(HtmlFindings.text(row, CREDENTIAL), row);
  }

  /**
   * A line of {@code windows.jsonl.zst}; all findings and cases are known by now.
   *
   * @throws IllegalArgumentException when its day is no date
   */
  public void day(JsonNode row) {
    days().add(row);
  }

  /**
   * Lines that were read on one day, over all credentials.
   *
   * @param day days since 1970-01-01
   */
  public void activity(long day, long gatewayLines, long vendorLines) {
    long[] sum = activity.computeIfAbsent(day, d -> new long[3]);
    sum[0] += gatewayLines;
    sum[1] += vendorLines;
    sum[2]++;
  }

  /** {@code ledger.json}. */
  public void ledger(JsonNode json) {
    ledger = json;
  }

  /** {@code calibration.json}. */
  public void calibration(JsonNode json) {
    calibration = json;
  }

  /** {@code manifest.json}. */
  public void manifest(JsonNode json) {
    version = HtmlFindings.text(json.path("product"), "version");
  }

  private HtmlDays days() {
    if (days == null) {
      LinkedHashSet<String> shown = new LinkedHashSet<>(inCases);
      shown.addAll(findings.credentials());
      days = new HtmlDays(shown);
    }
    return Objects.requireNonNull(days);
  }

  /** All of it as one JSON object. */
  ObjectNode json() {
    ObjectNode out = Json.object();
    Json.put(out, "version", version);
    ArrayNode incidents = out.putArray("cases");
    cases.forEach(incidents::add);
    out.set("findings", findings.json());
    LinkedHashSet<String> first = new LinkedHashSet<>(inCases);
    first.addAll(findings.paged());
    out.set("credentials", days().json(first));
    ObjectNode known = out.putObject("baselines");
    baselines.forEach(known::set);
    ArrayNode lines = out.putArray("activity");
    activity.forEach(
        (day, n) ->
            lines.add(JsonNodeFactory.instance.arrayNode().add(day).add(n[0]).add(n[1]).add(n[2])));
    out.set("ledger", ledger);
    out.set("calibration", calibration);
    out.set("strings", strings.json());
    return out;
  }
}
