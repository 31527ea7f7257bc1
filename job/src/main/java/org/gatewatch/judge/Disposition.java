package org.gatewatch.judge;

import java.io.Serializable;

/**
 * What people made of a finding.
 *
 * @param status what follows for it
 * @param source {@code malicious}, {@code benign} or {@code expected} for a verdict, {@code
 *     suppression} otherwise
 * @param id uid of the finding that the verdict was given on, or id of the suppression
 * @param by who decided
 * @param reason why
 */
public record Disposition(Status status, String source, String id, String by, String reason)
    implements Serializable {
  /** {@link #source} of a suppression. */
  public static final String SUPPRESSION = "suppression";

  /** What follows for the finding. */
  public enum Status {
    /** An attack; stays open. */
    CONFIRMED,
    /** Decided upon; stays in the file, closed. */
    CLOSED,
    /** Does not page. */
    SUPPRESSED
  }

  static Disposition of(Status status, Verdict v) {
    return new Disposition(status, v.kind().text(), v.finding(), v.by(), v.reason());
  }

  static Disposition of(Suppression s) {
    return new Disposition(Status.SUPPRESSED, SUPPRESSION, s.id(), s.owner(), s.reason());
  }
}
