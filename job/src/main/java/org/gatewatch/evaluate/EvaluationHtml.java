package org.gatewatch.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gatewatch.report.PlainText;

/** {@code evaluation.html}: one page that needs nothing else, without scripts, light and dark. */
public final class EvaluationHtml {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>Gatewatch evaluation</title>
      <style>
      :root{color-scheme:light dark;--ink:#1b1f24;--dim:#656d76;--line:#d0d7de;--page:#fff;--mark:#0550ae;--area:#0550ae22}
      @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--dim:#8d96a0;--line:#30363d;--page:#0d1117;--mark:#79c0ff;--area:#79c0ff22}}
      body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);max-width:60rem;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem}p.dim,figcaption{color:var(--dim)}
      .wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
      th,td{padding:.25rem .7rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
      th:first-child,td:first-child{text-align:left}th{font-weight:600}
      dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem}dt{color:var(--dim)}dd{margin:0}
      figure{margin:0}svg{max-width:100%;height:auto}svg text{fill:var(--dim);font-size:12px}
      .axis{stroke:var(--line);fill:none}.ideal{stroke:var(--dim);stroke-dasharray:4 4;fill:none}
      .band{fill:var(--area);stroke:none}.rate{stroke:var(--mark);stroke-width:2;fill:none}.dot{fill:var(--mark)}
      </style>
      </head>
      <body>
      """;

  private final StringBuilder out = new StringBuilder(HEAD);

  private EvaluationHtml() {}

  /** The whole page. Names and labels are escaped: they are others' to choose. */
  public static String of(Evaluation e, List<Comparison> comparisons) {
    EvaluationHtml page = new EvaluationHtml();
    page.headline(e);
    page.types(e);
    page.rates(e);
    page.changes(e.falseAlerts());
    page.signals(e);
    page.comparisons(comparisons);
    return page.out.append("</body>\n</html>\n").toString();
  }

  private void headline(Evaluation e) {
    FalseAlerts f = e.falseAlerts();
    Summary t = e.total();
    out.append("<h1>Gatewatch evaluation</h1>\n<dl>\n");
    item("Runs", String.join(", ", e.runs()));
    item(
        "Judged",
        format(
            "%d days after %d of warm-up, %,d active credential-days",
            e.days(), e.warmUpDays(), e.credentialDays()));
    item(
        "Attacks found",
        t.attacks() == 0
            ? "none in these labels"
            : format(
                "%d of %d (%.0f %%; 95 %%: %s %%); by chance at this rate %.1f",
                t.found(),
                t.attacks(),
                100.0 * t.found() / t.attacks(),
                EvaluationText.range(t.interval().times(100), "%.0f"),
                t.chance()));
    item(
        "False alerts",
        format(
            "%d = %.2f per 1,000 credential-days (95 %%: %s by bootstrap, %s if independent)",
            f.count(),
            f.per1000(),
            EvaluationText.range(f.bootstrap(), "%.2f"),
            EvaluationText.range(f.poisson(), "%.2f")));
    item(
        "By lane",
        format(
            "%d statistical = %.2f per 1,000, %d by rule",
            f.statistical(), f.statisticalPer1000(), f.byRule()));
    item(
        "By day",
        format(
            "%.2f; most on one day %d (statistical %d)",
            f.perDay(), f.mostOnADay(), f.mostStatisticalOnADay()));
    item("Alerts and digest", format("%d alerts, %d digest entries", e.alerts(), e.digest()));
    out.append("</dl>\n");
  }

  private void types(Evaluation e) {
    if (e.types().isEmpty()) {
      return;
    }
    heading("Attacks by type");
    table(
        "Type",
        "Found",
        "Of",
        "95 %",
        "By rule",
        "By statistics",
        "By chance",
        "Hours, median",
        "Hours, p90",
        "Let through, median",
        "In the digest");
    for (Map.Entry<String, Summary> type : e.types().entrySet()) {
      Summary s = type.getValue();
      row(
          type.getKey(),
          s.found(),
          s.attacks(),
          EvaluationText.range(s.interval().times(100), "%.0f"),
          s.byRule(),
          s.byStatistics(),
          format("%.1f", s.chance()),
          EvaluationText.number(s.medianHours(), "%.1f"),
          EvaluationText.number(s.p90Hours(), "%.1f"),
          EvaluationText.number(s.medianLetThrough(), "%.0f"),
          s.inDigest());
    }
    end();
  }

  private void rates(Evaluation e) {
    if (e.rates().isEmpty()) {
      return;
    }
    heading("Stated against realised alert rate");
    out.append("<figure>\n").append(RatePlot.svg(e.rates()));
    out.append("<figcaption>")
        .append(
            escaped(
                format(
                    "Share of %,d credential-days without an attack whose p_day is at most the"
                        + " budget, per 1,000, with its 95 %% interval. On the dashed line a stated"
                        + " rate is held exactly; below it, fewer alerts than stated.",
                    e.rates().get(0).days())))
        .append("</figcaption>\n</figure>\n");
    table("Stated per 1,000", "Realised", "95 %");
    for (RealisedRate r : e.rates()) {
      row(
          format("%.1f", r.stated()),
          format("%.2f", r.realised()),
          EvaluationText.range(r.interval(), "%.2f"));
    }
    end();
  }

  private void changes(FalseAlerts f) {
    if (f.byChange().isEmpty()) {
      return;
    }
    heading("False alerts by the benign change under way");
    table("Change", "False alerts");
    f.byChange().forEach((change, n) -> row(change, n));
    end();
  }

  private void signals(Evaluation e) {
    if (e.signals().isEmpty()) {
      return;
    }
    heading("Calibrated p-values of windows");
    out.append(
        "<p class=\"dim\">A calibrated p is at most 1e-3 in one of 1,000 normal windows. Windows of"
            + " attacks count too.</p>\n");
    table("Signal", "Tested", "p = 1", "≤ 1e-2", "≤ 1e-3", "≤ 1e-4", "KS");
    for (SignalCalibration s : e.signals()) {
      row(
          s.signal() + (s.early() ? " (early days)" : ""),
          format("%,d", s.windows()),
          format("%.3f", s.certain()),
          format("%.1e", s.at2()),
          format("%.1e", s.at3()),
          format("%.1e", s.at4()),
          EvaluationText.number(s.ks(), "%.3f"));
    }
    end();
  }

  private void comparisons(List<Comparison> comparisons) {
    if (comparisons.isEmpty()) {
      return;
    }
    heading("Simple detectors on the same log");
    table("Detector", "Setting", "False per 1,000", "Found", "Of", "By chance");
    for (Comparison c : comparisons) {
      row(
          c.name(),
          c.setting(),
          format("%.2f", c.falsePer1000()),
          c.found(),
          c.attacks(),
          format("%.1f", c.chance()));
    }
    end();
  }

  private void heading(String text) {
    out.append("<h2>").append(escaped(text)).append("</h2>\n");
  }

  private void item(String term, String text) {
    out.append("<dt>").append(escaped(term)).append("</dt><dd>");
    out.append(escaped(text)).append("</dd>\n");
  }

  private void table(String... columns) {
    out.append("<div class=\"wide\"><table>\n<tr>");
    for (String column : columns) {
      out.append("<th>").append(escaped(column)).append("</th>");
    }
    out.append("</tr>\n");
  }

  private void row(Object... cells) {
    out.append("<tr>");
    for (Object cell : cells) {
      out.append("<td>").append(escaped(cell.toString())).append("</td>");
    }
    out.append("</tr>\n");
  }

  private void end() {
    out.append("</table></div>\n");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Text that stays text wherever HTML allows text, and shows what it hides. */
  static String escaped(String text) {
    String cell = PlainText.cell(text);
    StringBuilder out = new StringBuilder(cell.length());
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
