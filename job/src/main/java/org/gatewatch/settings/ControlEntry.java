package org.gatewatch.settings;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing that is declared, or no longer.
 *
 * @param id of what there are many of; empty otherwise
 * @param put what is declared, as in the file that declares it, JSON with sorted keys; null when it
 *     is removed
 */
public record ControlEntry(Kind kind, String id, @Nullable String put) {
  /** Plain ASCII: no text of anybody's can hide in it or end a line. */
  private static final JsonMapper MAPPER =
      new JsonMapper(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());

  /** What can be declared, in the order in which it is recorded. */
  public enum Kind {
    /** Whether the roster names all credentials there are. */
    COMPLETE("complete", "roster"),
    /** The days off. */
    HOLIDAYS("holidays", "holidays"),
    /** A row of the roster, by credential id. */
    ROSTER("roster", "roster"),
    /** The whole policy but for Sigma rules. */
    POLICY("policy", "policy"),
    /** A file of Sigma rules, by its name. */
    SIGMA("sigma", "Sigma rules"),
    /** By its id. */
    SUPPRESSION("suppression", "suppressions"),
    /** By the uid of its finding. */
    VERDICT("verdict", "verdicts");

    private final String text;
    private final String title;

    Kind(String text, String title) {
      this.text = text;
      this.title = title;
    }

    /** Its name in the record. */
    public String text() {
      return text;
    }

    /** What a person calls all of them. */
    public String title() {
      return title;
    }

    boolean isOfRoster() {
      return this == COMPLETE || this == HOLIDAYS || this == ROSTER;
    }

    static @Nullable Kind of(String text) {
      for (Kind kind : values()) {
        if (kind.text.equals(text)) {
          return kind;
        }
      }
      return null;
    }
  }

  /**
   * The entry as a line of the record, without a line end.
   *
   * @param effective RFC 3339; null for what was declared from the start
   */
  String line(@Nullable String effective) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("effective", effective);
    out.put("kind", kind.text);
    if (!id.isEmpty()) {
      out.put("id", id);
    }
    if (put == null) {
      out.put("removed", true);
    } else {
      out.set("put", MAPPER.readTree(put));
    }
    return ascii(out);
  }

  /** What is written there as JSON, keys sorted: the same text for the same content. */
  static String json(Node node) {
    return ascii(tree(node));
  }

  private static String ascii(JsonNode node) {
    return MAPPER.writeValueAsString(node).replace("\u007f", "\\u007f");
  }

  private static JsonNode tree(Node node) {
    switch (node.kind()) {
      case MAPPING -> {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(node.entries())
            .forEach(
                (key, value) -> {
                  if (value.kind() != Node.Kind.NULL) {
                    out.set(key, tree(value));
                  }
                });
        return out;
      }
      case LIST -> {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        node.items().forEach(item -> out.add(tree(item)));
        return out;
      }
      case SCALAR -> {
        return JsonNodeFactory.instance.stringNode(node.text());
      }
      default -> {
        return JsonNodeFactory.instance.nullNode();
      }
    }
  }
}
