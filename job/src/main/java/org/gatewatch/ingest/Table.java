package org.gatewatch.ingest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Where a built-in format has its fields: a {@link FieldMap} written down in the format's own file,
 * the values that it wants to look at besides, and what every record of it must hold. Filled once,
 * in a constant; a {@link Reader} reads one file by it.
 */
final class Table {
  private static final List<String> NULLS = List.of("-", "", "null", "None", "N/A", "REDACTED");

  private final Map<Field, FieldMap.Source> fields = new EnumMap<>(Field.class);
  private final Map<Field, String> constants = new EnumMap<>(Field.class);
  private final List<List<String>> needed = new ArrayList<>();
  private final List<String> further = new ArrayList<>();
  private final String expected;

  /**
   * An empty one.
   *
   * @param format id of the format
   * @param expected what a record must hold, for the message of one that does not
   */
  Table(String format, String expected) {
    this.expected = expected;
    constants.put(Field.FORMAT, format);
  }

  /** A record without any of these paths is no record of the format. */
  Table needs(String... anyOf) {
    needed.add(List.of(anyOf));
    return also(anyOf);
  }

  /** A field as it stands at the first of these paths that is there. */
  Table put(Field field, String... paths) {
    return source(field, null, null, null, paths);
  }

  /** A duration or time in that unit: {@code ms}, {@code s}, {@code us}, {@code ns}. */
  Table in(String unit, Field field, String... paths) {
    return source(field, unit, null, null, paths);
  }

  /** A time in text that means UTC where it names no zone; or epoch by its size. */
  Table utc(Field field, String... paths) {
    return source(field, null, "UTC", null, paths);
  }

  /** A text, transformed as in {@link FieldMap.Source#transform}. */
  Table as(String transform, Field field, String... paths) {
    return source(field, null, null, transform, paths);
  }

  /** The same value on every event. */
  Table always(Field field, String value) {
    constants.put(field, value);
    return this;
  }

  /** Values that are no field by themselves: {@link Reader#get} gives them. */
  Table also(String... paths) {
    further.addAll(List.of(paths));
    return this;
  }

  private Table source(
      Field field,
      @Nullable String unit,
      @Nullable String zone,
      @Nullable String transform,
      String... paths) {
    fields.put(field, new FieldMap.Source(List.of(paths), unit, null, zone, transform));
    return this;
  }

  /** Whether the head of a file is JSON and has all these names. */
  static boolean isJsonWith(String head, String... names) {
    String first = head.stripLeading();
    return (first.startsWith("{") || first.startsWith("[")) && hasAll(head, names);
  }

  /** Whether all these names stand in the text, in quotes. */
  static boolean hasAll(String head, String... names) {
    for (String name : names) {
      if (!head.contains('"' + name + '"')) {
        return false;
      }
    }
    return true;
  }

  /** For one file of that binding; {@code unknown} counts top-level names on no path. */
  Reader reader(Binding binding, Values values, @Nullable UnknownKeys unknown) {
    return new Reader(binding, values, unknown);
  }

  /** Reads the records of one file; after {@link #read} it holds the values of the last one. */
  final class Reader {
    private final Mapping mapping;
    private final List<String> paths;
    private final Map<String, Integer> slots = new HashMap<>();
    private final JsonPaths json;
    private final Values values;
    private @Nullable String[] found;

    private Reader(Binding binding, Values values, @Nullable UnknownKeys unknown) {
      this.values = values;
      mapping = new Mapping(new FieldMap(fields, constants, NULLS, ','), binding, values);
      paths = new ArrayList<>(mapping.paths());
      for (String path : further) {
        if (!paths.contains(path)) {
          paths.add(path);
        }
      }
      for (int i = 0; i < paths.size(); i++) {
        slots.put(paths.get(i), i);
      }
      json = new JsonPaths(paths, unknown);
      found = new String[paths.size()];
    }

    /** All paths: fields', and those looked at besides. */
    List<String> paths() {
      return paths;
    }

    /** Fills the event from one JSON object; null, or why not. */
    @Nullable Problem read(byte[] bytes, int from, int to, AccessEvent.Builder out) {
      Problem problem = json.read(bytes, from, to);
      found = json.found();
      return problem == null ? fill(out) : problem;
    }

    /** Fills the event from values that were picked otherwise, by path; null, or why not. */
    @Nullable Problem read(Function<String, @Nullable String> picked, AccessEvent.Builder out) {
      for (int i = 0; i < found.length; i++) {
        found[i] = picked.apply(paths.get(i));
      }
      return fill(out);
    }

    private @Nullable Problem fill(AccessEvent.Builder out) {
      for (List<String> anyOf : needed) {
        if (first(anyOf) == null) {
          return new Problem("not_this_format", "expected " + expected);
        }
      }
      return mapping.apply(found, out);
    }

    /** The text at that path; null when it is not there or stands for nothing. */
    @Nullable String get(String path) {
      Integer slot = slots.get(path);
      String text = slot == null ? null : found[slot];
      return text == null || NULLS.contains(text.strip()) ? null : text.strip();
    }

    /** The first that is there. */
    @Nullable String first(String... anyOf) {
      return first(List.of(anyOf));
    }

    private @Nullable String first(List<String> anyOf) {
      for (String path : anyOf) {
        String text = get(path);
        if (text != null) {
          return text;
        }
      }
      return null;
    }

    /** Sets a TEXT field, redacted; null leaves it as it is. */
    void put(AccessEvent.Builder out, Field field, @Nullable String value) {
      if (value != null) {
        values.text(out, field, value);
      }
    }

    /** Sets a TEXT field to the name of a value that is a secret whatever it looks like. */
    void secret(AccessEvent.Builder out, Field field, @Nullable String value) {
      if (value != null) {
        values.text(out, field, values.secret(value));
      }
    }

    /**
     * The parts, redacted, with a slash between: a key that is unique; null when one is missing.
     */
    @Nullable String joined(@Nullable String... parts) {
      StringBuilder out = new StringBuilder();
      for (String part : parts) {
        if (part == null) {
          return null;
        }
        out.append(out.length() == 0 ? "" : "/").append(values.redacted(part));
      }
      return out.toString();
    }

    /**
     * Makes input tokens those read in all. Where the log keeps cached ones apart they are added;
     * where it should not, but the parts are more than the whole, it does all the same.
     */
    static void addCached(AccessEvent.Builder out, boolean apart) {
      long cached = out.number(Field.CACHED_TOKENS, 0) + out.number(Field.CACHE_WRITE_TOKENS, 0);
      long input = out.number(Field.INPUT_TOKENS, 0);
      if (cached > 0 && (apart || cached > input)) {
        out.set(Field.INPUT_TOKENS, input + cached);
      }
    }

    /** The outcome of a call that has no HTTP status but the name of an error, or none. */
    static String outcome(@Nullable String error) {
      if (error == null) {
        return "success";
      }
      String word = error.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]", "");
      if (word.contains("accessdenied")
          || word.contains("unauthorized")
          || word.contains("notauthorized")
          || word.contains("unauthenticated")
          || word.contains("permission")
          || word.contains("authentication")
          || word.contains("forbidden")) {
        return "denied";
      }
      return word.contains("throttl")
              || word.contains("ratelimit")
              || word.contains("toomanyrequests")
              || word.contains("quota")
              || word.contains("exhausted")
          ? "rate_limited"
          : "failure";
    }

    /** A whole number, such as a status in text; -1 when it is none. */
    static int whole(@Nullable String text) {
      return text != null && text.length() < 10 && isWhole(text) ? Integer.parseInt(text) : -1;
    }
  }

  /** Whether it is digits alone, at most 15. */
  static boolean isWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 15;
  }
}
