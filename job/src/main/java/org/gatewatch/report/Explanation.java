package org.gatewatch.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.gatewatch.detect.Clue;
import org.gatewatch.detect.Family;
import org.gatewatch.detect.Working;
import org.gatewatch.judge.Account;
import org.gatewatch.judge.Decision;
import org.gatewatch.judge.Dossier;
import org.gatewatch.judge.Share;
import org.gatewatch.stat.Blend;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The arithmetic behind a finding, for a terminal: everything is computed again from what was
 * recorded, and compared with the numbers that were written.
 */
public final class Explanation {
  private static final int LABEL = 14;

  private final Paragraphs out = new Paragraphs(LABEL);
  private final List<String> wrong = new ArrayList<>();

  private Explanation() {}

  /**
   * Explains a finding.
   *
   * @param alert its line of {@code alerts.jsonl}
   * @param evidence its line of {@code evidence.jsonl.zst}; null for a rule
   * @param precedent what {@code windows.jsonl.zst} holds
   * @throws IllegalArgumentException when the evidence is not as it is written
   */
  public static Explanation of(JsonNode alert, @Nullable JsonNode evidence, Precedent precedent) {
    Explanation e = new Explanation();
    e.head(alert);
    if (evidence == null) {
      e.rule(alert);
    } else {
      Dossier dossier = EvidenceJson.read(evidence);
      e.statistics(alert, evidence, dossier, precedent);
    }
    e.out.blank();
    e.out.line("do", alert.path("remediation").path("desc").asString(""));
    return e;
  }

  /** The text, with line ends. */
  public String text() {
    return out.text();
  }

  /** Numbers that do not come out as they were recorded; empty when all do. */
  public List<String> wrong() {
    return List.copyOf(wrong);
  }

  private void head(JsonNode alert) {
    JsonNode info = alert.path("finding_info");
    JsonNode own = alert.path("unmapped").path("gatewatch");
    out.heading(info.path("title").asString(""));
    out.line("finding", info.path("uid").asString(""));
    out.line(
        "state",
        alert.path("severity").asString("")
            + (alert.path("is_alert").asBoolean(false) ? ", alert" : ", not paged")
            + ", revision "
            + own.path("revision").asLong(0)
            + " ("
            + own.path("change").asString("")
            + "), confidence "
            + alert.path("confidence_score").asLong(0)
            + " of 100");
    out.line(
        "events",
        Numbers.count(info.path("related_events_count").asDouble(0))
            + ", those cited from "
            + time(info.path("first_seen_time").asLong(0))
            + " to "
            + time(info.path("last_seen_time").asLong(0)));
  }

  private void rule(JsonNode alert) {
    out.blank();
    JsonNode analytic = alert.path("finding_info").path("analytic");
    out.line("rule", analytic.path("uid").asString("") + ": " + analytic.path("name").asString(""));
    out.line("fact", alert.path("finding_info").path("desc").asString(""));
    out.line("change", alert.path("status_detail").asString(""));
    out.line("arithmetic", "none: a declared fact was broken, which needs no history");
  }

  private void statistics(JsonNode alert, JsonNode line, Dossier dossier, Precedent precedent) {
    Account account = dossier.account();
    List<Share> shares = new ArrayList<>(account.shares());
    shares.sort(Comparator.comparingDouble((Share s) -> -s.contribution()));
    for (Share share : shares) {
      int at = account.shares().indexOf(share);
      share(share, line.path("families").path(at));
    }
    score(line, account, shares, dossier);
    Decision decision = dossier.decision();
    if (decision != null) {
      decision(decision);
    } else {
      boolean below = account.sum() < line.path("threshold").asDouble(0);
      out.line(
          "not paged",
          "listed in the digest: "
              + (below ? "its score is below the threshold" : "the budget was spent"));
    }
    others(alert, shares);
    out.blank();
    out.line("precedent", precedent.text());
    out.line("normal", alert.path("unmapped").path("gatewatch").path("normal").asString(""));
    history(dossier.history());
  }

  private void share(Share share, JsonNode recorded) {
    String family = share.family().id();
    out.blank();
    out.heading(family + ": " + Numbers.number(share.contribution()) + " of the score");
    Clue clue = share.clue();
    if (clue == null) {
      out.line("observed", "its surprise was too small to be put into words");
    } else {
      out.line("observed", clue.observed() + " (" + clue.parameter() + ")");
      out.line("expected", clue.expected());
      out.line("why", clue.sentence());
      Working working = clue.working();
      if (working != null) {
        working(family, working, recorded.path("window"));
        if (!share.carried()) {
          same(family + ", its window's surprise", working.surprise(), share.day().score());
        }
      }
    }
    if (share.carried()) {
      out.line("its day", "p " + p(share.day()) + ", as an earlier revision told it");
    } else {
      out.line("its day", calibrated(share.day(), "credential-days"));
    }
    same(family + ", p of the day", share.day().surprise(), recorded.path("day").path("surprise"));
    out.line(
        "contribution",
        Numbers.number(share.family().weight())
            + " x -2 ln("
            + p(share.day())
            + "/0.05) = "
            + Numbers.number(share.contribution()));
    same(family + ", contribution", share.contribution(), recorded.path("contribution"));
  }

  private void working(String family, Working w, JsonNode recorded) {
    out.line(
        "when",
        time(w.time()) + (w.early() ? ", the hour so far" : "") + "; compared with " + w.stratum());
    out.line("formula", w.terms().text());
    double raw = w.terms().surprise();
    out.line("raw p", Numbers.p(StrictMath.exp(-raw)) + " by the formula");
    same(family + ", raw surprise", raw, w.blend().score());
    out.line("calibrated", calibrated(w.blend(), "windows"));
    same(
        family + ", calibrated surprise",
        w.blend().surprise(),
        recorded.path("blend").path("surprise"));
    out.line(
        "its window",
        "p "
            + Numbers.p(StrictMath.exp(-w.surprise()))
            + ": -ln p is divided by "
            + Numbers.number(w.factor())
            + " (by how much everyone's surprises of the time were too large), and p multiplied by "
            + w.tested()
            + " (signals of the family that were tested)");
  }

  /** What of a p comes from which history. */
  private static String calibrated(Blend b, String unit) {
    boolean capped = b.surprise() >= b.most();
    return "p "
        + p(b)
        + ": "
        + Numbers.percent(b.ownShare())
        + " by "
        + Numbers.count((double) b.n())
        + " "
        + unit
        + " of its kind (p "
        + Numbers.p(StrictMath.exp(-b.stratum()))
        + "), "
        + Numbers.percent(b.allShare())
        + " by all "
        + Numbers.count((double) b.allN())
        + " (p "
        + Numbers.p(StrictMath.exp(-b.all()))
        + "), "
        + Numbers.percent(b.claimShare())
        + " by the claim of the number itself (p "
        + Numbers.p(StrictMath.exp(-b.claim()))
        + ")"
        + (capped ? "; held at what the claim allows" : "");
  }

  private void score(JsonNode line, Account account, List<Share> shares, Dossier dossier) {
    double score = line.path("score").asDouble(0);
    out.blank();
    StringBuilder sum = new StringBuilder();
    for (Share share : shares) {
      sum.append(sum.length() == 0 ? "" : " + ").append(Numbers.number(share.contribution()));
    }
    out.line(
        "score",
        sum
            + " = "
            + Numbers.number(account.sum())
            + "; threshold "
            + Numbers.number(line.path("threshold").asDouble(0)));
    same("the sum of the contributions", account.sum(), score);
    same("the score that was calibrated", account.score().score(), score);
    Blend day = account.score();
    out.line("p of the day", calibrated(day, "credential-days"));
    out.line("", "its kind is " + account.stratum());
    same("p of the day", day.surprise(), line.path("day").path("surprise"));
    boolean first = dossier.history().size() <= 1;
    Decision decision = dossier.decision();
    double told = -StrictMath.log(line.path("p_day").asDouble(1));
    if (decision != null && decision.by() != null) {
      out.line(
          "", "the finding's p_day " + Numbers.p(StrictMath.exp(-told)) + " is the e-detector's");
    } else if (first) {
      same("p_day", day.surprise(), told);
    }
  }

  private void decision(Decision d) {
    Family by = d.by();
    boolean cycle = by != null;
    out.line(
        "paged",
        (by != null
                ? "by the e-detector of "
                    + by.id()
                    + ", ln M "
                    + Numbers.number(d.score())
                    + " after "
                    + d.days()
                    + " active days"
                : "by the score " + Numbers.number(d.score()) + " as of its first revision")
            + ", less "
            + Numbers.number(d.shift())
            + " by the controller: "
            + calibrated(d.tested(), cycle ? "cycles" : "credential-days")
            + "; of the budget's "
            + Numbers.p(d.share())
            + " of all days this lane has "
            + Numbers.percent(StrictMath.exp(-d.part()))
            + ", so p/"
            + Numbers.number(StrictMath.exp(-d.part()))
            + " = "
            + Numbers.p(StrictMath.exp(-d.surprise()))
            + (d.surprise() >= d.needed() ? " <= " : " > ")
            + Numbers.p(d.share()));
    out.line(
        "budget",
        "it cost "
            + Numbers.number(d.cost())
            + " of an alert; "
            + Numbers.number(d.left())
            + " were left");
    if (d.surprise() < d.needed() - 1e-9) {
      wrong.add("the decision: p above the budget's share, yet it paged");
    }
    double cost = Math.min(1, StrictMath.exp(-d.surprise()) / d.share());
    same("its cost", cost, d.cost());
  }

  /** Families that the finding tells of from other days than that of its score. */
  private void others(JsonNode alert, List<Share> shares) {
    for (JsonNode m : alert.path("unmapped").path("gatewatch").path("measures")) {
      String family = m.path("family").asString("");
      if (shares.stream().noneMatch(s -> s.family().id().equals(family))) {
        out.line(
            "also",
            family + " p " + Numbers.p(m.path("p").asDouble(1)) + ", on a day that scored less");
      }
    }
  }

  private void history(List<Dossier.Note> history) {
    for (Dossier.Note note : history) {
      String reason = note.change().reason();
      out.line(
          note.equals(history.get(0)) ? "revisions" : "",
          note.revision()
              + "  "
              + time(note.time())
              + "  score "
              + Numbers.number(note.score())
              + "  p_day "
              + Numbers.p(note.p())
              + "  "
              + (reason.isEmpty() ? note.change().kind().name().toLowerCase(Locale.ROOT) : reason));
    }
  }

  private void same(String what, double computed, JsonNode recorded) {
    same(what, computed, recorded.asDouble(Double.NaN));
  }

  /** Scores are kept as floats, surprises on a grid of 2^-20. */
  private void same(String what, double computed, double recorded) {
    double slack = 2e-6 + 1e-6 * Math.abs(recorded);
    if (!(Math.abs(computed - recorded) <= slack)) {
      wrong.add(what + ": recorded " + recorded + ", computed again " + computed);
    }
  }

  private static String p(Blend b) {
    return Numbers.p(StrictMath.exp(-b.surprise()));
  }

  private static String time(long ms) {
    String text = Instant.ofEpochMilli(Math.floorDiv(ms, 60_000L) * 60_000L).toString();
    return text.substring(0, text.length() - 4).replace('T', ' ') + " UTC";
  }
}
