package org.gatewatch.report;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A line for a receiver, who takes only so much: whoever touches a canary with a thousand
 * credentials makes a case that names them all. What does not fit loses the ends of its lists, and
 * says how many entries that were; the file has everything.
 */
public final class Shortened {
  /** UTF-8 bytes that a line may have; encoded as another format it still fits in a megabyte. */
  static final int MOST = 300_000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Entries of a list, characters of a text: the first that fits is taken. */
  private static final int[][] STEPS = {{200, 20_000}, {50, 4_000}, {10, 500}, {1, 100}};

  private Shortened() {}

  /**
   * The line itself when it fits, otherwise as much of it as does.
   *
   * @param line an OCSF finding or case
   */
  public static String line(String line) {
    if (fits(line)) {
      return line;
    }
    JsonNode whole = JSON.readTree(line);
    String out = line;
    for (int[] step : STEPS) {
      long[] leftOut = {0};
      JsonNode cut = cut(whole, step[0], step[1], leftOut);
      if (cut.path("unmapped").path("gatewatch") instanceof ObjectNode ours) {
        ours.put("left_out", leftOut[0]);
      }
      out = Json.line((ObjectNode) cut);
      if (fits(out)) {
        break;
      }
    }
    return out;
  }

  private static boolean fits(String line) {
    return line.length() <= MOST / 3 || line.getBytes(StandardCharsets.UTF_8).length <= MOST;
  }

  private static JsonNode cut(JsonNode node, int entries, int characters, long[] leftOut) {
    if (node instanceof ObjectNode object) {
      ObjectNode out = Json.object();
      object.forEachEntry((key, value) -> out.set(key, cut(value, entries, characters, leftOut)));
      return out;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode out = array.arrayNode();
      for (JsonNode entry : array) {
        if (out.size() < entries) {
          out.add(cut(entry, entries, characters, leftOut));
        } else {
          leftOut[0]++;
        }
      }
      return out;
    }
    return node.isString() && node.asString().length() > characters
        ? StringNode.valueOf(PlainText.data(node.asString().substring(0, characters)) + "…")
        : node;
  }
}
