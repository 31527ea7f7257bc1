package org.gatewatch.report;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Days of {@code windows.jsonl.zst} as {@code report.html} holds them: for each credential shown,
 * how its days ended and what its hours brought.
 */
final class HtmlDays {
  /** Hours held at most; a browser draws as many without stalling. */
  static final int MOST_HOURS = 200_000;

  private static final int GATEWAY_WIDTH = 8;
  private static final int VENDOR_WIDTH = 4;

  private final TreeMap<String, ObjectNode> credentials = new TreeMap<>();

  /** Days of these credentials and no others. */
  HtmlDays(Collection<String> shown) {
    shown.forEach(credential -> credentials.put(credential, Json.object()));
  }

  /** Takes in a line of the file; days of other credentials are passed over. */
  void add(JsonNode row) {
    ObjectNode out = credentials.get(HtmlFindings.text(row, "credential"));
    if (out == null) {
      return;
    }
    long day;
    try {
      day = LocalDate.parse(HtmlFindings.text(row, "day")).toEpochDay();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("\"day\" is no date", e);
    }
    Json.put(out, "group", HtmlFindings.text(row, "group"));
    ArrayNode days = array("days", out).addArray();
    days.add(day).add(row.path("p_day").asDouble(1)).add(row.path("score").asDouble(0));
    days.add(row.path("threshold").asDouble(0));
    days.add(
        switch (HtmlFindings.text(row, "outcome")) {
          case "alert" -> 2;
          case "digest" -> 1;
          default -> 0;
        });
    hours("hours", row, day, GATEWAY_WIDTH, out);
    hours("vendor_hours", row, day, VENDOR_WIDTH, out);
  }

  /** Flat: hours since 1970, then the rest of the row; 0 where nothing is known. */
  private static void hours(String key, JsonNode row, long day, int width, ObjectNode out) {
    JsonNode hours = row.path(key);
    if (hours.isEmpty()) {
      return;
    }
    ArrayNode flat = array(key, out);
    for (JsonNode hour : hours) {
      flat.add(24 * day + hour.path(0).asLong(0));
      for (int i = 1; i < width; i++) {
        JsonNode value = hour.path(i);
        if (value.isNumber()) {
          flat.add(value);
        } else {
          flat.add(0);
        }
      }
    }
  }

  private static ArrayNode array(String key, ObjectNode in) {
    return in.get(key) instanceof ArrayNode known ? known : in.putArray(key);
  }

  /**
   * All of it, by credential.
   *
   * @param first whose hours are kept when there are more than {@link #MOST_HOURS}
   */
  ObjectNode json(Collection<String> first) {
    int left = MOST_HOURS;
    for (String credential : first) {
      left -= size(credentials.get(credential));
    }
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, ObjectNode> entry : credentials.entrySet()) {
      ObjectNode one = entry.getValue();
      if (!first.contains(entry.getKey())) {
        int size = size(one);
        if (size > left) {
          one.remove("hours");
          one.remove("vendor_hours");
        } else {
          left -= size;
        }
      }
      all.set(PlainText.data(entry.getKey()), one);
    }
    return all;
  }

  private static int size(@org.jspecify.annotations.Nullable ObjectNode one) {
    return one == null
        ? 0
        : one.path("hours").size() / GATEWAY_WIDTH + one.path("vendor_hours").size() / VENDOR_WIDTH;
  }
}
