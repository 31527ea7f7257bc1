package org.gatewatch.judge;

import java.io.Serializable;
import java.util.List;

/**
 * What an analyst decided about a finding.
 *
 * @param finding uid of the finding
 * @param credential the credential it is about
 * @param lane of the finding
 * @param analytic id of the rule, or {@code behaviour}
 * @param kind the decision
 * @param from start of the span it holds for, epoch ms: the first event cited
 * @param to end of that span, epoch ms, inclusive: the last event cited
 * @param evidence what the finding stood on, strongest first; empty for a rule
 * @param by who decided
 * @param reason why
 */
public record Verdict(
    String finding,
    String credential,
    Finding.Lane lane,
    String analytic,
    Kind kind,
    long from,
    long to,
    List<Observed> evidence,
    String by,
    String reason)
    implements Serializable {

  /** What was decided. */
  public enum Kind {
    /** A false alert: learned from as if nothing had been raised. */
    BENIGN,
    /** An attack: nothing is learned from its span. */
    MALICIOUS,
    /** Known and agreed, from now on: adopted at once. */
    EXPECTED;

    /** As it is written. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One piece of evidence.
   *
   * @param signal the signal's id
   * @param observed the value it saw, as the finding tells it
   */
  public record Observed(String signal, String observed) implements Serializable {}

  /** How much more than the agreed value is still the agreed change. */
  private static final double MORE = 1.5;

  /** Evidence above this p may be new without making a finding new. */
  private static final double WEAK = 0.01;

  public Verdict {
    evidence = List.copyOf(evidence);
    if (to < from) {
      throw new IllegalArgumentException("a span that ends before it starts: " + from + " " + to);
    }
  }

  /** Whether any moment from {@code start} to before {@code end} (epoch ms) lies in the span. */
  boolean overlaps(long start, long end) {
    return start <= to && end > from;
  }

  /**
   * Whether it is about that finding: the same uid, or the same evidence found at the same time.
   * What was found to be no attack holds for what was looked at: a finding that has gone on since
   * is open again.
   */
  boolean isAbout(Finding f) {
    return (finding.equals(f.uid()) || (isAlike(f) && overlaps(f.firstSeen(), f.lastSeen() + 1)))
        && (kind == Kind.MALICIOUS || f.lastSeen() <= to);
  }

  /**
   * Whether a later finding tells only what was agreed: led by the same signal with the same value
   * (a number may be half as large again), and nothing else in it is strong and new.
   */
  boolean agreed(Finding f) {
    if (kind != Kind.EXPECTED || !isAlike(f) || f.firstSeen() < from) {
      return false;
    }
    boolean leads = true;
    for (Measure m : f.measures()) {
      if (!known(m) && (leads || m.p() <= WEAK)) {
        return false;
      }
      leads = false;
    }
    return f.measures().isEmpty() == evidence.isEmpty();
  }

  private boolean isAlike(Finding f) {
    return credential.equals(f.credential()) && lane == f.lane() && analytic.equals(f.analyticId());
  }

  private boolean known(Measure m) {
    for (Observed e : evidence) {
      if (e.signal().equals(m.signal())) {
        double agreed = number(e.observed());
        return e.observed().equals(m.observed()) || number(m.observed()) <= agreed * MORE;
      }
    }
    return false;
  }

  /** The number that a text is, NaN for any other: 1,234.5. */
  private static double number(String text) {
    String digits = text.replace(",", "");
    return digits.matches("[0-9]{1,15}(\\.[0-9]{1,6})?") ? Double.parseDouble(digits) : Double.NaN;
  }
}
