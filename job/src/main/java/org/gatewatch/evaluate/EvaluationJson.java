package org.gatewatch.evaluate;

import java.util.List;
import org.gatewatch.report.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code evaluation.json}. */
public final class EvaluationJson {
  private EvaluationJson() {}

  /** Several lines; what there is nothing to tell from is left out. */
  public static String of(Evaluation e, List<Comparison> comparisons) {
    ObjectNode out = Json.object();
    out.put("schema", "evaluation/1");
    ArrayNode runs = out.putArray("runs");
    e.runs().forEach(runs::add);
    out.put("warm_up_days", e.warmUpDays());
    out.put("days", e.days());
    out.put("credential_days", e.credentialDays());
    out.put("alerts", e.alerts());
    out.put("alerts_before_judging", e.early());
    out.put("digest", e.digest());
    out.set("false_alerts", falseAlerts(e.falseAlerts()));
    out.set("attacks", summary(e.total()));
    ObjectNode types = out.putObject("by_type");
    e.types().forEach((type, s) -> types.set(type, summary(s)));
    ArrayNode signals = out.putArray("calibration");
    for (SignalCalibration s : e.signals()) {
      ObjectNode signal = signals.addObject();
      signal.put("signal", s.signal());
      signal.put("phase", s.early() ? "early" : "later");
      signal.put("windows", s.windows());
      Json.put(signal, "certain", s.certain());
      Json.put(signal, "at_1e-2", s.at2());
      Json.put(signal, "at_1e-3", s.at3());
      Json.put(signal, "at_1e-4", s.at4());
      Json.put(signal, "ks", s.ks());
    }
    ArrayNode rates = out.putArray("realised_rates");
    for (RealisedRate r : e.rates()) {
      ObjectNode rate = rates.addObject();
      Json.put(rate, "stated", r.stated());
      rate.put("credential_days", r.days());
      Json.put(rate, "realised", r.realised());
      put(rate, "realised_95", r.interval());
    }
    ArrayNode compared = out.putArray("comparison");
    for (Comparison c : comparisons) {
      ObjectNode one = compared.addObject();
      one.put("detector", c.name());
      one.put("setting", c.setting());
      Json.put(one, "threshold", c.threshold());
      Json.put(one, "false_per_1000", c.falsePer1000());
      one.put("found", c.found());
      one.put("attacks", c.attacks());
      Json.put(one, "by_chance", c.chance());
      ObjectNode found = one.putObject("found_by_type");
      c.types().forEach(found::put);
    }
    return Json.pretty(out);
  }

  private static ObjectNode falseAlerts(FalseAlerts f) {
    ObjectNode out = Json.object();
    out.put("count", f.count());
    out.put("statistical", f.statistical());
    out.put("by_rule", f.byRule());
    Json.put(out, "per_1000", f.per1000());
    put(out, "per_1000_95_bootstrap", f.bootstrap());
    put(out, "per_1000_95_poisson", f.poisson());
    Json.put(out, "statistical_per_1000", f.statisticalPer1000());
    put(out, "statistical_per_1000_95_poisson", f.statisticalPoisson());
    Json.put(out, "per_day", f.perDay());
    out.put("most_on_a_day", f.mostOnADay());
    out.put("most_statistical_on_a_day", f.mostStatisticalOnADay());
    ObjectNode changes = out.putObject("by_benign_change");
    f.byChange().forEach(changes::put);
    return out;
  }

  private static ObjectNode summary(Summary s) {
    ObjectNode out = Json.object();
    out.put("attacks", s.attacks());
    out.put("found", s.found());
    put(out, "found_95", s.interval());
    out.put("by_rule", s.byRule());
    out.put("by_statistics", s.byStatistics());
    Json.put(out, "by_chance", s.chance());
    Json.put(out, "hours_median", s.medianHours());
    Json.put(out, "hours_p90", s.p90Hours());
    Json.put(out, "let_through_median", s.medianLetThrough());
    Json.put(out, "let_through_p90", s.p90LetThrough());
    out.put("in_digest", s.inDigest());
    out.put("in_digest_only", s.digestOnly());
    return out;
  }

  private static void put(ObjectNode to, String key, Interval i) {
    if (Double.isFinite(i.low())) {
      to.putArray(key).add(i.low()).add(i.high());
    }
  }
}
