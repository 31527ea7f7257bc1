package org.gatewatch.detect;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of the week in which a credential is declared to be used, such as {@code
 * Mon-Fri/08:00-19:00}, on the wall clock of its zone, summer time included.
 *
 * <p>A span is {@code [days/]HH:MM-HH:MM}; days are {@code Mon}, {@code Mon-Fri} or {@code
 * Mon,Wed}, all seven when left out. The end is not part of the span and may be {@code 24:00}. A
 * span whose end lies before its start runs past midnight and belongs to the day on which it
 * starts: {@code Fri/22:00-06:00} covers Saturday 05:59.
 */
public final class DeclaredHours implements Serializable {
  private static final long serialVersionUID = 1;

  /** How one span is written. */
  public static final String EXPECTED =
      "hours such as Mon-Fri/08:00-19:00 or 22:00-06:00 (days of three letters, HH:MM)";

  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern SPAN =
      Pattern.compile("(?:([A-Za-z,-]{1,60})/)?([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})");
  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;

  /** 1 January 1970 was a Thursday; minutes count from Monday. */
  private static final int EPOCH_MINUTE = 3 * DAY;

  private final ZoneId zone;
  private final BitSet minutes = new BitSet(WEEK);
  private transient ZoneRules rules;

  /**
   * @throws IllegalArgumentException when a span is not written as {@link #EXPECTED} says
   */
  public DeclaredHours(List<String> spans, ZoneId zone) {
    this.zone = zone;
    this.rules = zone.getRules();
    for (String span : spans) {
      add(span);
    }
  }

  /** Whether that instant, epoch ms, lies inside; to the minute. */
  public boolean contains(long epochMs) {
    long local = epochMs + rules.getOffset(Instant.ofEpochMilli(epochMs)).getTotalSeconds() * 1000L;
    long minute = Math.floorDiv(local, 60_000L) + EPOCH_MINUTE;
    return minutes.get((int) Math.floorMod(minute, (long) WEEK));
  }

  private void add(String span) {
    Matcher matcher = SPAN.matcher(span);
    if (!matcher.matches()) {
      throw wrong(span);
    }
    int from = minute(span, matcher.group(2), matcher.group(3));
    int to = minute(span, matcher.group(4), matcher.group(5));
    if (from == to || from == DAY) {
      throw wrong(span);
    }
    int length = to > from ? to - from : to + DAY - from;
    boolean[] days = days(span, matcher.group(1));
    for (int day = 0; day < 7; day++) {
      if (days[day]) {
        int start = day * DAY + from;
        minutes.set(start, Math.min(start + length, WEEK));
        minutes.set(0, Math.max(start + length - WEEK, 0));
      }
    }
  }

  private static boolean[] days(String span, @org.jspecify.annotations.Nullable String text) {
    boolean[] out = new boolean[7];
    if (text == null) {
      java.util.Arrays.fill(out, true);
      return out;
    }
    for (String part : text.toLowerCase(java.util.Locale.ROOT).split(",", -1)) {
      String[] ends = part.split("-", -1);
      int first = DAYS.indexOf(ends[0]);
      int last = DAYS.indexOf(ends[ends.length - 1]);
      if (ends.length > 2 || first < 0 || last < 0) {
        throw wrong(span);
      }
      for (int day = first; day != last; day = (day + 1) % 7) {
        out[day] = true;
      }
      out[last] = true;
    }
    return out;
  }

  private static int minute(String span, String hour, String minute) {
    int out = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
    if (Integer.parseInt(minute) > 59 || out > DAY) {
      throw wrong(span);
    }
    return out;
  }

  private static IllegalArgumentException wrong(String span) {
    return new IllegalArgumentException("expected " + EXPECTED + ": " + span);
  }

  private void readObject(java.io.ObjectInputStream in)
      throws java.io.IOException, ClassNotFoundException {
    in.defaultReadObject();
    rules = zone.getRules();
  }
}
