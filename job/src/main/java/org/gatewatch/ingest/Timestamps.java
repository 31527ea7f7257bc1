package org.gatewatch.ingest;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Times in text, to epoch milliseconds. Read by hand: java.time costs more than the whole line. */
final class Timestamps {
  /** Not a time. */
  static final long NONE = Long.MIN_VALUE;

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private Timestamps() {}

  /**
   * RFC 3339, read leniently: a space for the {@code T}, no seconds, a fraction of any length (cut
   * to milliseconds), {@code Z}, {@code UTC}, {@code +hh:mm}, {@code +hhmm} or {@code +hh}.
   *
   * @param zone of a time that names none; null = such a time is no time
   * @return epoch ms, or {@link #NONE}
   */
  static long iso(String s, @Nullable ZoneId zone) {
    int n = s.length();
    if (n < 16
        || s.charAt(4) != '-'
        || s.charAt(7) != '-'
        || s.charAt(13) != ':'
        || "Tt ".indexOf(s.charAt(10)) < 0) {
      return NONE;
    }
    int year = two(s, 0) * 100 + two(s, 2);
    int month = two(s, 5);
    int day = two(s, 8);
    int hour = two(s, 11);
    int minute = two(s, 14);
    int second = 0;
    int millis = 0;
    int i = 16;
    if (i < n && s.charAt(i) == ':') {
      if (n < 19) {
        return NONE;
      }
      second = two(s, 17);
      i = 19;
      if (i < n && (s.charAt(i) == '.' || s.charAt(i) == ',')) {
        int scale = 100;
        int digits = ++i;
        for (; i < n && isDigit(s.charAt(i)); i++) {
          millis += (s.charAt(i) - '0') * scale;
          scale /= 10;
        }
        if (i == digits) {
          return NONE;
        }
      }
    }
    if ((two(s, 0) | two(s, 2) | month | day | hour | minute | second) < 0
        || month < 1
        || month > 12
        || day < 1
        || day > daysIn(year, month)
        || hour > 23
        || minute > 59
        || second > 60) {
      return NONE;
    }
    if (second == 60) { // a leap second: the last instant before the next minute
      second = 59;
      millis = 999;
    }
    long local = local(year, month, day, hour, minute, second) + millis;
    if (i == n) {
      return zone == null ? NONE : atZone(local, zone);
    }
    return zoned(s, i, local);
  }

  /** Apache and NGINX: {@code dd/MMM/yyyy:HH:mm:ss +hhmm}. */
  static long clf(String s) {
    int n = s.length();
    if (n < 26 || s.charAt(2) != '/' || s.charAt(6) != '/' || s.charAt(11) != ':') {
      return NONE;
    }
    int month = MONTHS.indexOf(s.substring(3, 6));
    int day = two(s, 0);
    int year = two(s, 7) * 100 + two(s, 9);
    int hour = two(s, 12);
    int minute = two(s, 15);
    int second = two(s, 18);
    if (month < 0
        || month % 3 != 0
        || s.charAt(14) != ':'
        || s.charAt(17) != ':'
        || s.charAt(20) != ' '
        || (two(s, 7) | two(s, 9) | day | hour | minute | second) < 0
        || day < 1
        || day > daysIn(year, month / 3 + 1)
        || hour > 23
        || minute > 59
        || second > 60) {
      return NONE;
    }
    return zoned(s, 21, local(year, month / 3 + 1, day, hour, minute, Math.min(second, 59)));
  }

  /**
   * A number of units since 1970, in text.
   *
   * @param unit {@code s}, {@code ms}, {@code us}, {@code ns}; null = by its size
   */
  static long epoch(String s, @Nullable String unit) {
    BigDecimal value;
    if (s.length() > 40) {
      return NONE;
    }
    try {
      value = new BigDecimal(s);
    } catch (NumberFormatException e) {
      return NONE;
    }
    // The scale first: 1E2147483647 has one that no sum of ints holds.
    if (value.signum() < 0
        || Math.abs((long) value.scale()) > 40
        || value.precision() - value.scale() > 22) {
      return NONE;
    }
    int shift;
    if (unit == null) {
      int digits = value.precision() - value.scale();
      shift = digits <= 10 ? 3 : digits <= 13 ? 0 : digits <= 16 ? -3 : -6;
    } else {
      shift = shift(unit);
    }
    BigDecimal ms = value.scaleByPowerOfTen(shift);
    return ms.precision() - ms.scale() > 18 ? NONE : ms.longValue();
  }

  /** Powers of ten from that unit to milliseconds. */
  static int shift(String unit) {
    return switch (unit) {
      case "s" -> 3;
      case "ms" -> 0;
      case "us" -> -3;
      case "ns" -> -6;
      default -> throw new IllegalArgumentException("unit " + unit + ": expected s, ms, us or ns");
    };
  }

  /** The instant as RFC 3339 with milliseconds and {@code Z}. */
  static String text(long epochMs) {
    StringBuilder out = new StringBuilder(24);
    LocalDateTime t =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(epochMs, 1000L),
            (int) Math.floorMod(epochMs, 1000L) * 1_000_000,
            ZoneOffset.UTC);
    int year = t.getYear();
    pad(out, year / 100).append((char) ('0' + year / 10 % 10)).append((char) ('0' + year % 10));
    pad(out.append('-'), t.getMonthValue());
    pad(out.append('-'), t.getDayOfMonth());
    pad(out.append('T'), t.getHour());
    pad(out.append(':'), t.getMinute());
    pad(out.append(':'), t.getSecond());
    int ms = t.getNano() / 1_000_000;
    return pad(out.append('.').append((char) ('0' + ms / 100)), ms % 100).append('Z').toString();
  }

  /** Anything java.time reads as an instant or offset time, or {@link #NONE}. */
  static long strict(String s) {
    try {
      return OffsetDateTime.parse(s).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      try {
        return Instant.parse(s).toEpochMilli();
      } catch (DateTimeException | ArithmeticException e2) {
        return NONE;
      }
    }
  }

  static long atZone(long localMs, ZoneId zone) {
    if (zone instanceof ZoneOffset offset) {
      return localMs - offset.getTotalSeconds() * 1000L;
    }
    return LocalDateTime.ofEpochSecond(Math.floorDiv(localMs, 1000L), 0, ZoneOffset.UTC)
                .atZone(zone)
                .toEpochSecond()
            * 1000L
        + Math.floorMod(localMs, 1000L);
  }

  private static long zoned(String s, int from, long local) {
    int n = s.length();
    int i = from < n && s.charAt(from) == ' ' ? from + 1 : from;
    char c = i < n ? s.charAt(i) : 0;
    if ((c == 'Z' || c == 'z') && i + 1 == n) {
      return local;
    }
    if (c == 'U' && s.startsWith("UTC", i) && i + 3 == n) {
      return local;
    }
    if ((c != '+' && c != '-') || n - i < 3) {
      return NONE;
    }
    int hours = two(s, i + 1);
    int rest = i + 3;
    int minutes = 0;
    if (rest < n) {
      if (s.charAt(rest) == ':') {
        rest++;
      }
      minutes = rest + 2 == n ? two(s, rest) : -1;
    }
    if (hours < 0 || minutes < 0 || hours > 18 || minutes > 59) {
      return NONE;
    }
    long offset = (hours * 60L + minutes) * 60_000L;
    return c == '+' ? local - offset : local + offset;
  }

  private static long local(int year, int month, int day, int hour, int minute, int second) {
    // Days since 1970 of the proleptic Gregorian calendar, years starting in March.
    int y = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(y, 400);
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365L + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    long days = era * 146_097L + dayOfEra - 719_468L;
    return ((days * 24 + hour) * 60 + minute) * 60_000L + second * 1000L;
  }

  private static int daysIn(int year, int month) {
    return switch (month) {
      case 2 -> (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private static int two(String s, int at) {
    char a = s.charAt(at);
    char b = s.charAt(at + 1);
    return isDigit(a) && isDigit(b) ? (a - '0') * 10 + (b - '0') : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static StringBuilder pad(StringBuilder out, int value) {
    return out.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
