package org.gatewatch.detect;

import java.time.Instant;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.jspecify.annotations.Nullable;

/** When a credential may be used, from the dates of its row; and times as a sentence shows them. */
final class Validity {
  private Validity() {}

  /** From {@code expires_at} on, unless before {@code grace_until}. */
  static boolean expired(Credential declared, long time) {
    return from(declared.expiresAt(), declared.graceUntil(), time);
  }

  /** From {@code revoked_at} on, unless before {@code grace_until}. */
  static boolean revoked(Credential declared, long time) {
    return from(declared.revokedAt(), declared.graceUntil(), time);
  }

  private static boolean from(@Nullable Long end, @Nullable Long grace, long time) {
    return end != null && time >= end && (grace == null || time >= grace);
  }

  /** {@code used 2026-03-26T20:02Z} or {@code refused 2026-03-26T20:02Z (401)}. */
  static String use(AccessEvent e) {
    if (e.succeeded()) {
      return "used " + minute(e.eventTime());
    }
    long status = e.number(org.gatewatch.event.Field.STATUS, -1);
    String outcome = e.text(org.gatewatch.event.Field.OUTCOME);
    String why = status >= 0 ? Long.toString(status) : outcome == null ? "unknown" : outcome;
    return (e.denied() ? "refused " : "tried ") + minute(e.eventTime()) + " (" + why + ")";
  }

  /** {@code 2026-03-26T20:02Z}; the seconds are cut. */
  static String minute(long time) {
    String text = Instant.ofEpochMilli(Math.floorDiv(time, 60_000L) * 60_000L).toString();
    return text.endsWith(":00Z") ? text.substring(0, text.length() - 4) + "Z" : text;
  }

  /** {@code 2026-02-25} for midnight UTC, otherwise to the minute. */
  static String date(long time) {
    String text = minute(time);
    return text.endsWith("T00:00Z") ? text.substring(0, text.length() - 7) : text;
  }
}
