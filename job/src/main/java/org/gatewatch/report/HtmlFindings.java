package org.gatewatch.report;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Findings of {@code alerts.jsonl} as {@code report.html} holds them: what is shown, and no more.
 */
final class HtmlFindings {
  private final HtmlStrings strings;
  private final ArrayNode findings = JsonNodeFactory.instance.arrayNode();
  private final TreeSet<String> credentials = new TreeSet<>();
  private final TreeSet<String> paged = new TreeSet<>();

  HtmlFindings(HtmlStrings strings) {
    this.strings = strings;
  }

  /** Takes in a line of the file. */
  void add(JsonNode row) {
    JsonNode info = row.path("finding_info");
    JsonNode own = row.path("unmapped").path("gatewatch");
    ObjectNode out = findings.addObject();
    Json.put(out, "uid", text(info, "uid"));
    Json.put(out, "title", text(info, "title"));
    Json.put(out, "desc", text(info, "desc"));
    out.put("severity", row.path("severity_id").asInt(0));
    out.put("alert", row.path("is_alert").asBoolean(false));
    Json.put(out, "status", text(row, "status"));
    Json.put(out, "status_detail", text(row, "status_detail"));
    Json.put(out, "change", text(own, "change"));
    Json.put(out, "lane", text(own, "lane"));
    Json.put(out, "credential", text(own, "credential"));
    for (String key : new String[] {"owner", "vendor", "contact", "peer_group", "normal"}) {
      Json.put(out, key, text(own, key));
    }
    number("time", row, "time", out);
    number("first", info, "first_seen_time", out);
    number("last", info, "last_seen_time", out);
    number("events", own, "cited_count", out);
    number("confidence", row, "confidence_score", out);
    number("score", own, "score", out);
    number("threshold", own, "threshold", out);
    number("p_day", own, "p_day", out);
    Json.put(out, "do", text(row.path("remediation"), "desc"));
    texts("types", info.path("types"), out);
    techniques(info.path("attacks"), out);
    measures(own.path("measures"), row.path("anomaly_analyses"), out);
    ArrayNode evidence = out.putArray("evidence");
    row.path("evidences").forEach(e -> evidence.add(evidence(e)));
    String credential = text(own, "credential");
    credentials.add(credential);
    if (row.path("is_alert").asBoolean(false)) {
      paged.add(credential);
    }
  }

  /** Credentials that a finding is about. */
  Set<String> credentials() {
    return credentials;
  }

  /** Those that an alert is about. */
  Set<String> paged() {
    return paged;
  }

  ArrayNode json() {
    return findings;
  }

  private static void techniques(JsonNode attacks, ObjectNode out) {
    TreeSet<String> all = new TreeSet<>();
    for (JsonNode attack : attacks) {
      JsonNode sub = attack.path("sub_technique");
      JsonNode one = sub.isObject() ? sub : attack.path("technique");
      all.add((text(one, "uid") + " " + text(one, "name")).strip());
    }
    ArrayNode names = out.putArray("techniques");
    all.forEach(name -> names.add(PlainText.data(name)));
  }

  private static void measures(JsonNode measures, JsonNode analyses, ObjectNode out) {
    ArrayNode list = out.putArray("measures");
    int i = 0;
    for (JsonNode measure : measures) {
      ObjectNode one = list.addObject();
      Json.put(one, "family", text(measure, "family"));
      Json.put(one, "signal", text(measure, "signal"));
      number("p", measure, "p", one);
      number("contribution", measure, "contribution", one);
      JsonNode analysis = analyses.path(i++);
      Json.put(one, "observed", observation(analysis.path("anomalies")));
      Json.put(one, "expected", observation(analysis.path("baselines")));
    }
  }

  private static String observation(JsonNode of) {
    return text(of.path(0).path("observations").path(0), "value");
  }

  /** Time, output tokens and bits (1 vendor's log, 2 succeeded); then texts by their index. */
  private ArrayNode evidence(JsonNode e) {
    JsonNode data = e.path("data");
    JsonNode source = e.path("src_endpoint");
    JsonNode http = e.path("http_request");
    boolean vendor = text(data, "log_source").equals("vendor");
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    out.add(data.path("event_time").asLong(0));
    out.add(data.path("output_tokens").asLong(0));
    out.add((vendor ? 1 : 0) + (data.path("succeeded").asBoolean(false) ? 2 : 0));
    out.add(strings.of(text(source, "ip")));
    out.add(strings.of(system(source.path("autonomous_system"))));
    out.add(strings.of(text(source.path("location"), "country")));
    out.add(strings.of(text(http, "user_agent")));
    out.add(strings.of(text(e.path("ja4_fingerprint_list").path(0), "value")));
    out.add(strings.of(text(http, "http_method")));
    String operation = text(e.path("api"), "operation");
    String path = text(http.path("url"), "path");
    out.add(strings.of(path.isEmpty() ? operation : path));
    out.add(strings.of(text(e.path("resources").path(0), "uid")));
    out.add(strings.of(text(e.path("http_response"), "code")));
    out.add(strings.of(text(e.path("actor").path("user"), "uid")));
    out.add(strings.of(text(e.path("api").path("request"), "uid")));
    return out;
  }

  private static String system(JsonNode as) {
    String number = text(as, "number");
    return ((number.isEmpty() ? "" : "AS" + number + " ") + text(as, "name")).strip();
  }

  private static void texts(String key, JsonNode of, ObjectNode out) {
    ArrayNode list = out.putArray(key);
    of.forEach(one -> list.add(PlainText.data(one.asString(""))));
  }

  private static void number(String to, JsonNode of, String key, ObjectNode out) {
    JsonNode value = of.path(key);
    if (value.isIntegralNumber()) {
      out.put(to, value.longValue());
    } else if (value.isNumber()) {
      out.put(to, DayJson.number(value.doubleValue()));
    }
  }

  /** A text or a number as text; empty when there is none. */
  static String text(JsonNode of, String key) {
    JsonNode value = of.path(key);
    return value.isString() ? value.stringValue() : value.isNumber() ? value.asString("") : "";
  }
}
