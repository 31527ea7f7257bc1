package org.gatewatch.report;

import java.util.List;
import java.util.function.IntFunction;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.Rejected;
import tools.jackson.databind.node.ObjectNode;

/** A line that could not be read, as {@code rejected.jsonl} tells it. */
public final class RejectedJson {
  private final List<Binding> bindings;
  private final IntFunction<String> files;

  /**
   * @param bindings by index
   * @param files names the input of an index: a path, or a partition of a topic
   */
  public RejectedJson(List<Binding> bindings, IntFunction<String> files) {
    this.bindings = List.copyOf(bindings);
    this.files = files;
  }

  /** One line of JSON, without a line end. */
  public String line(Rejected rejected) {
    ObjectNode out = Json.object();
    Json.put(out, "binding", bindings.get(rejected.binding()).name());
    Json.put(out, "file", files.apply(rejected.file()));
    out.put("line", rejected.line());
    out.put("offset", rejected.offset());
    Json.put(out, "reason", rejected.reason());
    Json.put(out, "message", rejected.message());
    out.put("excerpt", PlainText.data(rejected.excerpt()));
    return Json.line(out);
  }
}
