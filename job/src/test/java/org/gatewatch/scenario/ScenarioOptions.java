package org.gatewatch.scenario;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * Everything a scenario depends on.
 *
 * @param credentials how many credentials are in use; keys that were rotated out come on top
 * @param days length of the logs from {@link #START}; at least 24
 * @param attacks how many of each type
 * @param lifelike whether members have {@link Quirks}
 */
record ScenarioOptions(
    long seed, int credentials, int days, Map<AttackType, Integer> attacks, boolean lifelike) {
  /** A Monday, 00:00 UTC. No clock changes in the weeks that follow. */
  static final Instant START = Instant.parse("2026-05-04T00:00:00Z");

  static final long HOUR_MS = 3_600_000L;
  static final long DAY_MS = 24 * HOUR_MS;

  /** Launch of the restricted model: a Thursday, day 17, 16:00 UTC. */
  static final long LAUNCH_MS = START.toEpochMilli() + 17 * DAY_MS + 16 * HOUR_MS;

  ScenarioOptions {
    if (days < 24) {
      throw new IllegalArgumentException("days must be at least 24: " + days);
    }
    if (credentials < 20 || credentials > 2000) {
      throw new IllegalArgumentException("credentials must be 20..2000: " + credentials);
    }
    attacks = Map.copyOf(attacks);
  }

  /** A tidy scenario. */
  ScenarioOptions(long seed, int credentials, int days, Map<AttackType, Integer> attacks) {
    this(seed, credentials, days, attacks, false);
  }

  /** The incident of testdata/incident. */
  static ScenarioOptions incident() {
    return new ScenarioOptions(
        1,
        60,
        30,
        Map.of(
            AttackType.LEFTOVER_CONTRACTOR, 1,
            AttackType.ENDPOINT_GUESS, 1,
            AttackType.LEAKED_KEY_NEW_NETWORK, 1,
            AttackType.VOLUME_BURST, 1));
  }

  /** About 200,000 lines with three attacks of each type: what the evaluation runs on. */
  static ScenarioOptions evaluation(long seed) {
    Map<AttackType, Integer> attacks = new EnumMap<>(AttackType.class);
    for (AttackType type : AttackType.values()) {
      attacks.put(type, 3);
    }
    return new ScenarioOptions(seed, 140, 30, attacks);
  }

  /** About as large as an evaluation, without attacks, as untidy as life: what priors rest on. */
  static ScenarioOptions lifelike(long seed) {
    return new ScenarioOptions(seed, 140, 30, Map.of(), true);
  }

  /** The same traffic without an attack. */
  ScenarioOptions withoutAttacks() {
    return new ScenarioOptions(seed, credentials, days, Map.of(), lifelike);
  }

  static long day(double number) {
    return START.toEpochMilli() + (long) (number * DAY_MS);
  }

  long end() {
    return day(days);
  }
}
