package org.gatewatch.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One value of a configuration file with the line it stands on, so that a message can name it.
 *
 * @param line of the key for a value of a mapping, of the value itself otherwise, from 1
 * @param text of a scalar, as written; empty otherwise
 * @param entries of a mapping, in the order of the file
 * @param items of a list
 */
record Node(Kind kind, int line, String text, Map<String, Node> entries, List<Node> items) {

  enum Kind {
    MAPPING,
    LIST,
    SCALAR,
    /** Nothing, or {@code null}. */
    NULL
  }

  static Node mapping(int line) {
    return new Node(Kind.MAPPING, line, "", new LinkedHashMap<>(), List.of());
  }

  static Node mapping(Map<String, Node> entries) {
    return new Node(Kind.MAPPING, 1, "", entries, List.of());
  }

  static Node mapping(String key, Node value) {
    return mapping(Map.of(key, value));
  }

  static Node list(int line, List<Node> items) {
    return new Node(Kind.LIST, line, "", Map.of(), items);
  }

  static Node scalar(int line, String text) {
    return new Node(Kind.SCALAR, line, text, Map.of(), List.of());
  }

  static Node nothing(int line) {
    return new Node(Kind.NULL, line, "", Map.of(), List.of());
  }

  /** What a message shows of it. */
  String shown() {
    return switch (kind) {
      case MAPPING -> "a mapping";
      case LIST -> "a list";
      case SCALAR -> text;
      case NULL -> "nothing";
    };
  }
}
