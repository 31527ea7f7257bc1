package org.gatewatch.ingest;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the times of a column are written.
 *
 * @param format as in a field map; null = by its look
 * @param unit of an epoch, else null
 * @param zoned whether the values name their zone, or need none
 * @param reason what they look like
 */
record TimeShape(@Nullable String format, @Nullable String unit, boolean zoned, String reason) {
  private static final List<String> PATTERNS =
      List.of(
          "dd.MM.yyyy HH:mm:ss",
          "dd/MM/yyyy HH:mm:ss",
          "MM/dd/yyyy HH:mm:ss",
          "yyyy/MM/dd HH:mm:ss",
          "dd-MM-yyyy HH:mm:ss",
          "yyyyMMdd HH:mm:ss",
          "yyyyMMdd'T'HHmmssX",
          "yyyyMMddHHmmss",
          "dd MMM yyyy HH:mm:ss",
          "MMM d yyyy HH:mm:ss",
          "EEE MMM d HH:mm:ss yyyy",
          "EEE, dd MMM yyyy HH:mm:ss z");

  /** The shape that all values have, or null. */
  static @Nullable TimeShape of(List<String> values) {
    if (values.isEmpty()) {
      return null;
    }
    TimeShape epoch = epoch(values);
    if (epoch != null) {
      return epoch;
    }
    if (values.stream().allMatch(v -> Timestamps.iso(v, ZoneOffset.UTC) != Timestamps.NONE)) {
      boolean zoned = values.stream().allMatch(v -> Timestamps.iso(v, null) != Timestamps.NONE);
      return new TimeShape(null, null, zoned, zoned ? "ISO 8601" : "ISO 8601 without a zone");
    }
    if (values.stream().allMatch(v -> Timestamps.clf(bare(v)) != Timestamps.NONE)) {
      return new TimeShape("clf", null, true, "the time of web servers");
    }
    return patterned(values);
  }

  private static String bare(String value) {
    return value.startsWith("[") && value.endsWith("]")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static @Nullable TimeShape epoch(List<String> values) {
    String unit = null;
    for (String value : values) {
      BigDecimal number = value.isEmpty() || value.startsWith("-") ? null : Mapping.number(value);
      if (number == null) {
        return null;
      }
      String mine =
          switch (number.precision() - number.scale()) {
            case 9, 10 -> "s";
            case 12, 13 -> "ms";
            case 15, 16 -> "us";
            case 18, 19 -> "ns";
            default -> "";
          };
      long ms = mine.isEmpty() ? 0 : Timestamps.epoch(value, mine);
      if (ms < Values.EARLIEST || ms >= Values.LATEST || (unit != null && !unit.equals(mine))) {
        return null;
      }
      unit = mine;
    }
    String text = "since 1970, by the size of the numbers";
    return new TimeShape(
        "epoch",
        unit,
        true,
        switch (unit == null ? "" : unit) {
          case "s" -> "seconds " + text;
          case "ms" -> "milliseconds " + text;
          case "us" -> "microseconds " + text;
          default -> "nanoseconds " + text;
        });
  }

  /** Of patterns that read all values, the one that has them lie closest: 3/5 and 4/5 are days. */
  private static @Nullable TimeShape patterned(List<String> values) {
    TimeShape best = null;
    long closest = Long.MAX_VALUE;
    boolean ambiguous = false;
    for (String plain : PATTERNS) {
      for (String pattern : List.of(plain, plain + ".SSS", plain + ",SSS", plain + " Z")) {
        long span = span(values, DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
        if (span >= 0) {
          ambiguous = best != null;
        }
        if (span >= 0 && span < closest) {
          closest = span;
          boolean zoned = pattern.endsWith("Z") || pattern.endsWith("X") || pattern.endsWith("z");
          best = new TimeShape(pattern, null, zoned, zoned ? "" : "without a zone");
        }
      }
    }
    if (best == null) {
      return null;
    }
    String more = ambiguous ? "; day and month could be the other way round" : "";
    return new TimeShape(
        best.format,
        null,
        best.zoned,
        (best.zoned ? "a zoned time" : "a time without a zone") + more);
  }

  /** From the first to the last, ms; -1 when one cannot be read. */
  private static long span(List<String> values, DateTimeFormatter pattern) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try {
      for (String value : values) {
        TemporalAccessor time = pattern.parseBest(value, ZonedDateTime::from, LocalDateTime::from);
        long ms =
            time instanceof ZonedDateTime zoned
                ? zoned.toInstant().toEpochMilli()
                : ((LocalDateTime) time).toInstant(ZoneOffset.UTC).toEpochMilli();
        if (ms < Values.EARLIEST || ms >= Values.LATEST) {
          return -1;
        }
        first = Math.min(first, ms);
        last = Math.max(last, ms);
      }
    } catch (DateTimeException | ArithmeticException e) {
      return -1;
    }
    return last - first;
  }
}
