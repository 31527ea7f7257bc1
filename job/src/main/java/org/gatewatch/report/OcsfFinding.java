package org.gatewatch.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gatewatch.event.Credential;
import org.gatewatch.judge.Disposition;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Hindsight;
import org.gatewatch.judge.Measure;
import org.gatewatch.judge.Technique;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A finding as one line of JSON: an OCSF 1.8.0 Detection Finding (class 2004). What OCSF has no
 * place for goes to {@code unmapped.gatewatch}. The same finding gives the same bytes.
 */
public final class OcsfFinding {
  /** Version of the schema. */
  public static final String OCSF = "1.8.0";

  private static final int CLASS = 2004;

  private final String version;
  private final Map<String, String> cases;

  /**
   * @param version of this product
   */
  public OcsfFinding(String version) {
    this(version, Map.of());
  }

  /**
   * As above.
   *
   * @param cases uid of the case of each finding that belongs to one, by the finding's uid
   */
  public OcsfFinding(String version, Map<String, String> cases) {
    this.version = or(version, "unknown");
    this.cases = Map.copyOf(cases);
  }

  /**
   * The finding on one line, without a line end.
   *
   * @throws IllegalArgumentException for an activity that is not 1, 2 or 3
   */
  public String line(Finding finding) {
    return Json.line(node(finding));
  }

  /** The finding as a tree, for sinks that wrap it. */
  ObjectNode node(Finding finding) {
    OcsfTime time = new OcsfTime();
    ObjectNode out = Json.object();
    head(finding, time, out);
    out.set("metadata", metadata(finding));
    OcsfEvidence evidence = new OcsfEvidence(finding);
    out.set("finding_info", info(finding, time, evidence));
    out.putArray("resources").add(resource(finding));
    ArrayNode evidences = evidence.evidences();
    if (!evidences.isEmpty()) {
      out.set("evidences", evidences);
    }
    if (!finding.measures().isEmpty()) {
      ArrayNode analyses = out.putArray("anomaly_analyses");
      finding.measures().forEach(m -> analyses.add(analysis(finding, m)));
    }
    ArrayNode observables = evidence.observables();
    if (!observables.isEmpty()) {
      out.set("observables", observables);
    }
    ObjectNode remediation = Json.object();
    Json.put(remediation, "desc", finding.remediation());
    Json.put(out, "remediation", remediation);
    out.putObject("unmapped").set("gatewatch", rest(finding, time));
    return out;
  }

  private static void head(Finding finding, OcsfTime time, ObjectNode out) {
    int activity = finding.activity();
    String name =
        switch (activity) {
          case 1 -> "Create";
          case 2 -> "Update";
          case 3 -> "Close";
          default -> throw new IllegalArgumentException("activity must be 1, 2 or 3: " + activity);
        };
    out.put("class_uid", CLASS).put("class_name", "Detection Finding");
    out.put("category_uid", 2).put("category_name", "Findings");
    out.put("activity_id", activity).put("activity_name", name);
    out.put("type_uid", CLASS * 100 + activity);
    time.put(out, "time", finding.time());
    out.put("severity_id", finding.severity().id()).put("severity", finding.severity().caption());
    status(finding, out);
    out.put("is_alert", finding.alert());
    int score = Math.max(0, Math.min(100, finding.confidence()));
    int level = score < 34 ? 1 : score < 67 ? 2 : 3;
    out.put("confidence_id", level);
    out.put("confidence", List.of("Low", "Medium", "High").get(level - 1));
    out.put("confidence_score", score);
    Json.put(out, "message", or(finding.title(), finding.analyticName()));
  }

  private static void status(Finding finding, ObjectNode out) {
    Disposition made = finding.disposition();
    boolean suppressed = made != null && made.status() == Disposition.Status.SUPPRESSED;
    boolean confirmed = made != null && made.status() == Disposition.Status.CONFIRMED;
    if (suppressed) {
      out.put("status_id", 3).put("status", "Suppressed");
    } else if (finding.activity() == 3) {
      out.put("status_id", 4).put("status", "Resolved");
    } else if (confirmed) {
      out.put("status_id", 2).put("status", "In Progress");
    } else {
      out.put("status_id", 1).put("status", "New");
    }
    Json.put(
        out,
        "status_detail",
        made == null
            ? finding.change().reason()
            : made.source() + " (" + made.by() + "): " + made.reason());
  }

  private ObjectNode metadata(Finding finding) {
    ObjectNode out = Json.object();
    out.put("version", OCSF);
    out.putObject("product")
        .put("name", "Gatewatch")
        .put("vendor_name", "Gatewatch")
        .put("version", version);
    Json.put(out, "uid", finding.uid() + "-" + finding.revision());
    out.put("sequence", finding.revision());
    Json.put(out, "event_code", finding.analyticId());
    return out;
  }

  private ObjectNode info(Finding finding, OcsfTime time, OcsfEvidence evidence) {
    ObjectNode out = Json.object();
    Json.put(out, "uid", or(finding.uid(), "unknown"));
    Json.put(out, "title", finding.title());
    Json.put(out, "desc", finding.description());
    ArrayNode types = out.arrayNode();
    finding.types().forEach(type -> types.add(PlainText.data(type)));
    if (!types.isEmpty()) {
      out.set("types", types);
    }
    time.put(out, "first_seen_time", finding.firstSeen());
    time.put(out, "last_seen_time", finding.lastSeen());
    time.put(out, "created_time", finding.time());
    time.put(out, "modified_time", finding.modified());
    boolean rule = finding.lane() == Finding.Lane.RULE;
    ObjectNode analytic = out.putObject("analytic");
    Json.put(analytic, "uid", or(finding.analyticId(), "unknown"));
    Json.put(analytic, "name", finding.analyticName());
    analytic.put("type_id", rule ? 1 : 3).put("type", rule ? "Rule" : "Statistical");
    Json.put(analytic, "version", version);
    ArrayNode attacks = out.arrayNode();
    for (Technique technique : finding.techniques()) {
      ObjectNode attack = attack(technique);
      if (!attack.isEmpty()) {
        attacks.add(attack);
      }
    }
    if (!attacks.isEmpty()) {
      out.set("attacks", attacks);
    }
    ArrayNode sources = evidence.sources();
    if (!sources.isEmpty()) {
      out.set("data_sources", sources);
    }
    out.put("related_events_count", finding.citedCount());
    return out;
  }

  /** Empty when the technique names nothing. */
  private static ObjectNode attack(Technique technique) {
    ObjectNode named = Json.object();
    Json.put(named, "tactic", named(technique.tacticId(), technique.tactic()));
    Json.put(named, "technique", named(technique.id(), technique.name()));
    Json.put(named, "sub_technique", named(technique.subId(), technique.subName()));
    if (named.isEmpty()) {
      return named;
    }
    ObjectNode out = Json.object();
    Json.put(out, "version", technique.version());
    out.setAll(named);
    return out;
  }

  private static ObjectNode named(@Nullable String uid, @Nullable String name) {
    ObjectNode out = Json.object();
    Json.put(out, "uid", uid);
    Json.put(out, "name", name);
    return out;
  }

  /** The credential itself, and who answers for it. */
  private static ObjectNode resource(Finding finding) {
    ObjectNode out = Json.object();
    Json.put(out, "uid", or(finding.credential(), "unknown"));
    out.put("type", "credential").put("role_id", 1).put("role", "Target");
    ObjectNode owner = Json.object();
    Json.put(owner, "name", finding.declared().owner());
    if (!owner.isEmpty()) {
      ObjectNode org = Json.object();
      Json.put(org, "name", finding.declared().vendor());
      Json.put(owner, "org", org);
    }
    Json.put(out, "owner", owner);
    return out;
  }

  private static ObjectNode analysis(Finding finding, Measure measure) {
    ObjectNode out = Json.object();
    ObjectNode target = out.putArray("analysis_targets").addObject();
    Json.put(target, "name", or(finding.credential(), "unknown"));
    target.put("type", "credential");
    ObjectNode anomaly = out.putArray("anomalies").addObject();
    observed(anomaly, measure, or(measure.observed(), "unknown"));
    Json.put(anomaly, "observed_pattern", measure.sentence());
    if (!measure.expected().isEmpty()) {
      observed(out.putArray("baselines").addObject(), measure, measure.expected());
    }
    return out;
  }

  private static void observed(ObjectNode out, Measure measure, String value) {
    Json.put(out, "observation_parameter", or(measure.parameter(), "unknown"));
    Json.put(out, "observation_type", measure.family());
    Json.put(out.putArray("observations").addObject(), "value", value);
  }

  private ObjectNode rest(Finding finding, OcsfTime time) {
    ObjectNode out = Json.object();
    boolean behaviour = finding.lane() == Finding.Lane.BEHAVIOUR;
    out.put("lane", behaviour ? "behaviour" : "rule");
    if (finding.types().contains(Hindsight.TYPE)) {
      out.put("hindsight", true);
    }
    out.put("revision", finding.revision());
    out.put("change", finding.change().kind().name().toLowerCase(Locale.ROOT));
    Json.put(out, "credential", finding.credential());
    Credential declared = finding.declared();
    Json.put(out, "credential_kind", declared.kind());
    Json.put(out, "owner", declared.owner());
    Json.put(out, "vendor", declared.vendor());
    Json.put(out, "contact", declared.contact());
    Json.put(out, "peer_group", declared.peerGroup());
    Json.put(out, "case_uid", cases.get(finding.uid()));
    out.put("cited_count", finding.citedCount());
    Json.put(out, "normal", finding.normal());
    if (behaviour) {
      Json.put(out, "score", finding.score());
      Json.put(out, "threshold", finding.threshold());
      Json.put(out, "p_day", finding.pDay());
    }
    if (!finding.measures().isEmpty()) {
      ArrayNode measures = out.putArray("measures");
      for (Measure measure : finding.measures()) {
        ObjectNode one = measures.addObject();
        Json.put(one, "family", measure.family());
        Json.put(one, "signal", measure.signal());
        Json.put(one, "p", measure.p());
        Json.put(one, "contribution", measure.contribution());
      }
    }
    Disposition made = finding.disposition();
    if (made != null) {
      ObjectNode said = Json.object();
      Json.put(said, "source", made.source());
      Json.put(said, "id", made.id());
      Json.put(said, "by", made.by());
      Json.put(said, "reason", made.reason());
      Json.put(out, "disposition", said);
    }
    Json.put(out, "true_times", time.moved());
    return out;
  }

  /** The text, or another when it is absent: for attributes that must not be empty. */
  static String or(@Nullable String text, String otherwise) {
    return text == null || text.isEmpty() ? otherwise : text;
  }
}
