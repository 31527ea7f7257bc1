package org.gatewatch.settings;

import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.gatewatch.event.Field;
import org.gatewatch.ingest.FieldMap;
import org.jspecify.annotations.Nullable;

/** The {@code map} of one binding: where each canonical field is found. */
final class FieldMapReader {
  private static final List<String> UNITS = List.of("ms", "s", "us", "ns");
  private static final List<String> TRANSFORMS =
      List.of("lower", "upper", "first", "hmac", "address", "no_query");
  private static final List<String> TIME_FORMATS = List.of("iso", "epoch", "clf");

  /** Set by the program for every event, so that no log line can claim them. */
  private static final Set<Field> OWN = Set.of(Field.LOG_SOURCE, Field.FORMAT, Field.RAW_REF);

  private static final List<String> FIELDS =
      Arrays.stream(Field.values()).filter(f -> !OWN.contains(f)).map(Field::key).toList();

  private final Section map;
  private final Problems problems;

  FieldMapReader(Section map, Problems problems) {
    this.map = map;
    this.problems = problems;
  }

  FieldMap read() {
    Map<Field, FieldMap.Source> fields = new EnumMap<>(Field.class);
    for (Map.Entry<String, Node> entry : map.entries("fields").entrySet()) {
      Field field = field(entry.getKey(), entry.getValue(), "fields");
      FieldMap.Source source = source(entry.getKey(), entry.getValue());
      if (field != null && source != null) {
        fields.put(field, source);
      }
    }
    if (!map.entries("fields").containsKey(Field.EVENT_TIME.key())) {
      map.wrong("fields", null, "missing: event_time, without which no line can be placed");
    }
    Map<Field, String> constants = new EnumMap<>(Field.class);
    for (Map.Entry<String, Node> entry : map.entries("constants").entrySet()) {
      Field field = field(entry.getKey(), entry.getValue(), "constants");
      if (field != null && isConstant(field, entry.getValue())) {
        constants.put(field, entry.getValue().text());
      }
    }
    Character delimiter =
        map.value(
            "delimiter",
            "one character, or \\t",
            raw -> raw.equals("\\t") ? (Character) '\t' : raw.length() == 1 ? raw.charAt(0) : null);
    return new FieldMap(
        Collections.unmodifiableMap(fields),
        Collections.unmodifiableMap(constants),
        map.values("null_tokens", "a text", raw -> raw),
        delimiter == null ? ',' : delimiter);
  }

  private @Nullable Field field(String key, Node node, String in) {
    Field field = Field.of(key);
    if (field == null || OWN.contains(field)) {
      String expected =
          field == null
              ? "no canonical field; " + Nearest.hint(key, FIELDS)
              : "set by the program; the binding's keys say it";
      problems.add(node.line(), map.place(in) + "." + key, null, expected);
      return null;
    }
    return field;
  }

  private FieldMap.@Nullable Source source(String key, Node node) {
    Node mapping = node;
    if (node.kind() != Node.Kind.MAPPING) { // a path alone, or a list of paths
      mapping = Node.mapping(node.line());
      mapping.entries().put("path", node);
    }
    Section field = new Section(mapping, map.place("fields") + "." + key, Keys.FIELD, problems);
    List<String> paths = field.texts("path");
    if (paths.isEmpty() && field.get("path") == null) {
      field.wrong("path", null, "missing: expected where the field is found");
    }
    return new FieldMap.Source(
        List.copyOf(paths),
        oneOf(field, "unit", UNITS),
        field.value(
            "time_format",
            "iso, epoch, clf or a pattern such as yyyy-MM-dd HH:mm:ss",
            FieldMapReader::timeFormat),
        field.value("zone", Values.ZONE, Values::zone),
        oneOf(field, "transform", TRANSFORMS));
  }

  private static @Nullable String oneOf(Section section, String key, List<String> known) {
    return section.value(
        key, "one of " + String.join(", ", known), raw -> known.contains(raw) ? raw : null);
  }

  private static @Nullable String timeFormat(String raw) {
    if (TIME_FORMATS.contains(raw)) {
      return raw;
    }
    try {
      DateTimeFormatter formatter = DateTimeFormatter.ofPattern(raw, Locale.ROOT);
      // A misspelt word such as "isoo" can be a valid pattern; one without a year places nothing.
      return formatter.toString().contains("Year") ? raw : null;
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  private boolean isConstant(Field field, Node node) {
    String expected =
        switch (field.kind()) {
          case TEXT, LIST -> node.text().isBlank() ? "expected a text that is not empty" : null;
          case WHOLE ->
              node.text().matches("[0-9]{1,18}") ? null : "expected a whole number from 0";
          case REAL ->
              node.text().matches("-?[0-9]{1,9}(\\.[0-9]{1,15})?") ? null : "expected a number";
          case FLAG -> Values.flag(node.text()) != null ? null : "expected true or false";
          case TIME -> "a time is never constant";
        };
    if (node.kind() != Node.Kind.SCALAR) {
      expected = "expected a text or number";
    }
    if (expected != null) {
      problems.add(node.line(), map.place("constants") + "." + field.key(), node.shown(), expected);
    }
    return expected == null;
  }
}
