package org.gatewatch.report;

import java.util.List;

/**
 * Findings as a table (RFC 4180). A cell that a spreadsheet would take for a formula gets an
 * apostrophe in front, so that a user agent {@code =cmd|…} is text there too.
 */
final class FindingCsv implements AlertFormat {
  /** A spreadsheet's cell takes 32,767. */
  private static final int LONGEST = 8_000;

  private static final List<String> COLUMNS =
      List.of(
          "uid",
          "revision",
          "time",
          "modified",
          "severity",
          "is_alert",
          "status",
          "credential",
          "owner",
          "vendor",
          "contact",
          "analytic",
          "title",
          "types",
          "first_event",
          "last_event",
          "events",
          "addresses",
          "attack",
          "confidence",
          "case_uid",
          "description",
          "remediation");

  @Override
  public String id() {
    return "csv";
  }

  @Override
  public String contentType() {
    return "text/csv; charset=utf-8";
  }

  @Override
  public boolean takesCases() {
    return false;
  }

  @Override
  public String header() {
    return String.join(",", COLUMNS);
  }

  @Override
  public String encode(AlertView alert) {
    List<String> row =
        List.of(
            alert.uid(),
            Integer.toString(alert.revision()),
            AlertView.iso(alert.time()),
            AlertView.iso(alert.modified()),
            alert.severityName(),
            Boolean.toString(alert.isAlert()),
            alert.status(),
            alert.credential(),
            alert.owner(),
            alert.vendor(),
            alert.contact(),
            alert.analytic(),
            alert.title(),
            String.join(" ", alert.types()),
            AlertView.iso(alert.first()),
            AlertView.iso(alert.last()),
            Long.toString(alert.events()),
            String.join(" ", alert.cited("src_endpoint", "ip")),
            CefAlert.attack(alert),
            Integer.toString(alert.confidence()),
            alert.caseUid(),
            alert.description(),
            alert.remediation());
    StringBuilder out = new StringBuilder();
    for (String text : row) {
      out.append(out.isEmpty() ? "" : ",").append(cell(text));
    }
    return out.toString();
  }

  private static String cell(String text) {
    String data = PlainText.cell(text);
    String plain = Cut.chars(isFormula(data) ? "'" + data : data, LONGEST);
    boolean quote =
        plain.indexOf(',') >= 0 || plain.indexOf('"') >= 0 || !plain.equals(plain.strip());
    return quote ? "\"" + plain.replace("\"", "\"\"") + "\"" : plain;
  }

  /** Also in the wide forms, and behind blanks, which spreadsheets skip. */
  private static boolean isFormula(String text) {
    String begin = text.strip();
    return !begin.isEmpty() && "=+-@＝＋－＠".indexOf(begin.charAt(0)) >= 0;
  }
}
