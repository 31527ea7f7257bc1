package org.gatewatch.report;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event of PagerDuty's Events API v2. A finding that pages triggers, and the same uid resolves
 * it when it is closed, withdrawn, suppressed or no alert any more. The routing key is a secret and
 * is not in it: the sender adds it.
 */
final class PagerDutyEvent implements AlertFormat {
  private static final List<String> SEVERITIES =
      List.of("info", "info", "warning", "error", "critical");
  private static final int DETAIL = 4000;

  @Override
  public String id() {
    return "pagerduty";
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public String encode(AlertView alert) {
    boolean resolve = alert.hasEnded() || !alert.isAlert();
    ObjectNode out = Json.object();
    out.put("event_action", resolve ? "resolve" : "trigger");
    put(out, "dedup_key", alert.uid(), 255);
    out.put("client", "Gatewatch");
    ObjectNode payload = out.putObject("payload");
    put(payload, "summary", OcsfFinding.or(alert.title(), alert.uid()), 1024);
    put(payload, "source", OcsfFinding.or(alert.credential(), "gatewatch"), 255);
    payload.put("severity", SEVERITIES.get(alert.severity() - 1));
    payload.put("timestamp", AlertView.iso(alert.modified()));
    put(payload, "component", alert.credential(), 255);
    put(payload, "group", alert.vendor(), 255);
    put(payload, "class", alert.analytic(), 255);
    ObjectNode details = payload.putObject("custom_details");
    put(details, "what", alert.description(), DETAIL);
    put(details, "do", alert.remediation(), DETAIL);
    put(details, "owner", alert.owner(), 255);
    put(details, "contact", alert.contact(), 255);
    details.put("first_event", AlertView.iso(alert.first()));
    details.put("last_event", AlertView.iso(alert.last()));
    details.put("events", alert.events());
    put(details, "addresses", String.join(", ", alert.cited("src_endpoint", "ip")), 1000);
    put(
        details,
        "attack",
        alert.attacks().stream().map(AlertView.Attack::versioned).collect(Collectors.joining(", ")),
        1000);
    put(details, "case", alert.caseUid(), 255);
    details.put("revision", alert.revision());
    put(details, "change", alert.why(), DETAIL);
    return Json.line(out);
  }

  private static void put(ObjectNode to, String key, String text, int most) {
    Json.put(to, key, Cut.chars(PlainText.cell(text), most));
  }
}
