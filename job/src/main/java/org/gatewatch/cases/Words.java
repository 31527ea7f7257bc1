package org.gatewatch.cases;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Numbers, times and lists as people read them. */
final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final long LAST = 253_402_300_799_999L;
  private static final int SHOWN = 3;

  private Words() {}

  /** To the minute, UTC. */
  static String time(long ms) {
    return TIME.format(Instant.ofEpochMilli(Math.max(0, Math.min(LAST, ms))));
  }

  static String number(double n) {
    return String.format(Locale.ROOT, "%,.0f", n);
  }

  static String count(long n, String what) {
    return number((double) n) + " " + what + (n == 1 ? "" : "s");
  }

  /** {@code a, b and c}; after three of them how many more there are. */
  static String list(Collection<String> values) {
    List<String> all = List.copyOf(values);
    if (all.size() > SHOWN + 1) {
      return String.join(", ", all.subList(0, SHOWN)) + " and " + (all.size() - SHOWN) + " more";
    }
    if (all.size() < 2) {
      return String.join("", all);
    }
    return String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.get(all.size() - 1);
  }

  /** A length of time in its two largest units. */
  static String duration(long ms) {
    long minutes = Math.max(0, ms) / 60_000;
    if (minutes < 120) {
      return minutes + " min";
    }
    long hours = minutes / 60;
    return hours < 72 ? hours + " h" : hours / 24 + " days";
  }
}
