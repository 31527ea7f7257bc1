package org.gatewatch.ingest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what was dropped, by name: at most 100 names, the rest together. */
final class UnknownKeys {
  private static final int MAX_NAMES = 100;
  private static final int MAX_LENGTH = 64;
  private static final String OTHER = "(other)";

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Redactor redactor;

  UnknownKeys(Redactor redactor) {
    this.redactor = redactor;
  }

  /** A key name as it stands in the log: it may be anything, even a secret. */
  void key(String raw) {
    // Only harmless names are stored as they came, so a hit needs no second look.
    if (counts.computeIfPresent(raw, (k, n) -> n + 1) == null) {
      count(redactor.shown(raw, MAX_LENGTH));
    }
  }

  /** A remark of our own about values that were dropped. */
  void note(String remark) {
    count(remark);
  }

  private void count(String name) {
    boolean room = counts.size() < MAX_NAMES || counts.containsKey(name);
    counts.merge(room ? name : OTHER, 1L, Long::sum);
  }

  Map<String, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }
}
