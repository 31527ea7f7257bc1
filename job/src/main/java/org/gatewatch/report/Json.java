package org.gatewatch.report;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON as all files of an output directory hold it: keys in the order they were put, absent rather
 * than null or empty, no invisible character left unescaped.
 */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final ObjectWriter PRETTY =
      MAPPER
          .writer()
          .with(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private Json() {}

  /** A new object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Puts a log's text as {@link PlainText#data}; nothing when it is null or empty. */
  public static void put(ObjectNode to, String key, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      to.put(key, PlainText.data(text));
    }
  }

  /** Puts a number that JSON can hold; nothing for NaN and the infinities. */
  public static void put(ObjectNode to, String key, double value) {
    if (Double.isFinite(value)) {
      to.put(key, value);
    }
  }

  /** Puts an object that holds something. */
  public static void put(ObjectNode to, String key, ObjectNode value) {
    if (!value.isEmpty()) {
      to.set(key, value);
    }
  }

  /** The object on one line, without a line end. */
  public static String line(ObjectNode object) {
    return visible(MAPPER.writeValueAsString(object));
  }

  /** The object over several lines, ending with a line end. */
  public static String pretty(ObjectNode object) {
    return visible(PRETTY.writeValueAsString(object)) + "\n";
  }

  /**
   * Writes what a terminal would not show as it is (direction overrides, line separators, tags) in
   * JSON's own escapes: the text a parser reads is the same. Such characters occur in strings only.
   */
  private static String visible(String json) {
    StringBuilder out = null;
    for (int i = 0; i < json.length(); ) {
      int c = json.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean hidden = c > 0x7e && PlainText.isInvisible(c);
      if (hidden && out == null) {
        out = new StringBuilder(json.length() + 64).append(json, 0, i);
      }
      if (hidden && out != null) {
        for (int k = i; k < next; k++) {
          out.append("\\u").append(hex(json.charAt(k)));
        }
      } else if (out != null) {
        out.append(json, i, next);
      }
      i = next;
    }
    return out == null ? json : out.toString();
  }

  private static String hex(char c) {
    String digits = Integer.toHexString(c);
    return "0000".substring(digits.length()) + digits;
  }
}
