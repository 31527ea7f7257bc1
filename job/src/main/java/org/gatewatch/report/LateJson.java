package org.gatewatch.report;

import java.util.List;
import java.util.function.IntFunction;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.ingest.Binding;
import tools.jackson.databind.node.ObjectNode;

/** An event that came behind its binding's lateness, as {@code late.jsonl} tells it. */
public final class LateJson {
  private final List<Binding> bindings;
  private final IntFunction<String> files;

  /**
   * @param bindings by index
   * @param files names the input of an index: a path, or a partition of a topic
   */
  public LateJson(List<Binding> bindings, IntFunction<String> files) {
    this.bindings = List.copyOf(bindings);
    this.files = files;
  }

  /**
   * One line of JSON, without a line end.
   *
   * @param lateMs how far it lay behind the front of its file, ms
   */
  public String line(AccessEvent event, long lateMs) {
    ObjectNode out = Json.object();
    Json.put(out, "binding", bindings.get(event.binding()).name());
    Json.put(out, "file", files.apply(event.file()));
    out.put("line", event.line());
    out.put("offset", event.offset());
    out.put("event_time", LedgerJson.time(event.eventTime()));
    out.put("late_ms", lateMs);
    Json.put(out, "credential_id", event.credentialId());
    Json.put(out, "request_id", event.requestId());
    return Json.line(out);
  }
}
