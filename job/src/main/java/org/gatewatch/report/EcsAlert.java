package org.gatewatch.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document of the Elastic Common Schema, {@code event.kind: alert}. It belongs into an index of
 * its own, not into Elastic's own index of alerts. A version of ATT&CK has its place in the
 * reference of a technique; ATLAS, and what ECS has no field for, stands under {@code gatewatch}.
 */
final class EcsAlert implements AlertFormat {
  private static final String ECS = "8.17.0";

  /** A keyword of more than 32,766 bytes would have the whole document refused. */
  private static final int KEYWORD = 1024;

  private static final int TEXT = 8192;
  private static final int VALUES = 64;
  private static final int[] SEVERITIES = {1, 21, 47, 73, 99};

  @Override
  public String id() {
    return "ecs";
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public String encode(AlertView alert) {
    ObjectNode out = Json.object();
    out.put("@timestamp", AlertView.iso(alert.modified()));
    out.putObject("ecs").put("version", ECS);
    put(out, "message", alert.description(), TEXT);
    out.set("event", event(alert));
    ObjectNode rule = out.putObject("rule");
    put(rule, "id", alert.analytic(), KEYWORD);
    put(rule, "name", alert.analyticName(), KEYWORD);
    put(rule, "version", alert.version(), KEYWORD);
    rule.put("ruleset", "gatewatch");
    threat(alert.attacks(), out);
    sources(alert, out);
    Json.put(out, "related", related(alert));
    ObjectNode labels = Json.object();
    put(labels, "credential_id", alert.credential(), KEYWORD);
    Json.put(out, "labels", labels);
    out.putObject("observer").put("vendor", "Gatewatch").put("product", "Gatewatch");
    out.set("gatewatch", own(alert));
    return Json.line(out);
  }

  private static ObjectNode event(AlertView alert) {
    ObjectNode out = Json.object();
    out.put("kind", "alert");
    out.putArray("category").add("intrusion_detection");
    out.putArray("type").add("info");
    out.put("module", "gatewatch");
    out.put("dataset", alert.isCase() ? "gatewatch.case" : "gatewatch.finding");
    out.put("provider", "gatewatch");
    put(out, "id", alert.uid(), KEYWORD);
    put(out, "action", alert.analytic(), KEYWORD);
    put(out, "reason", alert.why(), KEYWORD);
    int severity = SEVERITIES[alert.severity() - 1];
    out.put("severity", severity).put("risk_score", (double) severity);
    out.put("created", AlertView.iso(alert.time()));
    out.put("start", AlertView.iso(alert.first()));
    out.put("end", AlertView.iso(alert.last()));
    long span = alert.last() - alert.first();
    if (span >= 0 && span < Long.MAX_VALUE / 1_000_000) {
      out.put("duration", span * 1_000_000);
    }
    out.put("sequence", alert.revision());
    return out;
  }

  /** ECS names one framework an alert: ATT&CK. */
  private static void threat(List<AlertView.Attack> all, ObjectNode out) {
    ArrayNode tactics = out.arrayNode();
    ArrayNode tacticNames = out.arrayNode();
    ArrayNode ids = out.arrayNode();
    ArrayNode names = out.arrayNode();
    ArrayNode references = out.arrayNode();
    ArrayNode subs = out.arrayNode();
    ArrayNode subNames = out.arrayNode();
    List<String> seen = new ArrayList<>();
    for (AlertView.Attack a : all) {
      if (a.atlas()) {
        continue;
      }
      once(seen, "tactic", a.tacticId(), tactics, a.tactic(), tacticNames);
      if (once(seen, "technique", a.id(), ids, a.name(), names)) {
        String major = a.version().replaceAll("\\..*", "");
        if (major.matches("[0-9]{1,3}") && a.id().matches("T[0-9]{4}")) {
          references.add("https://attack.mitre.org/versions/v" + major + "/techniques/" + a.id());
        }
      }
      once(seen, "sub", a.subId(), subs, a.subName(), subNames);
    }
    if (ids.isEmpty()) {
      return;
    }
    ObjectNode threat = out.putObject("threat").put("framework", "MITRE ATT&CK");
    ObjectNode tactic = Json.object();
    put(tactic, "id", tactics);
    put(tactic, "name", tacticNames);
    Json.put(threat, "tactic", tactic);
    ObjectNode technique = threat.putObject("technique");
    put(technique, "id", ids);
    put(technique, "name", names);
    put(technique, "reference", references);
    ObjectNode sub = Json.object();
    put(sub, "id", subs);
    put(sub, "name", subNames);
    Json.put(technique, "subtechnique", sub);
  }

  private static boolean once(
      List<String> seen, String kind, String id, ArrayNode ids, String name, ArrayNode names) {
    if (id.isEmpty() || seen.contains(kind + id)) {
      return false;
    }
    seen.add(kind + id);
    ids.add(keyword(id));
    names.add(keyword(name));
    return true;
  }

  private static void sources(AlertView alert, ObjectNode out) {
    JsonNode event = alert.event();
    JsonNode endpoint = event.path("src_endpoint");
    ObjectNode source = Json.object();
    put(source, "ip", AlertView.text(endpoint, "ip"), KEYWORD);
    put(source, "address", AlertView.text(endpoint, "ip"), KEYWORD);
    ObjectNode system = Json.object();
    JsonNode number = endpoint.path("autonomous_system").path("number");
    if (number.isIntegralNumber()) {
      system.put("number", number.asLong(0));
    }
    ObjectNode organisation = Json.object();
    put(organisation, "name", AlertView.text(endpoint.path("autonomous_system"), "name"), KEYWORD);
    Json.put(system, "organization", organisation);
    Json.put(source, "as", system);
    ObjectNode geo = Json.object();
    put(geo, "country_iso_code", AlertView.text(endpoint.path("location"), "country"), KEYWORD);
    Json.put(source, "geo", geo);
    Json.put(out, "source", source);
    ObjectNode user = Json.object();
    put(user, "id", CefAlert.first(alert.cited("actor", "user", "uid")), KEYWORD);
    put(user, "name", alert.owner(), KEYWORD);
    Json.put(out, "user", user);
    ObjectNode organization = Json.object();
    put(organization, "name", alert.vendor(), KEYWORD);
    Json.put(out, "organization", organization);
    JsonNode request = event.path("http_request");
    ObjectNode agent = Json.object();
    put(agent, "original", AlertView.text(request, "user_agent"), KEYWORD);
    Json.put(out, "user_agent", agent);
    ObjectNode url = Json.object();
    put(url, "path", AlertView.text(request.path("url"), "path"), KEYWORD);
    Json.put(out, "url", url);
    ObjectNode http = Json.object();
    ObjectNode asked = Json.object();
    put(asked, "method", AlertView.text(request, "http_method"), KEYWORD);
    put(asked, "id", AlertView.text(request, "uid"), KEYWORD);
    Json.put(http, "request", asked);
    JsonNode code = event.path("http_response").path("code");
    if (code.isIntegralNumber()) {
      http.putObject("response").put("status_code", code.asLong(0));
    }
    Json.put(out, "http", http);
    ObjectNode model = Json.object();
    put(model, "model", CefAlert.first(alert.cited("resources", "uid")), KEYWORD);
    if (!model.isEmpty()) {
      out.putObject("gen_ai").set("request", model);
    }
  }

  private static ObjectNode related(AlertView alert) {
    ObjectNode out = Json.object();
    put(out, "ip", list(alert.cited("src_endpoint", "ip")));
    TreeSet<String> users = new TreeSet<>(alert.cited("actor", "user", "uid"));
    users.add(alert.owner());
    users.remove("");
    put(out, "user", list(users));
    put(out, "hash", list(alert.cited("ja4_fingerprint_list", "value")));
    return out;
  }

  private static ObjectNode own(AlertView alert) {
    ObjectNode out = Json.object();
    put(out, "title", alert.title(), KEYWORD);
    out.put("is_alert", alert.isAlert());
    put(out, "status", alert.status(), KEYWORD);
    out.put("ended", alert.hasEnded());
    out.put("confidence", alert.confidence());
    out.put("events", alert.events());
    put(out, "case_uid", alert.caseUid(), KEYWORD);
    put(out, "vendor_contact", alert.contact(), KEYWORD);
    put(out, "remediation", alert.remediation(), TEXT);
    put(out, "types", list(alert.types()));
    ArrayNode attacks = out.arrayNode();
    for (AlertView.Attack a : alert.attacks()) {
      if (attacks.size() < VALUES) {
        ObjectNode one = attacks.addObject();
        one.put("framework", a.atlas() ? "MITRE ATLAS" : "MITRE ATT&CK");
        put(one, "version", a.version(), KEYWORD);
        put(one, "id", a.leaf(), KEYWORD);
      }
    }
    put(out, "attacks", attacks);
    return out;
  }

  private static ArrayNode list(Iterable<String> values) {
    ArrayNode out = Json.object().arrayNode();
    for (String value : values) {
      if (out.size() < VALUES) {
        out.add(keyword(value));
      }
    }
    return out;
  }

  private static void put(ObjectNode to, String key, ArrayNode values) {
    if (!values.isEmpty()) {
      to.set(key, values);
    }
  }

  private static String keyword(String text) {
    return Cut.chars(PlainText.data(text), KEYWORD);
  }

  private static void put(ObjectNode to, String key, String text, int most) {
    Json.put(to, key, Cut.chars(PlainText.data(text), most));
  }
}
