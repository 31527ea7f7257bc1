package org.gatewatch.report;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Texts cut to the limits of a format: between characters, never within an escape. */
final class Cut {
  private static final String MORE = "…";

  /** What a tree is cut to, step by step until it fits: characters of a text, items of a list. */
  private static final int[][] STEPS = {{8192, 1024}, {2048, 64}, {512, 20}, {128, 20}};

  private Cut() {}

  /** At most that many UTF-16 units, the last an ellipsis when something is missing. */
  static String chars(String text, int most) {
    return fit(text, most, false, c -> null);
  }

  /**
   * The text escaped, at most that many UTF-16 units of it.
   *
   * @param escape what stands for a code point; null = itself
   */
  static String chars(String text, int most, IntFunction<@Nullable String> escape) {
    return fit(text, most, false, escape);
  }

  /** As above, counted in bytes of UTF-8. */
  static String bytes(String text, int most, IntFunction<@Nullable String> escape) {
    return fit(text, most, true, escape);
  }

  private static String fit(
      String text, int most, boolean bytes, IntFunction<@Nullable String> escape) {
    int reserve = bytes ? 3 : 1;
    StringBuilder out = new StringBuilder(Math.min(text.length(), most) + 1);
    int size = 0;
    int safe = 0; // where an ellipsis still fits behind
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      String piece = escape.apply(c);
      int more = piece == null ? size(c, bytes) : size(piece, bytes);
      if (size + more > most) {
        out.setLength(safe);
        return most < reserve ? "" : out.append(MORE).toString();
      }
      size += more;
      if (piece == null) {
        out.appendCodePoint(c);
      } else {
        out.append(piece);
      }
      if (size + reserve <= most) {
        safe = out.length();
      }
    }
    return out.toString();
  }

  /** Bytes of UTF-8, or UTF-16 units. */
  static int size(String text, boolean bytes) {
    if (!bytes) {
      return text.length();
    }
    return text.codePoints().map(c -> size(c, true)).sum();
  }

  private static int size(int c, boolean bytes) {
    if (!bytes) {
      return Character.charCount(c);
    }
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }

  /**
   * The tree with its texts as {@link PlainText#data}, and when its line is longer than {@code
   * most} bytes, with long texts and lists cut, all alike, until it fits. What was cut says so in
   * {@code unmapped.gatewatch.cut}.
   */
  static ObjectNode tree(ObjectNode tree, int most) {
    ObjectNode whole = (ObjectNode) cut(tree, Integer.MAX_VALUE, Integer.MAX_VALUE);
    ObjectNode out = whole;
    for (int i = 0; i < STEPS.length && size(Json.line(out), true) > most; i++) {
      out = (ObjectNode) cut(whole, STEPS[i][0], STEPS[i][1]);
      if (out.path("unmapped").path("gatewatch") instanceof ObjectNode own) {
        own.put("cut", true);
      }
    }
    return out;
  }

  private static JsonNode cut(JsonNode node, int chars, int items) {
    if (node instanceof ObjectNode object) {
      ObjectNode out = Json.object();
      object.forEachEntry((key, value) -> out.set(key, cut(value, chars, items)));
      return out;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode out = array.arrayNode();
      for (int i = 0; i < array.size() && i < items; i++) {
        out.add(cut(array.get(i), chars, items));
      }
      return out;
    }
    return node.isString()
        ? Json.object().stringNode(chars(PlainText.data(node.stringValue()), chars))
        : node;
  }
}
