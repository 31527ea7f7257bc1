package org.gatewatch.ingest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/** A field map made ready: turns the texts found at its paths into canonical fields. */
final class Mapping {
  private static final Map<String, String> OUTCOMES =
      Map.ofEntries(
          Map.entry("ok", "success"),
          Map.entry("succeeded", "success"),
          Map.entry("allow", "success"),
          Map.entry("allowed", "success"),
          Map.entry("true", "success"),
          Map.entry("deny", "denied"),
          Map.entry("forbidden", "denied"),
          Map.entry("unauthorized", "denied"),
          Map.entry("blocked", "denied"),
          Map.entry("rejected", "denied"),
          Map.entry("refused", "denied"),
          Map.entry("fail", "failure"),
          Map.entry("failed", "failure"),
          Map.entry("error", "failure"),
          Map.entry("false", "failure"),
          Map.entry("throttled", "rate_limited"),
          Map.entry("cancelled", "aborted"),
          Map.entry("canceled", "aborted"));

  private static final List<String> TRANSFORMS =
      List.of("lower", "upper", "first", "hmac", "address", "no_query");

  private record Rule(
      Field field,
      FieldMap.Source source,
      List<Integer> slots,
      ZoneId zone,
      @Nullable DateTimeFormatter pattern) {}

  private final List<String> paths = new ArrayList<>();
  private final List<Boolean> secrets = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final Map<Field, String> constants;
  private final Set<String> nulls;
  private final Values values;

  /**
   * Makes it ready for one file.
   *
   * @throws InputException for a zone, pattern, unit or transform that cannot be used
   */
  Mapping(FieldMap map, Binding binding, Values values) {
    this.values = values;
    constants = new EnumMap<>(Field.class);
    constants.putAll(map.constants());
    nulls = Set.copyOf(map.nullTokens());
    Map<Field, FieldMap.Source> ordered = new EnumMap<>(Field.class);
    ordered.putAll(map.fields());
    ordered.forEach((field, source) -> rules.add(rule(field, source, binding)));
  }

  private Rule rule(Field field, FieldMap.Source source, Binding binding) {
    String where = "binding " + binding.name() + ", field " + field.key();
    List<Integer> slots = new ArrayList<>();
    for (String path : source.paths()) {
      int known = paths.indexOf(path);
      slots.add(known < 0 ? paths.size() : known);
      if (known < 0) {
        paths.add(path);
        secrets.add(isSecret(path));
      }
    }
    String format = source.timeFormat();
    boolean isPattern = format != null && !Set.of("iso", "epoch", "clf").contains(format);
    String unit = source.unit();
    String zone = source.zone();
    String transform = source.transform();
    if (transform != null && !TRANSFORMS.contains(transform)) {
      throw new InputException(
          where, "unknown transform " + transform, "one of " + String.join(", ", TRANSFORMS));
    }
    try {
      if (unit != null) {
        Timestamps.shift(unit);
      }
      return new Rule(
          field,
          source,
          slots,
          zone == null ? binding.zone() : ZoneId.of(zone),
          isPattern && format != null ? DateTimeFormatter.ofPattern(format, Locale.ROOT) : null);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new InputException(
          where,
          String.valueOf(e.getMessage()),
          "a unit of s, ms, us or ns, a tz-database zone, a time format of iso, epoch, clf or a"
              + " date pattern");
    }
  }

  /** Whether the last name of a path is that of a header or field that holds a secret. */
  private static boolean isSecret(String path) {
    List<Object> steps = JsonPaths.steps(path);
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i) instanceof String name) {
        return Redactor.isSecretName(name);
      }
    }
    return false;
  }

  /** Whether no value found there is kept as it is. */
  static boolean isHidden(FieldMap.Source source) {
    return "hmac".equals(source.transform()) || source.paths().stream().anyMatch(Mapping::isSecret);
  }

  /** Whether the word says how a request ended. */
  static boolean isOutcome(String raw) {
    String word = raw.toLowerCase(Locale.ROOT);
    return OUTCOMES.containsKey(word) || Values.OUTCOMES.contains(word);
  }

  /** All paths, in the order in which {@link #apply} wants their texts. */
  List<String> paths() {
    return paths;
  }

  /** For every field, whether one of its paths is in the list; the names of those without. */
  List<String> missing(List<String> columns) {
    List<String> out = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.source.paths().stream().noneMatch(columns::contains)) {
        out.add(String.join(" or ", rule.source.paths()));
      }
    }
    return out;
  }

  /** Fills the event from the texts found, by index of their path; null, or why not. */
  @Nullable Problem apply(@Nullable String[] found, AccessEvent.Builder out) {
    for (Map.Entry<Field, String> constant : constants.entrySet()) {
      Problem problem = set(out, constant.getKey(), constant.getValue(), null);
      if (problem != null) {
        return problem;
      }
    }
    for (Rule rule : rules) {
      for (int slot : rule.slots) {
        String raw = found[slot];
        if (raw != null && !nulls.contains(raw.strip())) {
          boolean secret = secrets.get(slot) && rule.field.kind() == Field.Kind.TEXT;
          Problem problem = set(out, rule.field, secret ? values.secret(raw) : raw, rule);
          if (problem != null) {
            return problem;
          }
          if (out.has(rule.field)) {
            break;
          }
        }
      }
    }
    return null;
  }

  private @Nullable Problem set(
      AccessEvent.Builder out, Field field, String raw, @Nullable Rule rule) {
    String text = rule == null ? raw.strip() : transformed(raw.strip(), rule.source.transform());
    return switch (field.kind()) {
      case TEXT -> {
        if (field == Field.OUTCOME) {
          String word = text.toLowerCase(Locale.ROOT);
          text = OUTCOMES.getOrDefault(word, word);
        }
        values.text(out, field, text);
        yield null;
      }
      case LIST -> {
        StringBuilder chain = new StringBuilder();
        for (String part : text.split("[,\\s]+")) {
          Values.chain(chain, part);
        }
        out.set(field, chain.toString());
        yield null;
      }
      case WHOLE -> whole(out, field, text, rule);
      case REAL -> {
        BigDecimal number = number(text);
        yield number == null
            ? Problem.wrongType(field.key(), "a number")
            : values.real(out, field, number.doubleValue());
      }
      case FLAG -> {
        flag(out, field, text.toLowerCase(Locale.ROOT));
        yield null;
      }
      case TIME -> {
        long time = time(text, rule);
        yield time == Timestamps.NONE
            ? Problem.badTime(field.key(), "a time in the format of the field map")
            : values.whole(out, field, time);
      }
    };
  }

  private String transformed(String text, @Nullable String transform) {
    if (transform == null) {
      return text;
    }
    return switch (transform) {
      case "lower", "upper" -> {
        // A secret is known by its look, which another case would hide.
        String clean = values.redacted(text);
        yield !clean.equals(text)
            ? clean
            : transform.equals("lower")
                ? text.toLowerCase(Locale.ROOT)
                : text.toUpperCase(Locale.ROOT);
      }
      case "first" -> text.split(",", 2)[0].strip();
      case "hmac" -> values.secret(text);
      case "address" -> {
        int colon = Address.portColon(text);
        yield colon > 0 ? text.substring(0, colon) : text;
      }
      case "no_query" -> text.split("[?#]", 2)[0];
      default -> throw new IllegalStateException(transform);
    };
  }

  private static void flag(AccessEvent.Builder out, Field field, String word) {
    switch (word) {
      case "true", "yes", "1", "y" -> out.set(field, 1);
      case "false", "no", "0", "n" -> out.set(field, 0);
      default -> {} // unknown is not false
    }
  }

  private @Nullable Problem whole(
      AccessEvent.Builder out, Field field, String text, @Nullable Rule rule) {
    BigDecimal number = number(text);
    if (number == null) {
      return Problem.wrongType(field.key(), "a number");
    }
    String unit = rule == null ? null : rule.source.unit();
    if (unit != null) {
      number = number.scaleByPowerOfTen(Timestamps.shift(unit));
    }
    if (field == Field.LATENCY_MS && number.signum() < 0) {
      return null; // gateways write -1 for a request that was not passed on
    }
    if (field == Field.STATUS && number.signum() == 0) {
      return null; // the client left before there was a status
    }
    return number.precision() - number.scale() > 18
        ? Problem.outOfRange(field.key(), "a number below 10^18")
        : values.whole(out, field, number.setScale(0, RoundingMode.HALF_UP).longValue());
  }

  static @Nullable BigDecimal number(String text) {
    if (text.isEmpty() || text.length() > 40) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > 60 ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static long time(String text, @Nullable Rule rule) {
    String format = rule == null ? null : rule.source.timeFormat();
    ZoneId zone = rule == null ? null : rule.zone;
    if (rule != null && rule.pattern != null) {
      return patterned(text, rule.pattern, rule.zone);
    }
    if (format == null) {
      long iso = iso(text, zone);
      return iso != Timestamps.NONE
          ? iso
          : Timestamps.epoch(text, rule == null ? null : rule.source.unit());
    }
    return switch (format) {
      case "epoch" -> Timestamps.epoch(text, rule == null ? null : rule.source.unit());
      case "clf" -> Timestamps.clf(trimmed(text));
      default -> iso(text, zone);
    };
  }

  private static long iso(String text, @Nullable ZoneId zone) {
    long time = Timestamps.iso(text, zone);
    return time == Timestamps.NONE ? Timestamps.strict(text) : time;
  }

  /** The brackets around a time in common log format are not part of it. */
  private static String trimmed(String text) {
    return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
  }

  private static long patterned(String text, DateTimeFormatter pattern, ZoneId zone) {
    try {
      TemporalAccessor time =
          pattern.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
      ZonedDateTime zoned;
      if (time instanceof ZonedDateTime z) {
        zoned = z;
      } else if (time instanceof LocalDateTime local) {
        zoned = local.atZone(zone);
      } else {
        zoned = ((LocalDate) time).atStartOfDay(zone);
      }
      return zoned.toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      return Timestamps.NONE;
    }
  }
}
