package org.gatewatch.report;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Texts that evidence repeats, each held once: in the report a cell is the index of its text. */
final class HtmlStrings {
  private final Map<String, Integer> index = new LinkedHashMap<>();

  HtmlStrings() {
    index.put("", 0);
  }

  /** The index of a text; 0 for the empty one. */
  int of(String text) {
    Integer known = index.putIfAbsent(text, index.size());
    return known == null ? index.size() - 1 : known;
  }

  /** All texts, by index. */
  ArrayNode json() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    index.keySet().forEach(text -> all.add(PlainText.data(text)));
    return all;
  }
}
