package org.gatewatch.report;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line of ArcSight's Common Event Format: {@code CEF:0|vendor|product|version|id|name|severity|}
 * and {@code key=value} pairs. In the header pipes and backslashes are escaped, in values equals
 * signs and backslashes; line ends and other control characters do not occur, {@link
 * PlainText#cell} took them. Values keep to the lengths that the format gives its keys, and the
 * line to {@link #MOST_BYTES}: what matters most stands first.
 */
final class CefAlert implements AlertFormat {
  /** RFC 5425 receivers should take 8,192 bytes; a syslog header comes before it. */
  static final int MOST_BYTES = 7_600;

  private static final List<String> SEVERITIES = List.of("1", "3", "5", "8", "10");

  @Override
  public String id() {
    return "cef";
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
    Line line = new Line();
    line.out.append("CEF:0|Gatewatch|Gatewatch|");
    line.header(alert.version(), 31);
    line.header(OcsfFinding.or(alert.analytic(), "finding"), 255);
    line.header(OcsfFinding.or(alert.title(), alert.analyticName()), 400);
    line.out.append(SEVERITIES.get(alert.severity() - 1)).append('|');
    line.put("rt", Long.toString(alert.modified()), 20);
    line.put("externalId", alert.uid(), 40);
    line.labelled("cs1", "credential", alert.credential(), 1000);
    var event = alert.event();
    String ip = AlertView.text(event.path("src_endpoint"), "ip");
    if (ip.indexOf(':') < 0) {
      line.put("src", ip, 45);
    } else {
      line.labelled("c6a2", "Source IPv6 Address", ip, 45);
    }
    line.put("suid", first(alert.cited("actor", "user", "uid")), 500);
    line.put("suser", alert.owner(), 500);
    line.put("start", Long.toString(alert.first()), 20);
    line.put("end", Long.toString(alert.last()), 20);
    line.put("cnt", Long.toString(alert.events()), 20);
    line.put("cat", String.join(",", alert.types()), 500);
    line.put("act", alert.isAlert() ? "alert" : "digest", 63);
    line.put("outcome", alert.status(), 63);
    line.labelled("cn1", "revision", Integer.toString(alert.revision()), 20);
    line.labelled("cn2", "confidence", Integer.toString(alert.confidence()), 20);
    line.labelled("cs2", "attack", attack(alert), 500);
    line.labelled("cs3", "vendor", alert.vendor(), 200);
    line.labelled("cs4", "case", alert.caseUid(), 64);
    line.put("request", first(alert.cited("http_request", "url", "path")), 500);
    line.put("requestMethod", first(alert.cited("http_request", "http_method")), 16);
    line.put("requestClientApplication", first(alert.cited("http_request", "user_agent")), 500);
    line.labelled("cs5", "model", first(alert.cited("resources", "uid")), 200);
    line.put("reason", alert.why(), 500);
    line.labelled("cs6", "remediation", alert.remediation(), 700);
    line.put("msg", alert.description(), 1023);
    return line.out.toString();
  }

  /** Such as {@code ATT&CK 18.1 T1078.004, ATLAS 5.6.1 AML.T0012}. */
  static String attack(AlertView alert) {
    return alert.attacks().stream()
        .map(AlertView.Attack::versioned)
        .collect(Collectors.joining(", "));
  }

  static String first(List<String> values) {
    return values.isEmpty() ? "" : values.get(0);
  }

  private static final class Line {
    final StringBuilder out = new StringBuilder(1024);
    private boolean some;
    private int size = 1000; // of the header, at most: 31 + 255 + 400 characters, mostly ASCII

    void header(String text, int most) {
      out.append(Cut.bytes(PlainText.cell(text), most, Line::inHeader)).append('|');
    }

    void put(String key, String text, int most) {
      int left = MOST_BYTES - size - key.length() - 2;
      if (text.isEmpty() || left < 16) {
        return;
      }
      // Receivers trim values, and a value of blanks alone would be none.
      String value = Cut.bytes(PlainText.cell(text).strip(), Math.min(most, left), Line::inValue);
      if (value.isEmpty()) {
        return;
      }
      out.append(some ? " " : "").append(key).append('=').append(value);
      some = true;
      size += key.length() + 2 + Cut.size(value, true);
    }

    void labelled(String key, String label, String text, int most) {
      int before = out.length();
      put(key, text, most);
      if (out.length() > before) {
        put(key + "Label", label, 64);
      }
    }

    private static @Nullable String inHeader(int c) {
      return c == '|' ? "\\|" : c == '\\' ? "\\\\" : null;
    }

    private static @Nullable String inValue(int c) {
      return c == '=' ? "\\=" : c == '\\' ? "\\\\" : null;
    }
  }
}
