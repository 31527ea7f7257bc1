package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One mapping of the configuration: typed access to its keys, every slip told to the problems. */
final class Section {
  /** Turns a scalar's text into a value; null, or an exception that says more, when it is none. */
  interface Parser<T> {
    @Nullable T parse(String text);
  }

  private final Node node;
  private final String where;
  private final Problems problems;

  /** Reads that mapping; keys outside {@code known} are problems. */
  Section(Node node, String where, List<String> known, Problems problems) {
    this.where = where;
    this.problems = problems;
    if (node.kind() == Node.Kind.MAPPING) {
      this.node = node;
      for (Map.Entry<String, Node> entry : node.entries().entrySet()) {
        if (!known.contains(entry.getKey())) {
          problems.add(
              entry.getValue().line(),
              place(entry.getKey()),
              null,
              "unknown key; " + Nearest.hint(entry.getKey(), known));
        }
      }
    } else {
      this.node = Node.mapping(node.line());
      problems.add(
          node.line(), where, node.shown(), "expected a mapping with " + String.join(", ", known));
    }
  }

  int line() {
    return node.line();
  }

  String where() {
    return where;
  }

  String place(String key) {
    return where.isEmpty() ? key : where + "." + key;
  }

  /** The node of that key; null when absent or nothing. */
  @Nullable Node get(String key) {
    Node found = node.entries().get(key);
    return found == null || found.kind() == Node.Kind.NULL ? null : found;
  }

  /** All there is. */
  Node node() {
    return node;
  }

  /** Says that the value of a key is wrong. */
  void wrong(String key, @Nullable String value, String expected) {
    Node found = node.entries().get(key);
    problems.add(found == null ? node.line() : found.line(), place(key), value, expected);
  }

  /** The value of a scalar; null when absent or wrong. */
  <T> @Nullable T value(String key, String expected, Parser<T> parser) {
    Node found = get(key);
    return found == null ? null : parse(found, place(key), expected, parser);
  }

  /** As {@link #value}; absent is a problem. */
  <T> @Nullable T required(String key, String expected, Parser<T> parser) {
    if (get(key) == null) {
      problems.add(node.line(), place(key), null, "missing: expected " + expected);
    }
    return value(key, expected, parser);
  }

  @Nullable String text(String key) {
    return value(key, "a text that is not empty", Values::text);
  }

  /** The values of a list, or the one of a scalar; empty when absent. */
  <T> List<T> values(String key, String expected, Parser<T> parser) {
    Node found = get(key);
    if (found == null) {
      return List.of();
    }
    List<T> out = new ArrayList<>();
    boolean list = found.kind() == Node.Kind.LIST;
    List<Node> items = list ? found.items() : List.of(found);
    for (int i = 0; i < items.size(); i++) {
      T value = parse(items.get(i), place(key) + (list ? "[" + i + "]" : ""), expected, parser);
      if (value != null) {
        out.add(value);
      }
    }
    return out;
  }

  List<String> texts(String key) {
    return values(key, "a text that is not empty", Values::text);
  }

  /** The mapping under that key; null when absent. */
  @Nullable Section section(String key, List<String> known) {
    Node found = get(key);
    return found == null ? null : new Section(found, place(key), known, problems);
  }

  /** The mappings of the list under that key; empty when absent. */
  List<Section> sections(String key, List<String> known) {
    Node found = get(key);
    List<Section> out = new ArrayList<>();
    if (found != null && found.kind() != Node.Kind.LIST) {
      wrong(key, found.shown(), "expected a list");
    } else if (found != null) {
      for (int i = 0; i < found.items().size(); i++) {
        out.add(new Section(found.items().get(i), place(key) + "[" + i + "]", known, problems));
      }
    }
    return out;
  }

  /** The entries of a mapping with keys of the user's own; empty when absent. */
  Map<String, Node> entries(String key) {
    Node found = get(key);
    if (found != null && found.kind() != Node.Kind.MAPPING) {
      wrong(key, found.shown(), "expected a mapping");
    }
    return found == null ? Map.of() : found.entries();
  }

  private <T> @Nullable T parse(Node found, String place, String expected, Parser<T> parser) {
    String wrong = "expected " + expected;
    try {
      T value = found.kind() == Node.Kind.SCALAR ? parser.parse(found.text()) : null;
      if (value != null) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      wrong = String.valueOf(e.getMessage());
    }
    problems.add(found.line(), place, found.shown(), wrong);
    return null;
  }
}
