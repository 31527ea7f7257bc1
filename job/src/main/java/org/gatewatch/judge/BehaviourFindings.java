package org.gatewatch.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.gatewatch.baseline.Cited;
import org.gatewatch.detect.Clue;
import org.gatewatch.detect.Family;
import org.gatewatch.detect.Text;
import org.gatewatch.event.Credential;
import org.jspecify.annotations.Nullable;

/** Puts an episode of the behaviour lane into words. A pure function of the episode. */
final class BehaviourFindings {
  /** Families above this p say nothing. */
  static final double SILENT = 2.995732273553991; // -ln 0.05

  private static final double MEDIUM = 6.907755278982137; // -ln 1e-3
  private static final double HIGH = 9.210340371976182; // -ln 1e-4
  private static final double CORROBORATES = 4.605170185988091; // -ln 0.01
  private static final double MILLION = 13.815510557964274; // ln 1e6
  private static final int MOST_CITED = 20;

  private BehaviourFindings() {}

  /** What a family adds to the score, given its calibrated surprise. */
  static double contribution(int family, double surprise) {
    return Family.values()[family].weight() * 2 * Math.max(0, surprise - SILENT);
  }

  /**
   * Medium at p_day 1e-3, high at 1e-4, else low; one level up with a second family below 0.01, but
   * never critical: that takes a rule.
   */
  static Severity severity(double surprise, float[] families) {
    Severity s =
        surprise >= HIGH ? Severity.HIGH : surprise >= MEDIUM ? Severity.MEDIUM : Severity.LOW;
    int strong = 0;
    for (float v : families) {
      strong += v >= CORROBORATES ? 1 : 0;
    }
    return strong >= 2 && s != Severity.HIGH ? s.up() : s;
  }

  static Finding finding(
      Episode e, CredentialRow row, Credential declared, boolean alert, Change change) {
    List<Integer> order = order(e);
    List<Measure> measures = new ArrayList<>();
    List<Cited> cited = new ArrayList<>();
    LinkedHashSet<String> types = new LinkedHashSet<>();
    LinkedHashSet<Technique> techniques = new LinkedHashSet<>();
    StringBuilder text = new StringBuilder();
    long count = 0;
    if (e.opening != null) {
      cited.add(e.opening);
    }
    for (int f : order) {
      Clue clue = e.clues[f];
      if (clue == null) {
        continue;
      }
      Family family = Family.values()[f];
      double p = StrictMath.exp(-e.surprises[f]);
      measures.add(
          new Measure(
              family.id(),
              clue.signal(),
              clue.parameter(),
              clue.observed(),
              clue.expected(),
              p,
              contribution(f, e.surprises[f]),
              clue.sentence()));
      text.append(family.id()).append(" p=").append(Text.p(p)).append(": ");
      text.append(clue.sentence()).append(' ');
      types.add(clue.label());
      techniques.addAll(techniques(family));
      for (Cited c : clue.cited()) {
        if (!cited.contains(c)) {
          cited.add(c);
        }
      }
      count = Math.max(count, clue.count());
    }
    cited.sort(
        Comparator.comparingLong(Cited::time)
            .thenComparing(Cited::source)
            .thenComparing(c -> String.valueOf(c.requestId())));
    while (cited.size() > MOST_CITED) {
      cited.remove(cited.size() - 2);
    }
    text.append("Score ").append(Text.number(e.score));
    text.append(alert && e.score > e.threshold ? " > " : ", threshold ")
        .append(Text.number(e.threshold));
    text.append("; expected ");
    text.append(
        e.surprise > MILLION
            ? "less than 1 such day per 1,000,000"
            : "1 such day per " + Text.whole(StrictMath.exp(e.surprise)));
    text.append(" credential-days. ");
    if (e.logM > 0) {
      text.append("What adds up over ")
          .append(Text.count(e.cycleDays, "active day", "active days"))
          .append(" of ")
          .append(Family.values()[e.cycleFamily].id())
          .append(" raised it: evidence e^")
          .append(Text.number(e.logM))
          .append(". ");
    }
    if (e.decision != null) {
      text.append(Text.whole(100 * ownShare(e.decision)))
          .append(" % of this p rests on this log, the rest on shipped priors. ");
    }
    String normal = normal(e);
    text.append(normal);
    String title =
        (types.isEmpty() ? "unusual use" : String.join(", ", types).replace('_', ' '))
            + ": "
            + row.id();
    return new Finding(
        e.uid,
        e.revision,
        Finding.Lane.BEHAVIOUR,
        change.kind().activity(),
        row.id(),
        declared,
        "behaviour",
        "Use unlike the credential's own history",
        alert,
        e.time,
        e.modified,
        cited.isEmpty() ? e.time : cited.get(0).time(),
        cited.isEmpty() ? e.time : cited.get(cited.size() - 1).time(),
        severity(e.surprise, e.surprises),
        confidence(e),
        Character.toUpperCase(title.charAt(0)) + title.substring(1),
        text.toString().strip(),
        List.copyOf(types),
        List.copyOf(techniques),
        measures,
        cited,
        Math.max(count, cited.size()),
        normal,
        remediation(e),
        StrictMath.exp(-e.surprise),
        e.score,
        e.threshold,
        change,
        /* disposition= */ null,
        e.account == null ? null : new Dossier(e.account, e.decision, e.history));
  }

  /** Families that speak, by falling contribution. */
  private static List<Integer> order(Episode e) {
    List<Integer> order = new ArrayList<>();
    for (int f = 0; f < Family.COUNT; f++) {
      if (e.clues[f] != null && e.surprises[f] > SILENT) {
        order.add(f);
      }
    }
    order.sort(
        Comparator.comparingDouble((Integer f) -> -contribution(f, e.surprises[f]))
            .thenComparing(f -> f));
    return order;
  }

  /** The event that opens the episode: the first of its strongest family. */
  static @Nullable Cited opening(Episode e) {
    for (int f : order(e)) {
      Clue clue = e.clues[f];
      if (clue != null && !clue.cited().isEmpty()) {
        return clue.cited().get(0);
      }
    }
    return null;
  }

  private static String normal(Episode e) {
    List<String> usual = new ArrayList<>();
    for (Family family :
        List.of(Family.IDENTITY, Family.AGENT, Family.TIMING, Family.REQUESTS, Family.TOKENS)) {
      if (e.surprises[family.ordinal()] <= SILENT) {
        usual.add(
            switch (family) {
              case IDENTITY -> "networks";
              case AGENT -> "client";
              case TIMING -> "hours";
              case REQUESTS -> "request volume";
              default -> "token volume";
            });
      }
    }
    return usual.isEmpty() ? "" : "Normal for it: " + String.join(", ", usual) + ".";
  }

  /**
   * 90 for a long own history down to 40 for one that is mostly its peers', and by up to a third
   * less where calibration rests on shipped priors.
   */
  private static int confidence(Episode e) {
    double own = 40 + 50 * e.ownWindows / (e.ownWindows + 30.0);
    double share = e.decision == null ? 1 : ownShare(e.decision);
    return (int) Math.round(own * (2 + share) / 3);
  }

  /** How much of the last calibration is this log's own history, 0 to 1. */
  private static double ownShare(Decision d) {
    return 1 - d.tested().claimShare();
  }

  private static List<Technique> techniques(Family family) {
    return switch (family) {
      case IDENTITY, AGENT, TRAVEL ->
          List.of(
              Techniques.CLOUD_ACCOUNTS, Techniques.ACCESS_TOKEN, Techniques.ATLAS_VALID_ACCOUNTS);
      case TIMING, RECONCILIATION ->
          List.of(Techniques.VALID_ACCOUNTS, Techniques.ATLAS_VALID_ACCOUNTS);
      case REQUESTS, TOKENS, DRIFT ->
          List.of(
              Techniques.AUTOMATED_COLLECTION,
              Techniques.AUTOMATED_EXFILTRATION,
              Techniques.ATLAS_EXFILTRATION);
      case PROBING -> List.of(Techniques.SERVICE_DISCOVERY, Techniques.ATLAS_MODEL_FAMILY);
    };
  }

  private static String remediation(Episode e) {
    boolean who =
        e.surprises[Family.IDENTITY.ordinal()] > SILENT
            || e.surprises[Family.AGENT.ordinal()] > SILENT;
    return who
        ? "Ask the owner whether the new network or client is theirs. If not, revoke the"
            + " credential, issue a new one, and search for the same network and client elsewhere."
        : "Ask the owner whether this use is planned. If not, suspend the credential, then review"
            + " what it asked for and got.";
  }
}
