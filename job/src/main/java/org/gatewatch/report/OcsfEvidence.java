package org.gatewatch.report;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gatewatch.baseline.Cited;
import org.gatewatch.judge.Finding;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The events a finding cites as OCSF {@code evidences[]}, and what can be searched for in other
 * logs as {@code observables[]}. Where the lines lie (file, offset) is left out: it depends on how
 * the input was split, and findings do not.
 */
final class OcsfEvidence {
  /** Events written of one finding. */
  private static final int MAX_EVIDENCES = 20;

  /** Values written of one finding. */
  private static final int MAX_OBSERVABLES = 64;

  private static final Set<String> METHODS =
      Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

  private final Finding finding;
  private final Set<Observable> observables = new LinkedHashSet<>();

  OcsfEvidence(Finding finding) {
    this.finding = finding;
  }

  private record Observable(String path, int type, String caption, String value) {}

  /** One object per cited event, in the finding's order. */
  ArrayNode evidences() {
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    List<Cited> cited = finding.cited();
    for (Cited event : cited.subList(0, Math.min(MAX_EVIDENCES, cited.size()))) {
      out.add(evidence(event));
    }
    return out;
  }

  /** The distinct values of the evidence; call after {@link #evidences}. */
  ArrayNode observables() {
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    if (finding.cited().isEmpty()) {
      observe(
          "resources[].uid", 10, "Resource UID", OcsfFinding.or(finding.credential(), "unknown"));
    }
    observables.stream()
        .limit(MAX_OBSERVABLES)
        .sorted(Comparator.comparing(Observable::path))
        .forEach(
            o ->
                out.addObject()
                    .put("name", o.path)
                    .put("type_id", o.type)
                    .put("type", o.caption)
                    .put("value", o.value));
    return out;
  }

  /** Whose logs the cited events are from: {@code gateway}, {@code vendor}. */
  ArrayNode sources() {
    Set<String> names = new TreeSet<>();
    finding.cited().forEach(event -> names.add(event.source().text()));
    ArrayNode out = JsonNodeFactory.instance.arrayNode();
    names.forEach(out::add);
    return out;
  }

  private ObjectNode evidence(Cited event) {
    ObjectNode out = Json.object();
    ObjectNode data = Json.object();
    data.put("event_time", event.time());
    data.put("log_source", event.source().text());
    out.set("actor", actor(event));
    Json.put(out, "src_endpoint", endpoint(event, data));
    out.set("api", api(event));
    Json.put(out, "http_request", request(event, data));
    if (event.status() >= 0) {
      out.putObject("http_response").put("code", event.status());
    }
    String ja4 = event.ja4();
    if (ja4 != null && !ja4.isEmpty()) {
      ObjectNode print = out.putArray("ja4_fingerprint_list").addObject();
      Json.put(print.put("type_id", 1).put("type", "JA4"), "value", ja4);
      observe("evidences[].ja4_fingerprint_list[].value", 30, "Fingerprint", ja4);
    }
    String model = event.model();
    if (model != null && !model.isEmpty()) {
      ObjectNode resource = out.putArray("resources").addObject();
      Json.put(resource, "uid", model);
      resource.put("type", "ai_model");
      observe("evidences[].resources[].uid", 10, "Resource UID", model);
    }
    data.put("succeeded", event.succeeded());
    if (event.outputTokens() >= 0) {
      data.put("output_tokens", event.outputTokens());
    }
    out.set("data", data);
    return out;
  }

  private ObjectNode actor(Cited event) {
    ObjectNode out = Json.object();
    String principal = event.principal();
    if (principal != null && !principal.isEmpty()) {
      ObjectNode user = out.putObject("user");
      Json.put(user, "uid", principal);
      boolean service = finding.declared().kind().equals("service");
      boolean person =
          finding.declared().kind().equals("human")
              || finding.declared().kind().equals("contractor");
      user.put("type_id", service ? 4 : person ? 1 : 0);
      user.put("type", service ? "Service" : person ? "User" : "Unknown");
      ObjectNode org = Json.object();
      Json.put(org, "name", finding.declared().vendor());
      Json.put(user, "org", org);
      observe("evidences[].actor.user.uid", 31, "User Object: uid", principal);
    }
    String credential = OcsfFinding.or(finding.credential(), "unknown");
    Json.put(out.putObject("session"), "credential_uid", credential);
    observe("evidences[].actor.session.credential_uid", 19, "User Credential ID", credential);
    return out;
  }

  private ObjectNode endpoint(Cited event, ObjectNode data) {
    ObjectNode out = Json.object();
    String ip = event.sourceIp();
    if (ip != null && !ip.isEmpty()) {
      if (Address.isAddress(ip)) {
        out.put("ip", ip);
        observe("evidences[].src_endpoint.ip", 2, "IP Address", ip);
      } else {
        Json.put(out, "name", ip);
      }
    }
    ObjectNode system = Json.object();
    if (event.asn() >= 0) {
      system.put("number", event.asn());
    }
    Json.put(system, "name", event.asOrg());
    ObjectNode location = Json.object();
    Json.put(location, "country", event.country());
    Json.put(data, "as_type", event.asType());
    if (out.isEmpty() && !(system.isEmpty() && location.isEmpty())) {
      out.put("name", "unknown"); // a network or country without an address needs an endpoint
    }
    if (event.asn() >= 0) {
      observe(
          "evidences[].src_endpoint.autonomous_system.number",
          99,
          "Autonomous System Number",
          Long.toString(event.asn()));
    }
    Json.put(out, "autonomous_system", system);
    Json.put(out, "location", location);
    observe("evidences[].src_endpoint.location.country", 14, "Country", event.country());
    return out;
  }

  private static ObjectNode api(Cited event) {
    ObjectNode out = Json.object();
    String endpoint = event.endpoint();
    int query = endpoint == null ? -1 : endpoint.indexOf('?');
    String path = endpoint == null || query < 0 ? endpoint : endpoint.substring(0, query);
    Json.put(out, "operation", OcsfFinding.or(path, "unknown"));
    ObjectNode request = Json.object();
    Json.put(request, "uid", event.requestId());
    Json.put(out, "request", request);
    return out;
  }

  private ObjectNode request(Cited event, ObjectNode data) {
    ObjectNode out = Json.object();
    String method = event.method();
    if (method != null && METHODS.contains(method)) {
      out.put("http_method", method);
    } else {
      Json.put(data, "method", method);
    }
    String endpoint = event.endpoint();
    if (endpoint != null) {
      ObjectNode url = Json.object();
      int query = endpoint.indexOf('?');
      Json.put(url, "path", query < 0 ? endpoint : endpoint.substring(0, query));
      if (!url.isEmpty() && query >= 0) {
        Json.put(url, "query_string", endpoint.substring(query + 1));
      }
      Json.put(out, "url", url);
    }
    Json.put(out, "user_agent", event.userAgent());
    observe("evidences[].http_request.user_agent", 16, "HTTP User-Agent", event.userAgent());
    Json.put(out, "uid", event.requestId());
    return out;
  }

  private void observe(String path, int type, String caption, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      observables.add(new Observable(path, type, caption, PlainText.data(value)));
    }
  }
}
