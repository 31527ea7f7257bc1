package org.gatewatch.report;

import java.util.Locale;
import org.gatewatch.judge.Verdict;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A verdict as one line of the verdicts file: {@code verdicts} schema. */
public final class VerdictJson {
  private VerdictJson() {}

  /**
   * One line of JSON, without a line end.
   *
   * @param asOf event time of the finding's revision that was decided on, epoch ms
   * @param givenAt when it was given, epoch ms
   */
  public static String line(Verdict verdict, long asOf, long givenAt) {
    ObjectNode out = Json.object();
    Json.put(out, "finding", verdict.finding());
    out.put("verdict", verdict.kind().text());
    Json.put(out, "by", verdict.by());
    Json.put(out, "reason", verdict.reason());
    Json.put(out, "credential", verdict.credential());
    out.put("lane", verdict.lane().name().toLowerCase(Locale.ROOT));
    Json.put(out, "analytic", verdict.analytic());
    out.put("from", LedgerJson.time(verdict.from()));
    out.put("to", LedgerJson.time(verdict.to()));
    if (!verdict.evidence().isEmpty()) {
      ArrayNode list = out.putArray("evidence");
      for (Verdict.Observed e : verdict.evidence()) {
        ObjectNode one = list.addObject();
        Json.put(one, "signal", e.signal());
        Json.put(one, "observed", e.observed());
      }
    }
    out.put("as_of", LedgerJson.time(asOf));
    out.put("given_at", LedgerJson.time(givenAt));
    return Json.line(out);
  }
}
