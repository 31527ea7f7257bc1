package org.gatewatch.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gatewatch.report.PlainText;

/** An evaluation for a terminal. */
public final class EvaluationText {
  private EvaluationText() {}

  /** Several lines. */
  public static String of(Evaluation e, List<Comparison> comparisons) {
    StringBuilder out = new StringBuilder();
    FalseAlerts f = e.falseAlerts();
    line(
        out,
        "%d run%s, %d days judged after %d of warm-up, %,d active credential-days",
        e.runs().size(),
        e.runs().size() == 1 ? "" : "s",
        e.days(),
        e.warmUpDays(),
        e.credentialDays());
    line(
        out,
        "alerts            %d (and %d before judging, not counted); %d entries in the digest",
        e.alerts(),
        e.early(),
        e.digest());
    line(
        out,
        "false alerts      %d = %.2f per 1,000 credential-days (95 %%: %s by bootstrap, %s if"
            + " independent)",
        f.count(),
        f.per1000(),
        range(f.bootstrap(), "%.2f"),
        range(f.poisson(), "%.2f"));
    line(
        out,
        "  by lane         %d statistical = %.2f per 1,000 (95 %%: %s), %d by rule",
        f.statistical(),
        f.statisticalPer1000(),
        range(f.statisticalPoisson(), "%.2f"),
        f.byRule());
    line(
        out,
        "  by day          %.2f a day; most on one day %d (statistical %d)",
        f.perDay(),
        f.mostOnADay(),
        f.mostStatisticalOnADay());
    attacks(out, e);
    if (f.count() > 0) {
      out.append("\nfalse alerts by the benign change under way\n");
      f.byChange().forEach((change, n) -> line(out, "  %-24s%6d", PlainText.cell(change), n));
    }
    calibration(out, e);
    if (!e.rates().isEmpty()) {
      line(
          out,
          "%nrate that p_day alone would have realised, on %,d credential-days without attack",
          e.rates().get(0).days());
      line(out, "%18s%10s   %s", "stated per 1,000", "realised", "95 %");
      for (RealisedRate r : e.rates()) {
        line(out, "%18.1f%10.2f   %s", r.stated(), r.realised(), range(r.interval(), "%.2f"));
      }
    }
    if (!comparisons.isEmpty()) {
      line(
          out,
          "%n%-32s%-11s%16s%7s%5s%8s",
          "simple detectors",
          "",
          "false per 1,000",
          "found",
          "of",
          "chance");
      for (Comparison c : comparisons) {
        line(
            out,
            "%-32s%-11s%16.2f%7d%5d%8.1f",
            c.name(),
            c.setting(),
            c.falsePer1000(),
            c.found(),
            c.attacks(),
            c.chance());
      }
      int best =
          comparisons.stream()
              .filter(c -> c.setting().equals(Comparison.SAME_RATE))
              .mapToInt(Comparison::found)
              .max()
              .orElse(0);
      line(
          out,
          "found here %d, by the best of them at the same rate %d: %s times as many",
          e.total().found(),
          best,
          best == 0 ? "-" : number(e.total().found() / (double) best, "%.1f"));
    }
    return out.toString();
  }

  private static void attacks(StringBuilder out, Evaluation e) {
    Summary t = e.total();
    if (t.attacks() == 0) {
      out.append("attacks           none in these labels\n");
      return;
    }
    line(
        out,
        "attacks found     %d of %d = %.0f %% (95 %%: %s %%); by chance at this rate %.1f; digest"
            + " only %d",
        t.found(),
        t.attacks(),
        100.0 * t.found() / t.attacks(),
        range(t.interval().times(100), "%.0f"),
        t.chance(),
        t.digestOnly());
    line(
        out,
        "time to detect    median %s h, p90 %s h; requests let through: median %s, p90 %s",
        number(t.medianHours(), "%.1f"),
        number(t.p90Hours(), "%.1f"),
        number(t.medianLetThrough(), "%.0f"),
        number(t.p90LetThrough(), "%.0f"));
    line(
        out,
        "%n%-24s%6s%5s%10s%6s%6s%8s%10s%9s%13s%8s",
        "type",
        "found",
        "of",
        "95 %",
        "rule",
        "stat",
        "chance",
        "h median",
        "h p90",
        "let through",
        "digest");
    for (Map.Entry<String, Summary> type : e.types().entrySet()) {
      Summary s = type.getValue();
      line(
          out,
          "%-24s%6d%5d%10s%6d%6d%8.1f%10s%9s%13s%8d",
          PlainText.cell(type.getKey()),
          s.found(),
          s.attacks(),
          range(s.interval().times(100), "%.0f"),
          s.byRule(),
          s.byStatistics(),
          s.chance(),
          number(s.medianHours(), "%.1f"),
          number(s.p90Hours(), "%.1f"),
          number(s.medianLetThrough(), "%.0f"),
          s.inDigest());
    }
  }

  private static void calibration(StringBuilder out, Evaluation e) {
    if (e.signals().isEmpty()) {
      return;
    }
    line(
        out,
        "%n%-24s%10s%8s%11s%11s%11s%8s",
        "calibrated p of windows",
        "tested",
        "p=1",
        "<=1e-2",
        "<=1e-3",
        "<=1e-4",
        "KS");
    for (SignalCalibration s : e.signals()) {
      line(
          out,
          "%-24s%,10d%8.3f%11.2e%11.2e%11.2e%8s",
          PlainText.cell(s.signal()) + (s.early() ? " (early)" : ""),
          s.windows(),
          s.certain(),
          s.at2(),
          s.at3(),
          s.at4(),
          number(s.ks(), "%.3f"));
    }
  }

  static String number(double value, String format) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  static String range(Interval i, String format) {
    return Double.isNaN(i.low()) ? "-" : number(i.low(), format) + "-" + number(i.high(), format);
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
