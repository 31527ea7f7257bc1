package org.gatewatch.evaluate;

/**
 * Something a simple detector would alert on if its threshold were low enough.
 *
 * @param score the higher, the stranger
 */
public record Candidate(double score, Alert alert) {
  static Candidate of(
      String credential, double score, long time, HourTable.Span evidence, String what) {
    return new Candidate(
        score,
        new Alert(
            credential + "@" + evidence.first + what,
            credential,
            Alert.Lane.STATISTICS,
            true,
            time,
            evidence.first,
            evidence.last));
  }
}
