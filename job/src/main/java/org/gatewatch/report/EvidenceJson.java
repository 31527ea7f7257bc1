package org.gatewatch.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gatewatch.detect.Clue;
import org.gatewatch.detect.Family;
import org.gatewatch.detect.Formula;
import org.gatewatch.detect.Terms;
import org.gatewatch.detect.Working;
import org.gatewatch.judge.Account;
import org.gatewatch.judge.Change;
import org.gatewatch.judge.Decision;
import org.gatewatch.judge.Dossier;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Share;
import org.gatewatch.stat.Blend;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The frozen inputs of a finding's arithmetic as a line of {@code evidence.jsonl.zst}, and back.
 * Doubles are written so that reading gives the same bits.
 */
public final class EvidenceJson {
  private EvidenceJson() {}

  /** One line, without a line end; null for a finding that rests on no arithmetic. */
  public static @Nullable String line(Finding finding) {
    Dossier dossier = finding.dossier();
    if (dossier == null) {
      return null;
    }
    ObjectNode out = Json.object();
    out.put("uid", finding.uid()).put("revision", finding.revision());
    Json.put(out, "credential", finding.credential());
    Json.put(out, "score", finding.score());
    Json.put(out, "threshold", finding.threshold());
    Json.put(out, "p_day", finding.pDay());
    Account account = dossier.account();
    out.put("stratum", account.stratum());
    ArrayNode families = out.putArray("families");
    account.shares().forEach(share -> families.add(share(share)));
    out.set("day", blend(account.score()));
    if (dossier.decision() != null) {
      out.set("decision", decision(dossier.decision()));
    }
    ArrayNode history = out.putArray("history");
    for (Dossier.Note note : dossier.history()) {
      ObjectNode one = history.addObject();
      one.put("revision", note.revision()).put("time", note.time());
      one.put("change", note.change().kind().name().toLowerCase(Locale.ROOT));
      Json.put(one, "reason", note.change().reason());
      Json.put(one, "score", note.score());
      Json.put(one, "p_day", note.p());
    }
    return Json.line(out);
  }

  private static ObjectNode share(Share share) {
    ObjectNode out = Json.object();
    out.put("family", share.family().id());
    out.put("weight", share.family().weight());
    out.put("contribution", share.contribution());
    out.set("day", blend(share.day()));
    if (share.carried()) {
      out.put("carried", true);
    }
    Clue clue = share.clue();
    if (clue != null) {
      out.put("signal", clue.signal());
      out.put("label", clue.label());
      out.put("parameter", clue.parameter());
      Json.put(out, "observed", clue.observed());
      Json.put(out, "expected", clue.expected());
      Json.put(out, "sentence", clue.sentence());
      out.put("count", clue.count());
      Working w = clue.working();
      if (w != null) {
        ObjectNode window = out.putObject("window");
        window.put("time", w.time()).put("early", w.early()).put("stratum", w.stratum());
        window.put("formula", w.terms().formula().id());
        ObjectNode terms = window.putObject("terms");
        for (int i = 0; i < w.terms().size(); i++) {
          terms.put(w.terms().name(i), w.terms().value(i));
        }
        window.set("blend", blend(w.blend()));
        window.put("factor", w.factor()).put("tested", w.tested());
      }
    }
    return out;
  }

  private static ObjectNode blend(Blend b) {
    ObjectNode out = Json.object();
    out.put("score", b.score()).put("n", b.n()).put("stratum", b.stratum());
    out.put("all_n", b.allN()).put("all", b.all()).put("claim", b.claim()).put("most", b.most());
    out.put("surprise", b.surprise());
    return out;
  }

  private static ObjectNode decision(Decision d) {
    ObjectNode out = Json.object();
    if (d.by() != null) {
      out.put("by", d.by().id()).put("days", d.days());
    }
    out.put("since_day", d.since());
    out.put("score", d.score()).put("shift", d.shift());
    out.set("tested", blend(d.tested()));
    out.put("part", d.part()).put("share", d.share());
    out.put("cost", d.cost()).put("left", d.left());
    return out;
  }

  /**
   * What a line says.
   *
   * @throws IllegalArgumentException when it is not as {@link #line} writes it
   */
  public static Dossier read(JsonNode line) {
    List<Share> shares = new ArrayList<>();
    for (JsonNode family : line.path("families")) {
      shares.add(readShare(family));
    }
    List<Dossier.Note> history = new ArrayList<>();
    for (JsonNode note : line.path("history")) {
      history.add(
          new Dossier.Note(
              (int) number(note, "revision"),
              (long) number(note, "time"),
              new Change(
                  Change.Kind.valueOf(text(note, "change").toUpperCase(Locale.ROOT)),
                  note.path("reason").asString("")),
              number(note, "score"),
              number(note, "p_day")));
    }
    Account account = new Account(text(line, "stratum"), shares, readBlend(line.path("day")));
    JsonNode decision = line.path("decision");
    return new Dossier(account, decision.isMissingNode() ? null : readDecision(decision), history);
  }

  private static Share readShare(JsonNode in) {
    Family family = Family.valueOf(text(in, "family").toUpperCase(Locale.ROOT));
    Clue clue = null;
    if (in.has("signal")) {
      clue =
          new Clue(
              text(in, "signal"),
              text(in, "label"),
              text(in, "parameter"),
              in.path("observed").asString(""),
              in.path("expected").asString(""),
              in.path("sentence").asString(""),
              List.of(),
              (long) number(in, "count"));
      if (in.has("window")) {
        clue = clue.with(readWorking(in.path("window")));
      }
    }
    return new Share(family, readBlend(in.path("day")), clue, in.path("carried").asBoolean(false));
  }

  private static Working readWorking(JsonNode in) {
    List<String> names = new ArrayList<>(in.path("terms").propertyNames());
    double[] values = new double[names.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(in.path("terms"), names.get(i));
    }
    return new Working(
        (long) number(in, "time"),
        in.path("early").asBoolean(false),
        text(in, "stratum"),
        Terms.of(Formula.valueOf(text(in, "formula").toUpperCase(Locale.ROOT)), names, values),
        readBlend(in.path("blend")),
        number(in, "factor"),
        (int) number(in, "tested"));
  }

  private static Blend readBlend(JsonNode in) {
    return new Blend(
        number(in, "score"),
        (long) number(in, "n"),
        number(in, "stratum"),
        (long) number(in, "all_n"),
        number(in, "all"),
        number(in, "claim"),
        number(in, "most"));
  }

  private static Decision readDecision(JsonNode in) {
    return new Decision(
        in.has("by") ? Family.valueOf(text(in, "by").toUpperCase(Locale.ROOT)) : null,
        in.has("by") ? (int) number(in, "days") : 0,
        (long) number(in, "since_day"),
        number(in, "score"),
        number(in, "shift"),
        readBlend(in.path("tested")),
        number(in, "part"),
        number(in, "share"),
        number(in, "cost"),
        number(in, "left"));
  }

  private static double number(JsonNode in, String key) {
    JsonNode value = in.path(key);
    if (!value.isNumber()) {
      throw new IllegalArgumentException("no number \"" + key + "\"");
    }
    return value.doubleValue();
  }

  private static String text(JsonNode in, String key) {
    JsonNode value = in.path(key);
    if (!value.isString()) {
      throw new IllegalArgumentException("no text \"" + key + "\"");
    }
    return value.stringValue();
  }
}
