package org.gatewatch.cases;

import java.util.Locale;

/** What of an identity two credentials may share. */
enum Kind {
  NETWORK,
  FINGERPRINT,
  AGENT,
  /** The operator through whose network it came: its autonomous system. */
  EGRESS;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isPlace() {
    return this == NETWORK || this == EGRESS;
  }
}
