package org.gatewatch.detect;

/** Who else uses a value. */
public interface Vouching {
  /**
   * Other credentials that used the value within 90 days, 0 to 5.
   *
   * @param kind {@code net}, {@code as}, {@code ua}, {@code tls}, {@code who}, {@code region},
   *     {@code node} or {@code name}
   */
  int others(String kind, String value, String credential);
}
