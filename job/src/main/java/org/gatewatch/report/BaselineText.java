package org.gatewatch.report;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A line of {@code baselines.jsonl} for a terminal. */
public final class BaselineText {
  private static final int LABEL = 14;
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final String SHADES = ".:+*#";

  private BaselineText() {}

  /** One line, without a line end. */
  public static String summary(JsonNode row) {
    return PlainText.cell(
        row.path("credential").asString("")
            + "  "
            + row.path("group").asString("")
            + "  "
            + row.path("windows").asLong(0)
            + " active hours on "
            + row.path("active_days").asLong(0)
            + " days, "
            + Numbers.number(row.path("requests").path("mean").asDouble(0))
            + " requests an hour, "
            + zone(row));
  }

  private static String zone(JsonNode row) {
    JsonNode zone = row.path("zone");
    String from = zone.path("from").asString("");
    return zone.path("name").asString("UTC")
        + switch (from) {
          case "declared" -> " (declared)";
          case "inferred" ->
              " (inferred, " + Numbers.percent(zone.path("sure").asDouble(0)) + " sure)";
          default -> " (no zone declared or inferred)";
        };
  }

  /** Everything, with line ends. */
  public static String text(JsonNode row) {
    Paragraphs out = new Paragraphs(LABEL);
    out.heading(row.path("credential").asString(""));
    out.line("peers", row.path("peers").asLong(0) + " in group " + row.path("group").asString(""));
    out.line(
        "used",
        "since "
            + row.path("first_use").asString("")
            + ", last on "
            + row.path("last_day").asString("")
            + ": "
            + row.path("windows").asLong(0)
            + " active hours on "
            + row.path("active_days").asLong(0)
            + " days");
    out.line("clock", zone(row));
    JsonNode requests = row.path("requests");
    if (requests.has("mean")) {
      out.line("requests", Numbers.number(requests.path("mean").asDouble(0)) + " an active hour");
      out.line("on weekdays", cells(requests.path("weekdays")));
      out.line("on weekends", cells(requests.path("weekends")));
    }
    level(out, "tokens", row.path("tokens_per_request"));
    level(out, "bytes", row.path("bytes_per_request"));
    out.line("asked for", list(row.path("names")));
    for (String source : List.of("gateway", "vendor")) {
      JsonNode habits = row.path(source);
      if (!habits.isMissingNode()) {
        out.blank();
        out.heading(
            "as the " + source + " saw it, in " + habits.path("windows").asLong(0) + " hours");
        for (String key : habits.propertyNames()) {
          if (habits.path(key).isArray() && !key.equals("hours_of_week")) {
            out.line(key, list(habits.path(key)));
          }
        }
        hours(out, habits.path("hours_of_week"));
      }
    }
    return out.text();
  }

  private static void level(Paragraphs out, String name, JsonNode level) {
    if (level.has("mean")) {
      out.line(
          name, Numbers.count(level.path("mean").asDouble(0)) + " per request (geometric mean)");
    }
  }

  private static String cells(JsonNode cells) {
    List<String> out = new ArrayList<>();
    for (String hour : cells.propertyNames()) {
      out.add(hour + "h " + Numbers.number(cells.path(hour).asDouble(0)));
    }
    return String.join(", ", out);
  }

  private static String list(JsonNode values) {
    List<String> out = new ArrayList<>();
    values.forEach(v -> out.add(v.asString("")));
    return String.join(", ", out);
  }

  /** A row a day, a sign an hour: the more often it was active, the darker. */
  private static void hours(Paragraphs out, JsonNode hours) {
    double most = 0;
    for (JsonNode h : hours) {
      most = Math.max(most, h.asDouble(0));
    }
    for (int day = 0; day < DAYS.size() && most > 0; day++) {
      StringBuilder line = new StringBuilder();
      for (int hour = 0; hour < 24; hour++) {
        double share = hours.path(day * 24 + hour).asDouble(0) / most;
        int shade = share <= 0 ? 0 : 1 + (int) Math.min(3, share * 4);
        line.append(SHADES.charAt(shade));
      }
      out.line(DAYS.get(day), line + (day == 0 ? "  0h to 23h on its clock" : ""));
    }
  }
}
