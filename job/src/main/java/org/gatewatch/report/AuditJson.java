package org.gatewatch.report;

import java.util.List;
import java.util.Locale;
import org.gatewatch.judge.Audit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A change of what counts as normal, as {@code audit.jsonl} tells it: {@code audit} schema. */
public final class AuditJson {
  private AuditJson() {}

  /** One line of JSON, without a line end. */
  public static String line(Audit audit) {
    ObjectNode out = Json.object();
    out.put("time", LedgerJson.time(audit.time()));
    Json.put(out, "credential", audit.credential());
    out.put("action", audit.action().name().toLowerCase(Locale.ROOT));
    Json.put(out, audit.action() == Audit.Action.SEEDED ? "from" : "finding", audit.cause());
    put(out, "networks", audit.networks());
    put(out, "agents", audit.agents());
    if (audit.volume() != 1) {
      Json.put(out, "requests_factor", rounded(audit.volume()));
    }
    if (audit.size() != 1) {
      Json.put(out, "tokens_factor", rounded(audit.size()));
    }
    if (audit.day() != 1) {
      Json.put(out, "day_requests_factor", rounded(audit.day()));
    }
    return Json.line(out);
  }

  private static void put(ObjectNode out, String key, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = out.putArray(key);
      values.forEach(value -> list.add(PlainText.data(value)));
    }
  }

  private static double rounded(double factor) {
    return Math.round(factor * 1000) / 1000.0;
  }
}
