package org.gatewatch.detect;

import java.util.Locale;

/**
 * Signals that share a cause, counted once. The weights are triage values: what an analyst can do
 * with the surprise.
 */
public enum Family {
  /** Networks, autonomous systems, countries, principals. */
  IDENTITY(1.4),
  /** User agent and TLS fingerprint. */
  AGENT(1.2),
  /** Impossible hops, interleaved networks. */
  TRAVEL(0.4),
  /** Hour of week, dormancy. */
  TIMING(1.0),
  /** Requests in an active hour. */
  REQUESTS(0.8),
  /** Tokens and bytes. */
  TOKENS(0.9),
  /** New names, denied requests. */
  PROBING(1.2),
  /** Vendor records without a gateway record. */
  RECONCILIATION(1.5),
  /** Whole days against days at least a week old. */
  DRIFT(1.0);

  /** Number of families. */
  public static final int COUNT = values().length;

  private final double weight;
  private final String id;

  Family(double weight) {
    this.weight = weight;
    this.id = name().toLowerCase(Locale.ROOT);
  }

  public double weight() {
    return weight;
  }

  /** Its name in findings. */
  public String id() {
    return id;
  }
}
