package org.gatewatch.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line of {@code alerts.jsonl} (OCSF class 2004) or {@code cases.jsonl} (2005) as the formats
 * read it. What is absent is an empty text, 0 or an empty list; texts are as the line holds them
 * and must be escaped.
 */
public final class AlertView {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int CASE = 2005;
  private static final int CLOSED = 3;
  private static final int SUPPRESSED = 3;

  private final ObjectNode line;
  private final JsonNode info;
  private final JsonNode own;

  private AlertView(ObjectNode line) {
    this.line = line;
    this.info = line.path("finding_info");
    this.own = line.path("unmapped").path("gatewatch");
  }

  /**
   * A technique that a finding names.
   *
   * @param version of ATT&CK or ATLAS
   */
  record Attack(
      String version,
      String tacticId,
      String tactic,
      String id,
      String name,
      String subId,
      String subName) {
    /** Whether it is of ATLAS rather than of ATT&CK. */
    boolean atlas() {
      return id.startsWith("AML.");
    }

    /** The most specific id. */
    String leaf() {
      return subId.isEmpty() ? id : subId;
    }

    /** Such as {@code ATT&CK 18.1 T1078.004}. */
    String versioned() {
      return (atlas() ? "ATLAS " : "ATT&CK ") + version + " " + leaf();
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it is no OCSF finding or case with a uid
   */
  public static AlertView of(String line) {
    try {
      return of(JSON.readTree(line));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no JSON", e);
    }
  }

  /** As {@link #of(String)}, of what was parsed already. */
  public static AlertView of(JsonNode line) {
    if (!(line instanceof ObjectNode object)) {
      throw new IllegalArgumentException("no JSON object");
    }
    AlertView view = new AlertView(object);
    int type = object.path("class_uid").asInt(0);
    if ((type != CASE && type != 2004) || view.uid().isEmpty()) {
      throw new IllegalArgumentException("no OCSF finding (class 2004) or case (2005) with a uid");
    }
    return view;
  }

  /** The whole line. */
  ObjectNode line() {
    return line;
  }

  /** Whether it is a case. */
  public boolean isCase() {
    return line.path("class_uid").asInt(0) == CASE;
  }

  /** The uid of the finding or case: the same for all its revisions. */
  public String uid() {
    return isCase() ? text(own.path("case"), "uid") : text(info, "uid");
  }

  /** From 1, of what is told before its time 0; a later one replaces an earlier one. */
  public int revision() {
    return Math.max(0, line.path("metadata").path("sequence").asInt(0));
  }

  /** 1 informational to 5 critical. */
  public int severity() {
    return Math.max(1, Math.min(5, line.path("severity_id").asInt(1)));
  }

  /** Whether it pages; a case does. */
  public boolean isAlert() {
    return isCase() || line.path("is_alert").asBoolean(false);
  }

  /** Whether it was closed, withdrawn or suppressed. */
  public boolean hasEnded() {
    return line.path("activity_id").asInt(0) == CLOSED
        || (!isCase() && line.path("status_id").asInt(0) == SUPPRESSED);
  }

  String severityName() {
    return List.of("Informational", "Low", "Medium", "High", "Critical").get(severity() - 1);
  }

  String status() {
    return text(line, "status");
  }

  /** Why this revision was made. */
  public String why() {
    return text(line, "status_detail");
  }

  String title() {
    String title = isCase() ? text(own.path("case"), "headline") : text(info, "title");
    return title.isEmpty() ? text(line, "message") : title;
  }

  String description() {
    return text(isCase() ? line : info, "desc");
  }

  /** Of the decision, epoch ms. */
  long time() {
    return line.path("time").asLong(0);
  }

  /** Of the last revision, epoch ms. */
  public long modified() {
    long at =
        isCase()
            ? own.path("case").path("modified").asLong(time())
            : info.path("modified_time").asLong(time());
    return Math.max(OcsfTime.FIRST, Math.min(OcsfTime.LAST, at));
  }

  /** Of the first event, epoch ms. */
  long first() {
    return isCase()
        ? line.path("start_time").asLong(time())
        : info.path("first_seen_time").asLong(time());
  }

  /** Of the last event, epoch ms. */
  long last() {
    return isCase()
        ? line.path("end_time").asLong(time())
        : info.path("last_seen_time").asLong(time());
  }

  /** How many events it rests on. */
  long events() {
    return isCase()
        ? own.path("taken").path("requests").asLong(0)
        : info.path("related_events_count").asLong(0);
  }

  /** Of a case the one it began with. */
  String credential() {
    return isCase()
        ? text(own.path("who").path("credentials").path(0), "credential_id")
        : text(line.path("resources").path(0), "uid");
  }

  String owner() {
    return declared("owner");
  }

  String vendor() {
    return declared("vendor");
  }

  String contact() {
    return declared("contact");
  }

  String caseUid() {
    return isCase() ? uid() : text(own, "case_uid");
  }

  /** Stable id of the rule or method; {@code case} of a case. */
  String analytic() {
    return isCase() ? "case" : text(info.path("analytic"), "uid");
  }

  String analyticName() {
    return isCase() ? "Intrusion" : text(info.path("analytic"), "name");
  }

  /** Of the product that wrote it. */
  String version() {
    return text(line.path("metadata").path("product"), "version");
  }

  int confidence() {
    return Math.max(0, Math.min(100, line.path("confidence_score").asInt(0)));
  }

  /** What to do now. */
  String remediation() {
    if (!isCase()) {
      return text(line.path("remediation"), "desc");
    }
    List<String> todo = new ArrayList<>();
    own.path("actions").forEach(a -> todo.add(text(a, "action") + " " + text(a, "what")));
    return String.join(", ", todo);
  }

  List<String> types() {
    return texts(info.path("types"));
  }

  List<Attack> attacks() {
    List<Attack> out = new ArrayList<>();
    for (JsonNode a : isCase() ? line.path("attacks") : info.path("attacks")) {
      JsonNode tactic = a.path("tactic");
      JsonNode technique = a.path("technique");
      JsonNode sub = a.path("sub_technique");
      Attack attack =
          new Attack(
              text(a, "version"),
              text(tactic, "uid"),
              text(tactic, "name"),
              text(technique, "uid"),
              text(technique, "name"),
              text(sub, "uid"),
              text(sub, "name"));
      if (!attack.leaf().isEmpty() && !out.contains(attack)) {
        out.add(attack);
      }
    }
    return out;
  }

  /** The cited events. */
  JsonNode evidences() {
    return line.path("evidences");
  }

  /** The product's own attributes. */
  JsonNode own() {
    return own;
  }

  /** The strangest of the cited events that has an address, else the first. */
  JsonNode event() {
    for (JsonNode e : evidences()) {
      if (e.path("src_endpoint").has("ip")) {
        return e;
      }
    }
    return evidences().path(0);
  }

  /** The distinct values at that path of the cited events, in their order. */
  List<String> cited(String... path) {
    Set<String> out = new LinkedHashSet<>();
    for (JsonNode e : evidences()) {
      JsonNode at = e;
      for (String key : path) {
        at = at.isArray() ? at.path(0).path(key) : at.path(key);
      }
      String value = at.isNumber() ? at.asString("") : at.isString() ? at.stringValue() : "";
      if (!value.isEmpty()) {
        out.add(value);
      }
    }
    return List.copyOf(out);
  }

  /** RFC 3339 in UTC with milliseconds. */
  static String iso(long time) {
    long held = Math.max(OcsfTime.FIRST, Math.min(OcsfTime.LAST, time));
    String text = Instant.ofEpochMilli(held).toString();
    return held % 1000 == 0 ? text.replace("Z", ".000Z") : text;
  }

  /** The text under that key; empty when there is none. */
  static String text(JsonNode of, String key) {
    JsonNode value = of.path(key);
    return value.isString() ? value.stringValue() : "";
  }

  private static List<String> texts(@Nullable JsonNode list) {
    List<String> out = new ArrayList<>();
    if (list != null) {
      list.forEach(
          t -> {
            if (t.isString()) {
              out.add(t.stringValue());
            }
          });
    }
    return out;
  }

  private String declared(String key) {
    return isCase() ? text(own.path("who").path("credentials").path(0), key) : text(own, key);
  }
}
