package org.gatewatch.evaluate;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The denominator: on which UTC days (since 1970-01-01) which credentials had a log line.
 *
 * @param first first day with a gateway line
 * @param last last day with a gateway line
 * @param active days from first to last, by credential and day
 */
public record ActiveDays(
    long first, long last, NavigableMap<String, NavigableMap<Long, Long>> active) {
  /** Length of a day, ms. */
  static final long DAY = 86_400_000L;

  /** Collects rows of {@code activity.csv}. */
  static final class Builder {
    private final TreeMap<String, NavigableMap<Long, Long>> rows = new TreeMap<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    void add(String credential, long day, long gatewayLines) {
      rows.computeIfAbsent(credential, c -> new TreeMap<>()).put(day, gatewayLines);
      if (gatewayLines > 0) {
        first = Math.min(first, day);
        last = Math.max(last, day);
      }
    }

    /** Days outside the gateway's log are no part of it: nothing could be judged there. */
    ActiveDays build() {
      for (Map.Entry<String, NavigableMap<Long, Long>> e : rows.entrySet()) {
        e.getValue().keySet().removeIf(day -> day < first || day > last);
      }
      rows.values().removeIf(Map::isEmpty);
      return first > last ? new ActiveDays(0, -1, rows) : new ActiveDays(first, last, rows);
    }
  }

  /** Days of the log. */
  long days() {
    return last - first + 1;
  }

  /** Active credential-days from a day on. */
  long credentialDays(long fromDay) {
    return active.values().stream().mapToLong(days -> days.tailMap(fromDay, true).size()).sum();
  }
}
