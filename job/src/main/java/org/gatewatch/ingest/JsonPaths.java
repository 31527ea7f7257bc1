package org.gatewatch.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Picks the values at given paths out of a JSON object in one pass, keeping nothing else: names
 * with dots between them, {@code [n]} for elements, quotes around names that hold dots or brackets.
 * A path that goes on behind a string reads that string as JSON.
 */
final class JsonPaths {
  private static final int MAX_JOINED = 4096;

  private final Node root;
  private final @Nullable String[] found;
  private final @Nullable UnknownKeys unknown;

  private static final class Node {
    private final Map<String, Node> names;
    private final Map<Integer, Node> elements = new HashMap<>();
    private int slot = -1;

    Node(boolean anyCase) {
      names = anyCase ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new HashMap<>();
    }

    boolean isLeaf() {
      return names.isEmpty() && elements.isEmpty();
    }
  }

  /**
   * For those paths; the value of each comes out under its index.
   *
   * @param unknown counts top-level names on no path; null = not counted
   * @throws IllegalArgumentException for a path that cannot be understood
   */
  JsonPaths(List<String> paths, @Nullable UnknownKeys unknown) {
    this(paths, unknown, false);
  }

  private JsonPaths(List<String> paths, @Nullable UnknownKeys unknown, boolean anyCase) {
    found = new String[paths.size()];
    this.unknown = unknown;
    root = new Node(anyCase);
    for (int i = 0; i < paths.size(); i++) {
      Node node = root;
      for (Object step : steps(paths.get(i))) {
        node =
            step instanceof Integer n
                ? node.elements.computeIfAbsent(n, k -> new Node(anyCase))
                : node.names.computeIfAbsent((String) step, k -> new Node(anyCase));
      }
      node.slot = i;
    }
  }

  /** For those paths, whatever the case of the names: collectors write {@code eventtype}. */
  static JsonPaths anyCase(List<String> paths) {
    return new JsonPaths(paths, null, true);
  }

  /** Names (String) and element numbers (Integer) of a path. */
  static List<Object> steps(String path) {
    List<Object> out = new ArrayList<>();
    int i = 0;
    while (i < path.length()) {
      char c = path.charAt(i);
      if (c == '.' && i > 0) {
        i++;
        if (i == path.length()) {
          throw badPath(path);
        }
      } else if (c == '"') {
        int end = path.indexOf('"', i + 1);
        if (end < 0) {
          throw badPath(path);
        }
        out.add(path.substring(i + 1, end));
        i = end + 1;
      } else if (c == '[') {
        int end = path.indexOf(']', i);
        String inside = end < 0 ? "" : path.substring(i + 1, end);
        if (inside.matches("[0-9]{1,6}")) {
          out.add(Integer.valueOf(inside));
        } else if (inside.matches("\"[^\"]+\"")) {
          out.add(inside.substring(1, inside.length() - 1));
        } else {
          throw badPath(path);
        }
        i = end + 1;
      } else {
        int end = i;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
          end++;
        }
        if (end == i) {
          throw badPath(path);
        }
        out.add(path.substring(i, end));
        i = end;
      }
    }
    if (out.isEmpty()) {
      throw badPath(path);
    }
    return out;
  }

  private static IllegalArgumentException badPath(String path) {
    return new IllegalArgumentException(
        "path " + path + ": expected names with dots between, [n], or \"names with dots\"");
  }

  /** The values found, by index of their path; texts of numbers and flags as they stand. */
  @Nullable String[] found() {
    return found;
  }

  /** Reads one object; null, or why it cannot be read. */
  @Nullable Problem read(byte[] bytes, int from, int to) {
    java.util.Arrays.fill(found, null);
    try (JsonParser p =
        Canonical.JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      if (p.nextToken() != JsonToken.START_OBJECT) {
        return Problem.NOT_JSON;
      }
      boolean once = object(p, root, unknown);
      if (p.nextToken() != null) {
        return Problem.NOT_JSON;
      }
      return once ? null : new Problem("duplicate_key", "expected each mapped key once");
    } catch (JacksonException e) {
      return Problem.NOT_JSON;
    }
  }

  /** Walks an object of which the brace was read; false when a mapped key came twice. */
  private boolean object(JsonParser p, Node node, @Nullable UnknownKeys counted) {
    boolean once = true;
    for (String name = p.nextName(); name != null; name = p.nextName()) {
      Node child = node.names.get(name);
      p.nextToken();
      if (child == null) {
        if (counted != null) {
          counted.key(name);
        }
        p.skipChildren();
      } else {
        once &= value(p, child);
      }
    }
    return once;
  }

  private boolean value(JsonParser p, Node node) {
    JsonToken token = p.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object(p, node, null);
    }
    if (token == JsonToken.START_ARRAY) {
      return node.elements.isEmpty() ? joined(p, node) : elements(p, node);
    }
    if (token == JsonToken.VALUE_NULL) {
      return true;
    }
    String text = p.getString();
    boolean once = token != JsonToken.VALUE_STRING || node.isLeaf() || nested(text, node);
    return once && (node.slot < 0 || keep(node.slot, text));
  }

  private boolean elements(JsonParser p, Node node) {
    boolean once = true;
    for (int i = 0; p.nextToken() != JsonToken.END_ARRAY; i++) {
      Node child = node.elements.get(i);
      if (child == null) {
        p.skipChildren();
      } else {
        once &= value(p, child);
      }
    }
    return once;
  }

  /** The scalars of an array as one text: {@code a, b}. */
  private boolean joined(JsonParser p, Node node) {
    StringBuilder out = new StringBuilder();
    while (p.nextToken() != JsonToken.END_ARRAY) {
      if (p.currentToken().isScalarValue()) {
        if (out.length() < MAX_JOINED && p.currentToken() != JsonToken.VALUE_NULL) {
          out.append(out.length() == 0 ? "" : ", ").append(p.getString());
        }
      } else {
        p.skipChildren();
      }
    }
    return node.slot < 0 || out.length() == 0 || keep(node.slot, out.toString());
  }

  private boolean nested(String text, Node node) {
    String inner = text.strip();
    if (!inner.startsWith("{") && !inner.startsWith("[")) {
      return true;
    }
    try (JsonParser p = Canonical.JSON.createParser(ObjectReadContext.empty(), inner)) {
      p.nextToken();
      return value(p, node);
    } catch (JacksonException e) {
      // A text that only looks like JSON: what it holds is absent, the record stands.
      return true;
    }
  }

  private boolean keep(int slot, String text) {
    boolean first = found[slot] == null;
    found[slot] = text;
    return first;
  }
}
