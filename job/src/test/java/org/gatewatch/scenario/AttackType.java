package org.gatewatch.scenario;

import java.util.Locale;

/** What an attacker does. */
enum AttackType {
  /** A contract is over, the key still works, and outsiders share it through the vendor's proxy. */
  LEFTOVER_CONTRACTOR,
  /** A stolen key, used from a foreign network with another client. */
  LEAKED_KEY_NEW_NETWORK,
  /** Names of endpoints and models are tried, from the usual place. */
  ENDPOINT_GUESS,
  /** A few hours at many times the usual number of requests. */
  VOLUME_BURST,
  /** Requests with many times the usual output. */
  TOKEN_JUMP,
  /** Used at night from the owner's own network. */
  OFF_HOURS;

  /** As it stands in attacks.jsonl. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
