package org.gatewatch.evaluate;

import java.util.Comparator;

/**
 * A finding as far as scoring needs it; times in epoch ms.
 *
 * @param alert true = it paged; false = digest
 * @param time event time of the decision
 * @param firstSeen first event it cites
 * @param lastSeen last event it cites; before firstSeen when it cites nothing
 */
public record Alert(
    String uid,
    String credential,
    Lane lane,
    boolean alert,
    long time,
    long firstSeen,
    long lastSeen) {

  static final Comparator<Alert> BY_TIME =
      Comparator.comparingLong(Alert::time).thenComparing(Alert::uid);

  /** What paid for it. */
  public enum Lane {
    RULE,
    STATISTICS
  }
}
