package org.gatewatch.report;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Times as OCSF readers take them. Below {@link #FIRST} a number of milliseconds is read as
 * seconds, above {@link #LAST} as microseconds: such a time is moved to the end of the range, and
 * the true one is kept apart.
 */
final class OcsfTime {
  /** 1973-03-03T09:46:40Z, ms: the first that is not taken for seconds. */
  static final long FIRST = 100_000_000_000L;

  /** 9999-12-31T23:59:59.999Z, ms. */
  static final long LAST = 253_402_300_799_999L;

  private final Map<String, Long> moved = new TreeMap<>();

  void put(ObjectNode to, String key, long time) {
    long held = Math.max(FIRST, Math.min(LAST, time));
    to.put(key, held);
    if (held != time) {
      moved.put(key, time);
    }
  }

  /** The true values of the times that were moved, by key; empty when none was. */
  ObjectNode moved() {
    ObjectNode out = Json.object();
    moved.forEach((key, time) -> out.put(key, time.longValue()));
    return out;
  }
}
