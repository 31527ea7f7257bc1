package org.gatewatch.cases;

import java.util.Locale;

/** What of an identity two credentials may share, and how much it says when it is rare. */
enum Kind {
  NETWORK(1),
  FINGERPRINT(0.4),
  AGENT(0.3);

  /** Evidence that one hand holds both; 1 is enough. */
  final double weight;

  Kind(double weight) {
    this.weight = weight;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
