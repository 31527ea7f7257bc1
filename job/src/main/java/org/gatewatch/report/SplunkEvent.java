package org.gatewatch.report;

import java.math.BigDecimal;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event of Splunk's HTTP Event Collector around the OCSF line. {@code time} is epoch seconds;
 * {@code fields} are indexed and flat, so that revisions of one uid are found together: {@code
 * stats latest(_raw) by uid} shows the last. A batch is one event behind the other, not a list.
 */
final class SplunkEvent implements AlertFormat {
  @Override
  public String id() {
    return "splunk_hec";
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public String encode(AlertView alert) {
    ObjectNode out = Json.object();
    // Not put(): that strips zeros, and 1793589300.000 becomes 1.7935893E+9.
    out.set("time", DecimalNode.valueOf(BigDecimal.valueOf(alert.modified(), 3)));
    out.put("source", "gatewatch");
    out.put("sourcetype", alert.isCase() ? "ocsf:incident_finding" : "ocsf:detection_finding");
    ObjectNode fields = out.putObject("fields");
    Json.put(fields, "uid", Cut.chars(alert.uid(), 256));
    fields.put("revision", Integer.toString(alert.revision()));
    fields.put("severity", alert.severityName().toLowerCase(java.util.Locale.ROOT));
    Json.put(fields, "credential", Cut.chars(alert.credential(), 256));
    out.set("event", Cut.tree(alert.line(), OcsfAlert.MOST_BYTES));
    return Json.line(out);
  }
}
