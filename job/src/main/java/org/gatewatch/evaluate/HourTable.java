package org.gatewatch.evaluate;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.gatewatch.event.Prefix;
import org.jspecify.annotations.Nullable;

/** What each credential did in each hour (UTC): all that simple detectors look at. */
public final class HourTable {
  /** Length of an hour, ms. */
  static final long HOUR = 3_600_000L;

  private final TreeMap<String, NavigableMap<Long, Hour>> rows = new TreeMap<>();

  /** First and last time of something, epoch ms. */
  static final class Span {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    void add(long time) {
      first = Math.min(first, time);
      last = Math.max(last, time);
    }
  }

  /** One credential's active hour. */
  static final class Hour {
    final long start;
    final Span span = new Span();
    final TreeMap<String, Span> networks = new TreeMap<>();
    final TreeMap<String, Span> systems = new TreeMap<>();
    long requests;
    long denied;
    long outputTokens;

    Hour(long start) {
      this.start = start;
    }

    int hourOfDay() {
      return (int) Math.floorMod(start / HOUR, 24L);
    }

    /** 0 for Monday. */
    int dayOfWeek() {
      return (int) Math.floorMod(Math.floorDiv(start, ActiveDays.DAY) + 3, 7L);
    }
  }

  /** Takes an event in; in any order. Credentials without a name are left out. */
  public void add(AccessEvent e) {
    if (Keys.isAnonymous(e.key())) {
      return;
    }
    long start = Math.floorDiv(e.eventTime(), HOUR) * HOUR;
    Hour hour =
        rows.computeIfAbsent(e.key(), k -> new TreeMap<>()).computeIfAbsent(start, Hour::new);
    hour.span.add(e.eventTime());
    hour.requests++;
    hour.denied += e.denied() ? 1 : 0;
    hour.outputTokens += e.number(Field.OUTPUT_TOKENS, 0);
    String address = e.sourceIp();
    note(hour.networks, address == null ? null : Prefix.of(address, 24, 64), e);
    long asn = e.number(Field.ASN, -1);
    note(hour.systems, asn < 0 ? null : "AS" + asn, e);
  }

  private static void note(Map<String, Span> values, @Nullable String value, AccessEvent e) {
    if (value != null) {
      values.computeIfAbsent(value, v -> new Span()).add(e.eventTime());
    }
  }

  /** Hours by credential, each in order of time. */
  NavigableMap<String, NavigableMap<Long, Hour>> rows() {
    return rows;
  }
}
