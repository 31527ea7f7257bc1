package org.gatewatch.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** The names of an unknown log and what stands under them, of its first records. */
final class Columns {
  /** More names than a log has; what an attacker adds beyond is not looked at. */
  private static final int MOST = 400;

  private static final int DEEPEST = 12;
  private static final int ELEMENTS = 2;
  private static final Set<String> NULLS =
      Set.of("-", "", "null", "NULL", "None", "none", "N/A", "n/a", "nil", "undefined", "(null)");

  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final Set<String> nulls = new TreeSet<>(FieldMap.NULLS);
  private long records;

  Collection<Column> all() {
    return columns.values();
  }

  /** Records looked at. */
  long records() {
    return records;
  }

  /** Texts that mean absent: the usual ones, and those that were seen. */
  List<String> nulls() {
    return List.copyOf(nulls);
  }

  private void value(String path, String raw) {
    String value = raw.strip();
    if (NULLS.contains(value)) {
      nulls.add(value);
    }
    Column column = columns.get(path);
    if (column == null && columns.size() < MOST && isPath(path)) {
      column = new Column(path);
      columns.put(path, column);
    }
    if (column != null) {
      column.add(value, NULLS);
    }
  }

  /** Whether a field map can name it, and it holds no secret itself. */
  private static boolean isPath(String path) {
    try {
      return path.length() <= 200
          && !JsonPaths.steps(path).isEmpty()
          && !Redactor.isSuspicious(path)
          && path.chars().noneMatch(Character::isISOControl);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** One row of a table. */
  void row(List<String> header, List<String> cells) {
    records++;
    for (int i = 0; i < Math.min(header.size(), cells.size()); i++) {
      value(header.get(i).strip(), cells.get(i));
    }
  }

  /** One JSON object; false when it is none. */
  boolean object(byte[] bytes, int from, int to) {
    try (JsonParser p =
        Canonical.JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      if (p.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      members(p, "", 0);
      records++;
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private void members(JsonParser p, String prefix, int depth) {
    for (String name = p.nextName(); name != null; name = p.nextName()) {
      p.nextToken();
      String step = step(name);
      if (step == null || depth >= DEEPEST) {
        p.skipChildren();
      } else {
        member(p, prefix.isEmpty() ? step : prefix + "." + step, depth);
      }
    }
  }

  /** A name as a path has it; null when no path can. */
  static @Nullable String step(String name) {
    if (name.isEmpty() || name.indexOf('"') >= 0) {
      return null;
    }
    return name.indexOf('.') >= 0 || name.indexOf('[') >= 0 ? '"' + name + '"' : name;
  }

  private void member(JsonParser p, String path, int depth) {
    switch (p.currentToken()) {
      case START_OBJECT -> members(p, path, depth + 1);
      case START_ARRAY -> elements(p, path, depth);
      case VALUE_NULL -> value(path, "null");
      case VALUE_STRING -> text(p.getString(), path, depth);
      default -> value(path, p.getString());
    }
  }

  /** Scalars are one text, as a field map reads them; objects have a path each. */
  private void elements(JsonParser p, String path, int depth) {
    List<String> scalars = new ArrayList<>();
    for (int i = 0; p.nextToken() != JsonToken.END_ARRAY; i++) {
      if (p.currentToken() == JsonToken.START_OBJECT && i < ELEMENTS && depth < DEEPEST) {
        members(p, path + "[" + i + "]", depth + 1);
      } else if (p.currentToken().isScalarValue()) {
        scalars.add(p.getString());
      } else {
        p.skipChildren();
      }
    }
    if (!scalars.isEmpty()) {
      value(path, String.join(", ", scalars));
    }
  }

  private void text(String text, String path, int depth) {
    String inner = text.strip();
    if (inner.startsWith("{") && depth < DEEPEST) {
      byte[] bytes = inner.getBytes(StandardCharsets.UTF_8);
      try (JsonParser p = Canonical.JSON.createParser(ObjectReadContext.empty(), bytes)) {
        p.nextToken();
        members(p, path, depth + 1);
        return;
      } catch (JacksonException e) {
        // It only looks like JSON: a text like others.
        value(path, text);
        return;
      }
    }
    value(path, text);
  }
}
