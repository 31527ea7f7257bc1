package org.gatewatch.report;

import java.time.Instant;
import java.util.Locale;
import org.gatewatch.baseline.Pivot;
import tools.jackson.databind.node.ObjectNode;

/** One value that a credential used as a line of {@code pivot.jsonl.zst}. */
public final class PivotJson {
  private PivotJson() {}

  /** One line, without a line end. */
  public static String line(Pivot.Key key, Pivot.Use use) {
    ObjectNode out = Json.object();
    out.put("kind", key.kind().text());
    Json.put(out, "value", key.value());
    Json.put(out, "credential", key.credential());
    out.put("log_source", key.source().name().toLowerCase(Locale.ROOT));
    out.put("first", Instant.ofEpochMilli(use.first()).toString());
    out.put("last", Instant.ofEpochMilli(use.last()).toString());
    out.put("requests", use.requests());
    out.put("output_tokens", use.tokens());
    return Json.line(out);
  }
}
