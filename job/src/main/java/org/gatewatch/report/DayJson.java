package org.gatewatch.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.Locale;
import org.gatewatch.detect.Band;
import org.gatewatch.detect.Family;
import org.gatewatch.judge.SettledDay;
import org.gatewatch.judge.SettledHour;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One settled credential-day as a line of {@code windows.jsonl.zst}. */
public final class DayJson {
  private static final MathContext DIGITS = new MathContext(5);

  private DayJson() {}

  /** One line, without a line end. */
  public static String line(SettledDay day) {
    ObjectNode out = Json.object();
    Json.put(out, "credential", day.credential());
    out.put("day", LocalDate.ofEpochDay(day.day()).toString());
    Json.put(out, "group", day.group());
    out.put("stratum", day.stratum());
    ObjectNode families = Json.object();
    for (Family family : Family.values()) {
      double v = day.surprises().get(family.ordinal());
      if (v > 0) {
        families.put(family.id(), number(StrictMath.exp(-v)));
      }
    }
    Json.put(out, "p", families);
    out.put("score", number(day.score()));
    out.put("p_day", number(StrictMath.exp(-day.surprise())));
    out.put("threshold", number(day.threshold()));
    out.put("outcome", day.outcome().name().toLowerCase(Locale.ROOT));
    if (day.ruled()) {
      out.put("ruled", true);
    }
    hours("hours", day, false, out);
    hours("vendor_hours", day, true, out);
    return Json.line(out);
  }

  /**
   * Each hour of a log as an array: hour of the day, requests, denied ones, output tokens; then
   * where known the expected requests and what they rarely exceed; then the same of tokens.
   */
  private static void hours(String key, SettledDay day, boolean vendor, ObjectNode out) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (SettledHour h : day.hours()) {
      if (h.vendor() == vendor) {
        ArrayNode one = all.addArray().add(h.hour()).add(h.requests()).add(h.denied());
        one.add(h.outputTokens());
        band(h.expectedRequests(), one);
        band(h.expectedRequests() == null ? null : h.expectedTokens(), one);
      }
    }
    if (!all.isEmpty()) {
      out.set(key, all);
    }
  }

  private static void band(@Nullable Band band, ArrayNode out) {
    if (band != null) {
      out.add(number(band.expected())).add(number(band.high()));
    }
  }

  /** Five significant digits, the same on every Java. */
  static BigDecimal number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
  }
}
