package org.gatewatch.cases;

import java.util.List;
import java.util.TreeSet;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Measure;
import org.gatewatch.judge.Severity;

/** How sure a case may sound, and why its times are no surer than they are. */
final class Doubt {
  /** OCSF's low confidence ends below this. */
  private static final int LOW = 34;

  /** A family that would have made a finding of medium severity by itself, as a chance per day. */
  private static final double STRONG = 1e-3;

  private Doubt() {}

  /**
   * Whether all of a case is one statistical alert that is of medium or low severity, or of low
   * confidence: without a rule, and without two families of signals that are each strong alone.
   * Such a case may well be its owner's doing.
   */
  static boolean isWeak(List<Part> parts) {
    int alerts = 0;
    boolean sure = false;
    TreeSet<String> strong = new TreeSet<>();
    for (Part p : parts) {
      for (Finding f : p.findings()) {
        if (f.lane() == Finding.Lane.RULE) {
          return false;
        }
        alerts += f.alert() ? 1 : 0;
        sure |= f.alert() && f.severity().compareTo(Severity.MEDIUM) > 0 && f.confidence() >= LOW;
        for (Measure m : f.measures()) {
          if (m.p() < STRONG) {
            strong.add(m.family());
          }
        }
      }
    }
    return alerts == 1 && !sure && strong.size() < 2;
  }

  /** What a weak case says happened. */
  static String headline(Part p) {
    String how =
        switch (p.way) {
          case VOID -> "after its end";
          case IDENTITY -> "from somewhere new";
          case NAMES -> "who tried names new to it";
          case CLIMB -> "more and more";
          case EXCESS -> "far beyond its usual volume";
          case CITED -> "in an unusual way";
        };
    return "A credential may have been used by somebody else, " + how;
  }

  /** Why a part cannot have begun before its earliest time, or how little that is known. */
  static String earliest(Part p) {
    if (p.notBefore >= p.first && p.way != Part.Way.EXCESS && p.way != Part.Way.CLIMB) {
      return "nothing earlier is known of it";
    }
    return switch (p.way) {
      case VOID ->
          p.notBefore == Suspect.voidFrom(p.declared)
              ? "when the credential ended"
              : "when it was first seen or last used rightly";
      case IDENTITY ->
          "which is just the last usual event before it: use that looks like the owner's cannot be"
              + " told from the owner's";
      case NAMES -> "which is just the last event before the first new name";
      case CLIMB -> "the first day that the fit of its days does not rule out";
      case EXCESS -> "the first hour that evidence does not rule out";
      case CITED -> "a day before the first event cited, as earlier ones were not told apart";
    };
  }

  /** Why a part must have begun by its latest time. */
  static String latest(Part p) {
    return switch (p.way) {
      case CLIMB -> "the last day that it does not rule out";
      case EXCESS -> "the end of the last hour that it does not rule out";
      default -> "the first event that an alert cites";
    };
  }
}
