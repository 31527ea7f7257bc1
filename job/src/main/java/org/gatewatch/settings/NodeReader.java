package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * A YAML or JSON text to nodes that know their line. Keys given twice and YAML aliases are told.
 */
final class NodeReader {
  private static final int DEEPEST = 20;

  private final JsonParser parser;
  private final Problems problems;

  private NodeReader(JsonParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** The document, or null when it cannot be read, which is then among the problems. */
  static @Nullable Node read(String text, boolean json, Problems problems) {
    TokenStreamFactory factory = json ? new JsonFactory() : new YAMLFactory();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      NodeReader reader = new NodeReader(parser, problems);
      if (parser.nextToken() == null) {
        return Node.mapping(1);
      }
      Node node = reader.value(reader.line(), "", 0);
      if (parser.nextToken() != null) {
        problems.add(reader.line(), "", null, "expected one document");
      }
      return node;
    } catch (JacksonException e) {
      unreadable(e, problems);
      return null;
    }
  }

  /** The documents of a YAML text, without empty ones; none when it cannot be read. */
  static List<Node> documents(String text, Problems problems) {
    List<Node> out = new ArrayList<>();
    try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
      NodeReader reader = new NodeReader(parser, problems);
      while (parser.nextToken() != null) {
        Node node = reader.value(reader.line(), "", 0);
        if (node.kind() != Node.Kind.NULL) {
          out.add(node);
        }
      }
    } catch (JacksonException e) {
      unreadable(e, problems);
      out.clear();
    }
    return out;
  }

  private static void unreadable(JacksonException e, Problems problems) {
    int line = e.getLocation() == null ? 0 : Math.max(e.getLocation().getLineNr(), 0);
    problems.add(line, "", null, "not readable: " + plain(e.getOriginalMessage()));
  }

  private Node value(int line, String where, int depth) {
    if (depth > DEEPEST) {
      problems.add(line, where, null, "nested too deep");
      parser.skipChildren();
      return Node.nothing(line);
    }
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      problems.add(line, where, "*" + parser.getString(), "YAML aliases are not read: repeat it");
      return Node.nothing(line);
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return mapping(line, where, depth);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Node> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(line(), where + "[" + items.size() + "]", depth + 1));
      }
      return Node.list(line, items);
    }
    return token == JsonToken.VALUE_NULL
        ? Node.nothing(line)
        : Node.scalar(line, parser.getString());
  }

  private Node mapping(int line, String where, int depth) {
    Node out = Node.mapping(line);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line();
      parser.nextToken();
      String inner = where.isEmpty() ? key : where + "." + key;
      Node node = value(keyLine, inner, depth + 1);
      if (out.entries().putIfAbsent(key, node) != null) {
        problems.add(keyLine, inner, null, "given twice; keep one");
      }
    }
    return out;
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  /** Without the excerpts, which are indented. */
  private static String plain(@Nullable String message) {
    return message == null
        ? ""
        : message.lines().filter(l -> !l.startsWith(" ")).collect(Collectors.joining(", "));
  }
}
