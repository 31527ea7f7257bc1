package org.gatewatch.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of QRadar's Log Event Extended Format 2.0, its pairs separated by tabs. The format has no
 * escapes: tabs and line ends in a value were taken by {@link PlainText#cell}, a pipe in the header
 * becomes a slash. Receivers cut a message at 4,096 bytes unless told otherwise, so that the line
 * keeps to {@link #MOST_BYTES}: what matters most stands first.
 */
final class LeefAlert implements AlertFormat {
  /** With room for a syslog header. */
  static final int MOST_BYTES = 3_800;

  private static final List<String> SEVERITIES = List.of("1", "3", "5", "8", "10");

  @Override
  public String id() {
    return "leef";
  }

  @Override
  public String contentType() {
    return "text/plain; charset=utf-8";
  }

  @Override
  public boolean takesCases() {
    return false;
  }

  @Override
  public String encode(AlertView alert) {
    StringBuilder out = new StringBuilder("LEEF:2.0|Gatewatch|Gatewatch|");
    out.append(header(alert.version(), 31)).append('|');
    out.append(header(OcsfFinding.or(alert.analytic(), "finding"), 255)).append("|x09|");
    int start = out.length();
    // The category must be a static text, so that events can be mapped.
    put(out, start, "cat", alert.isAlert() ? "alert" : "digest", 16);
    put(out, start, "sev", SEVERITIES.get(alert.severity() - 1), 2);
    put(out, start, "devTime", AlertView.iso(alert.modified()).replace("Z", "+0000"), 32);
    put(out, start, "devTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSZ", 32);
    put(out, start, "src", AlertView.text(alert.event().path("src_endpoint"), "ip"), 45);
    put(out, start, "usrName", CefAlert.first(alert.cited("actor", "user", "uid")), 255);
    put(out, start, "accountName", alert.credential(), 255);
    put(out, start, "policy", OcsfFinding.or(alert.analyticName(), alert.analytic()), 255);
    put(out, start, "findingId", alert.uid(), 64);
    put(out, start, "revision", Integer.toString(alert.revision()), 12);
    put(out, start, "status", alert.status(), 32);
    put(out, start, "title", alert.title(), 400);
    put(out, start, "vendorName", alert.vendor(), 200);
    put(out, start, "firstEvent", AlertView.iso(alert.first()), 32);
    put(out, start, "lastEvent", AlertView.iso(alert.last()), 32);
    put(out, start, "eventCount", Long.toString(alert.events()), 20);
    put(out, start, "attack", CefAlert.attack(alert), 300);
    put(out, start, "url", CefAlert.first(alert.cited("http_request", "url", "path")), 300);
    put(out, start, "userAgent", CefAlert.first(alert.cited("http_request", "user_agent")), 300);
    put(out, start, "remediation", alert.remediation(), 400);
    put(out, start, "msg", alert.description(), 1000);
    return out.toString();
  }

  private static String header(String text, int most) {
    return Cut.bytes(PlainText.cell(text), most, LeefAlert::inHeader);
  }

  private static @Nullable String inHeader(int c) {
    return c == '|' ? "/" : null;
  }

  private static void put(StringBuilder out, int start, String key, String text, int most) {
    int left = MOST_BYTES - 400 - Cut.size(out.substring(start), true) - key.length() - 2;
    if (text.isEmpty() || left < 8) {
      return;
    }
    String value = Cut.bytes(PlainText.cell(text).strip(), Math.min(most, left), c -> null);
    if (!value.isEmpty()) {
      out.append(out.length() == start ? "" : "\t").append(key).append('=').append(value);
    }
  }
}
