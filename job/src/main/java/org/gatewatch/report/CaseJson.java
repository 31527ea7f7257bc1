package org.gatewatch.report;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.gatewatch.cases.Case;
import org.gatewatch.event.Credential;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Technique;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A case as one line of JSON: an OCSF 1.8.0 Incident Finding (class 2005), the answers in {@code
 * unmapped.gatewatch}. The same case gives the same bytes.
 */
public final class CaseJson {
  /** Who is to look into a case. */
  static final String ASSIGNEE = "security operations";

  private static final int CLASS = 2005;

  private final String version;

  /**
   * @param version of this product
   */
  public CaseJson(String version) {
    this.version = OcsfFinding.or(version, "unknown");
  }

  /** The case on one line, without a line end. */
  public String line(Case c) {
    OcsfTime time = new OcsfTime();
    ObjectNode out = Json.object();
    head(out, c.activity(), time, c.time(), c.since().first(), c.since().last());
    out.put("severity_id", c.severity().id()).put("severity", c.severity().caption());
    boolean closed = c.activity() == 3;
    out.put("status_id", closed ? 5 : 1).put("status", closed ? "Closed" : "New");
    int score = Math.max(0, Math.min(100, c.confidence()));
    int level = score < 34 ? 1 : score < 67 ? 2 : 3;
    out.put("confidence_id", level);
    out.put("confidence", List.of("Low", "Medium", "High").get(level - 1));
    out.put("confidence_score", score);
    boolean breach = c.severity().id() >= 4 && c.taken().requests() > 0 && !c.weak();
    out.put("is_suspected_breach", breach);
    out.putObject("assignee_group").put("name", ASSIGNEE);
    Json.put(out, "message", c.headline());
    Json.put(out, "desc", desc(c));
    metadata(out, version, c.uid(), c.revision());
    ArrayNode list = out.putArray("finding_info_list");
    for (Finding f : c.members()) {
      ObjectNode one = list.addObject();
      one.put("uid", f.uid());
      Json.put(one, "title", OcsfFinding.or(f.title(), f.analyticName()));
      time.put(one, "first_seen_time", f.firstSeen());
      time.put(one, "last_seen_time", f.lastSeen());
    }
    attacks(c, out);
    ObjectNode ours = out.putObject("unmapped").putObject("gatewatch");
    answers(c, ours);
    Json.put(ours, "true_times", time.moved());
    return Json.line(out);
  }

  /** What says that it is a case, and of when. */
  static void head(ObjectNode out, int activity, OcsfTime time, long at, long first, long last) {
    out.put("class_uid", CLASS).put("class_name", "Incident Finding");
    out.put("category_uid", 2).put("category_name", "Findings");
    out.put("activity_id", activity);
    out.put("activity_name", List.of("Create", "Update", "Close").get(activity - 1));
    out.put("type_uid", CLASS * 100 + activity);
    time.put(out, "time", at);
    time.put(out, "start_time", first);
    time.put(out, "end_time", last);
  }

  /** Which product said it, and the how-many-eth word on the case it is. */
  static void metadata(ObjectNode out, String version, String uid, int revision) {
    ObjectNode metadata = out.putObject("metadata");
    metadata.put("version", OcsfFinding.OCSF);
    metadata
        .putObject("product")
        .put("name", "Gatewatch")
        .put("vendor_name", "Gatewatch")
        .put("version", version);
    metadata.put("uid", uid + "-" + revision);
    metadata.put("sequence", revision);
  }

  private static String desc(Case c) {
    return String.join(
        " ",
        c.who().statement(),
        c.since().statement(),
        c.taken().statement(),
        c.spread().statement());
  }

  private static void attacks(Case c, ObjectNode out) {
    TreeSet<String> seen = new TreeSet<>();
    ArrayNode attacks = Json.object().arrayNode();
    for (Finding f : c.members()) {
      for (Technique t : f.techniques()) {
        if (t.id() == null || !seen.add(t.id() + "/" + t.subId())) {
          continue;
        }
        ObjectNode one = attacks.addObject();
        Json.put(one, "version", t.version());
        Json.put(one, "technique", named(t.id(), t.name()));
        Json.put(one, "sub_technique", named(t.subId(), t.subName()));
        Json.put(one, "tactic", named(t.tacticId(), t.tactic()));
      }
    }
    if (!attacks.isEmpty()) {
      out.set("attacks", attacks);
    }
  }

  private static ObjectNode named(@Nullable String uid, @Nullable String name) {
    ObjectNode out = Json.object();
    Json.put(out, "uid", uid);
    Json.put(out, "name", name);
    return out;
  }

  private static void answers(Case c, ObjectNode out) {
    ObjectNode head = out.putObject("case");
    Json.put(head, "uid", c.uid());
    head.put("number", c.number());
    Json.put(head, "headline", c.headline());
    time(head, "modified", c.modified());
    ArrayNode members = out.putArray("members");
    c.members().forEach(f -> members.add(f.uid()));
    ArrayNode joined = out.putArray("joined_by");
    for (Case.Joined j : c.joinedBy()) {
      ObjectNode one = joined.addObject();
      Json.put(one, "kind", j.kind());
      Json.put(one, "value", j.value());
      ArrayNode findings = one.putArray("findings");
      j.findings().forEach(findings::add);
    }
    who(c.who(), out.putObject("who"));
    since(c.since(), out.putObject("since"));
    taken(c.taken(), out.putObject("taken"));
    spread(c.spread(), out.putObject("spread"));
    ArrayNode actions = out.putArray("actions");
    for (Case.Action a : c.actions()) {
      ObjectNode one = actions.addObject();
      one.put("order", actions.size());
      Json.put(one, "action", a.action());
      Json.put(one, "what", a.what());
      Json.put(one, "reason", a.reason());
      Json.put(one, "contact", a.contact());
    }
    ArrayNode unknown = out.putArray("unknown");
    for (Case.Unknown u : c.unknown()) {
      ObjectNode one = unknown.addObject();
      Json.put(one, "kind", u.kind());
      Json.put(one, "statement", u.statement());
    }
  }

  private static void who(Case.Who who, ObjectNode out) {
    Json.put(out, "statement", who.statement());
    ArrayNode credentials = out.putArray("credentials");
    for (Case.Used u : who.credentials()) {
      Credential d = u.declared();
      ObjectNode one = credentials.addObject();
      Json.put(one, "credential_id", d.id());
      Json.put(one, "owner", d.owner());
      Json.put(one, "vendor", d.vendor());
      Json.put(one, "contact", d.contact());
      Json.put(one, "role", u.role());
      time(one, "first", u.first());
      time(one, "last", u.last());
      one.put("requests", u.requests());
    }
    seen(who.networks(), out.putArray("networks"));
    seen(who.agents(), out.putArray("agents"));
    seen(who.fingerprints(), out.putArray("fingerprints"));
    ArrayNode links = out.putArray("links");
    for (Case.Between b : who.links()) {
      ObjectNode one = links.addObject();
      Json.put(one, "from", b.from());
      Json.put(one, "to", b.to());
      one.put("requests", b.requests());
    }
  }

  private static void seen(List<Case.Seen> values, ArrayNode out) {
    for (Case.Seen s : values) {
      ObjectNode one = out.addObject();
      Json.put(one, "value", s.value());
      if (s.asn() >= 0) {
        one.put("asn", s.asn());
      }
      Json.put(one, "as_org", s.asOrg());
      Json.put(one, "country", s.country());
      Json.put(one, "as_type", s.asType());
      time(one, "first", s.first());
      time(one, "last", s.last());
      one.put("requests", s.requests());
      one.put("new", s.isNew());
    }
  }

  private static void since(Case.Since s, ObjectNode out) {
    Json.put(out, "statement", s.statement());
    time(out, "first", s.first());
    time(out, "last", s.last());
    time(out, "not_before", s.notBefore());
    time(out, "not_after", s.notAfter());
    time(out, "until_not_before", s.untilNotBefore());
    time(out, "until_not_after", s.untilNotAfter());
  }

  private static void taken(Case.Taken t, ObjectNode out) {
    Json.put(out, "statement", t.statement());
    out.put("requests", t.requests());
    out.put("expected_requests", rounded(t.expectedRequests()));
    out.put("requests_low", t.range().requestsLow()).put("requests_high", t.range().requestsHigh());
    out.put("tokens_low", t.range().tokensLow()).put("tokens_high", t.range().tokensHigh());
    out.put("input_tokens", t.inputTokens());
    out.put("output_tokens", t.outputTokens());
    out.put("expected_tokens", rounded(t.expectedTokens()));
    out.put("bytes_out", t.bytesOut());
    names(t.models(), out.putArray("models"), true);
    names(t.endpoints(), out.putArray("endpoints"), false);
  }

  private static void names(SortedMap<String, long[]> names, ArrayNode out, boolean tokens) {
    names.forEach(
        (name, n) -> {
          ObjectNode one = out.addObject();
          Json.put(one, "value", name);
          one.put("requests", n[0]);
          if (tokens) {
            one.put("input_tokens", n[1]);
            one.put("output_tokens", n[2]);
          }
        });
  }

  private static void spread(Case.Spread s, ObjectNode out) {
    Json.put(out, "statement", s.statement());
    out.put("contained", s.contained());
    Json.put(out, "vendor", s.vendor());
    out.put("credentials", s.credentials());
    ArrayNode vendors = out.putArray("vendors");
    s.vendors().forEach(v -> vendors.add(PlainText.data(v)));
    ArrayNode sources = out.putArray("log_sources");
    s.logSources().forEach(sources::add);
    Json.put(out, "because", s.because());
  }

  private static double rounded(double value) {
    return StrictMath.rint(value * 10) / 10;
  }

  /** Epoch ms; nothing when it is not known. */
  private static void time(ObjectNode out, String key, long time) {
    if (time != Long.MAX_VALUE && time != Long.MIN_VALUE) {
      out.put(key, time);
    }
  }
}
