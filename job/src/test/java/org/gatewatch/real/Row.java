package org.gatewatch.real;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table.
 *
 * @param events lines replayed, or values judged
 * @param days active credential-days, 0 where none are counted
 * @param alerts false statistical alerts that paged
 * @param found {@code found of n}, null where nothing is hidden in the data
 * @param target per 1,000 active credential-days at most, NaN for none
 * @param note what is ours, and what to know
 * @param details lines listed below the table
 */
record Row(
    String set,
    String what,
    long events,
    long days,
    long alerts,
    @Nullable String found,
    double target,
    String note,
    List<String> details) {

  static final String HEADER =
      "| set | what | events | credential-days | alerts | per 1,000 | 95 % interval | found | target"
          + " |\n|---|---|---:|---:|---:|---:|---|---|---|\n";

  /** Alerts per 1,000 credential-days, NaN without days. */
  double rate() {
    return days == 0 ? Double.NaN : 1000.0 * alerts / days;
  }

  /** The rate's exact 95 % interval. */
  Interval interval() {
    return Interval.of(alerts).per1000(Math.max(1, days));
  }

  String markdown() {
    String verdict =
        Double.isNaN(target)
            ? ""
            : String.format(
                Locale.ROOT, "<= %.0f: %s", target, rate() <= target ? "held" : "MISSED");
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,d | %s | %d | %s | %s | %s | %s |%n",
        set,
        what,
        events,
        days == 0 ? "" : String.format(Locale.ROOT, "%,d", days),
        alerts,
        days == 0 ? "" : String.format(Locale.ROOT, "%.2f", rate()),
        days == 0 ? "" : interval().text(),
        found == null ? "" : found,
        verdict);
  }
}
