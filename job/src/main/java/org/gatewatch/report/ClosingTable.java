package org.gatewatch.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.gatewatch.cases.Case;
import org.gatewatch.judge.Change;
import org.gatewatch.judge.Disposition;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What {@code gatewatch replay} prints at its end: the findings that matter most, what was read,
 * and what the reader should know before trusting it. Times are UTC.
 */
public final class ClosingTable {
  /** Width for output that is no terminal, columns. */
  public static final int WIDTH = 100;

  private static final int ROWS = 15;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Whether the terminal shows colours. */
  public enum Style {
    PLAIN,
    COLOUR
  }

  private final int width;
  private final Style style;

  /**
   * @param width of the terminal, columns
   */
  public ClosingTable(int width, Style style) {
    this.width = width;
    this.style = style;
  }

  /**
   * The text, ending with a line end.
   *
   * @param findings last revisions, in any order
   * @param ledger of all parts of the graph, merged
   * @param files where the output lies, in words or as a path
   */
  public String text(List<Finding> findings, Ledger ledger, String files) {
    return text(findings, ledger, ControlsSummary.NOTHING, files);
  }

  /** As above, with what came of what people said. */
  public String text(List<Finding> findings, Ledger ledger, ControlsSummary said, String files) {
    return text(List.of(), findings, null, ledger, said, files);
  }

  /**
   * As above, the cases before the findings, and after them what a second pass found.
   *
   * @param hindsight null when there was none
   */
  public String text(
      List<Case> cases,
      List<Finding> findings,
      @Nullable List<Finding> hindsight,
      Ledger ledger,
      ControlsSummary said,
      String files) {
    List<String> out = new ArrayList<>(new CaseLines(width).lines(cases));
    List<Finding> top =
        findings.stream()
            .filter(f -> f.change().kind() != Change.Kind.WITHDRAWN && !isDecided(f))
            .sorted(
                Comparator.comparing((Finding f) -> !f.alert())
                    .thenComparing(Finding::severity, Comparator.reverseOrder())
                    .thenComparingLong(Finding::time)
                    .thenComparing(Finding::uid))
            .toList();
    if (!top.isEmpty()) {
      table(top.subList(0, Math.min(ROWS, top.size())), out);
      if (top.size() > ROWS) {
        out.add("… " + number(top.size() - ROWS) + " more");
      }
      out.add("");
    }
    long alerts = top.stream().filter(Finding::alert).count();
    out.add(
        count(alerts, "alert")
            + " and "
            + count(top.size() - alerts, "finding")
            + " in the digest, from "
            + count(ledger.acceptedTotal(), "event")
            + " in "
            + count(ledger.lines(), "line"));
    if (hindsight != null) {
      out.add(
          "In hindsight, judged against the rest of the log: "
              + number(hindsight.size())
              + " more in hindsight.jsonl"
              + (hindsight.isEmpty() ? "" : ":"));
      if (!hindsight.isEmpty()) {
        table(hindsight.subList(0, Math.min(ROWS, hindsight.size())), out);
      }
    }
    out.addAll(said.lines());
    out.addAll(new LedgerWarnings(ledger).lines());
    out.add("Written to " + PlainText.cell(files));
    return String.join("\n", out) + "\n";
  }

  /** Whether people said that nothing has to be done. */
  private static boolean isDecided(Finding f) {
    Disposition d = f.disposition();
    return d != null && d.status() != Disposition.Status.CONFIRMED;
  }

  private void table(List<Finding> top, List<String> out) {
    TextTable table = new TextTable(width, 3);
    table.add(List.of("SEVERITY", "CREDENTIAL", "SINCE (UTC)", "WHY", "UNTIL"));
    for (Finding f : top) {
      table.add(
          List.of(
              f.alert() ? f.severity().caption() : "(digest)",
              PlainText.cell(f.credential()),
              time(f.firstSeen()),
              PlainText.cell(why(f)),
              time(f.lastSeen())));
    }
    List<String> lines = table.lines();
    out.add(lines.get(0));
    for (int i = 0; i < top.size(); i++) {
      out.add(coloured(lines.get(i + 1), top.get(i)));
    }
  }

  /** The title, without the credential that the row names anyway. */
  private static String why(Finding f) {
    String title = OcsfFinding.or(f.title(), f.analyticName());
    String behind = ": " + f.credential();
    return title.endsWith(behind) && title.length() > behind.length()
        ? title.substring(0, title.length() - behind.length())
        : title;
  }

  /** Only the first word is coloured: the rest of the line is an attacker's text. */
  private String coloured(String line, Finding finding) {
    if (style == Style.PLAIN
        || !finding.alert()
        || finding.severity().compareTo(Severity.HIGH) < 0) {
      return line;
    }
    int end = finding.severity().caption().length();
    String code = finding.severity() == Severity.CRITICAL ? "\u001b[1;31m" : "\u001b[33m";
    return code + line.substring(0, end) + "\u001b[0m" + line.substring(end);
  }

  private static String time(long ms) {
    return TIME.format(Instant.ofEpochMilli(Math.max(0, Math.min(OcsfTime.LAST, ms))));
  }

  static String count(long n, String what) {
    return number(n) + " " + what + (n == 1 ? "" : "s");
  }

  static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
