package org.gatewatch.report;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The nearest benign precedent of a finding: of the earlier days that raised nothing, the one with
 * the highest score, if possible of the same credential, if possible where the same family spoke.
 */
public final class Precedent {
  private final String credential;
  private final String group;
  private final String family;
  private final String before;
  private @Nullable JsonNode best;
  private int bestRank;

  /**
   * @param credential of the finding
   * @param group its peer group; empty when unknown
   * @param family the finding's strongest; empty when none
   * @param before the finding's first day, such as {@code 2026-03-01}
   */
  public Precedent(String credential, String group, String family, String before) {
    this.credential = credential;
    this.group = group;
    this.family = family;
    this.before = before;
  }

  /** Takes in a line of {@code windows.jsonl.zst}. */
  public void add(JsonNode day) {
    int rank = rank(day);
    if (rank == 0) {
      return;
    }
    double score = day.path("score").asDouble(0);
    boolean nearer =
        rank > bestRank
            || (rank == bestRank
                && score >= Objects.requireNonNull(best).path("score").asDouble(0));
    if (nearer) {
      best = day;
      bestRank = rank;
    }
  }

  private int rank(JsonNode day) {
    boolean own = day.path("credential").asString("").equals(credential);
    boolean quiet = day.path("outcome").asString("").equals("quiet");
    if (!quiet
        || day.path("day").asString("").compareTo(before) >= 0
        || day.path("score").asDouble(0) <= 0
        || !(own || day.path("group").asString("").equals(group))) {
      return 0;
    }
    boolean same = day.path("p").path(family).asDouble(1) < 0.05;
    return same ? (own ? 4 : 3) : own ? 2 : 1;
  }

  /** In words, one line. */
  String text() {
    if (best == null) {
      return "none: no earlier day of it or its peers that raised nothing scored above 0";
    }
    String who = best.path("credential").asString("");
    double p = best.path("p").path(family).asDouble(1);
    return best.path("day").asString("")
        + (who.equals(credential) ? ", the same credential" : ", its peer " + who)
        + ": score "
        + Numbers.number(best.path("score").asDouble(0))
        + ", p_day "
        + Numbers.p(best.path("p_day").asDouble(1))
        + (p < 1 ? ", " + family + " p " + Numbers.p(p) : "")
        + "; nothing was raised";
  }
}
