package org.gatewatch.report;

import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.gatewatch.baseline.Cited;
import org.gatewatch.judge.Finding;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the lines lie that a finding cites, as {@code evidence-lines.jsonl} tells it. Depends on
 * how the input was split into files, so it is no part of the finding itself.
 */
public final class EvidenceLines {
  private final IntFunction<String> files;

  /**
   * @param files names the input of an index: a path, or a partition of a topic
   */
  public EvidenceLines(IntFunction<String> files) {
    this.files = files;
  }

  /** One line of JSON per cited event, without line ends, in the finding's order. */
  public Stream<String> lines(Finding finding) {
    return finding.cited().stream().map(cited -> line(finding.uid(), cited));
  }

  private String line(String uid, Cited cited) {
    ObjectNode out = Json.object();
    Json.put(out, "finding", uid);
    Json.put(out, "file", files.apply(cited.file()));
    out.put("line", cited.line());
    out.put("offset", cited.offset());
    Json.put(out, "request_id", cited.requestId());
    return Json.line(out);
  }
}
