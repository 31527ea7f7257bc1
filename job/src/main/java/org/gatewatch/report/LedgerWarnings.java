package org.gatewatch.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What of a ledger an analyst should know before trusting the findings, one line per matter. */
final class LedgerWarnings {
  /** Below this a log's own history does not carry calibration alone. */
  private static final int SHORT_DAYS = 14;

  private static final long DAY = 86_400_000L;

  /** The largest {@code max_lateness} that a configuration may set, ms. */
  private static final long LARGEST_BOUND = 7 * DAY;

  /** Counted as rejected, though nothing is wrong with them. */
  private static final String OUTSIDE = "outside_range";

  private final Ledger ledger;

  LedgerWarnings(Ledger ledger) {
    this.ledger = ledger;
  }

  List<String> lines() {
    List<String> out = new ArrayList<>();
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (BindingLedger binding : ledger.bindings()) {
      if (binding.hasTimes()) {
        first = Math.min(first, Math.floorDiv(binding.firstTime, DAY));
        last = Math.max(last, Math.floorDiv(binding.lastTime, DAY));
      }
    }
    if (first <= last && last - first < SHORT_DAYS) {
      out.add(
          "a log of less than "
              + SHORT_DAYS
              + " days: statistics rest partly on shipped priors; each finding says how much");
    }
    for (BindingLedger binding : ledger.bindings()) {
      String name = PlainText.cell(binding.name);
      if (binding.lines == 0) {
        out.add(name + ": nothing was read");
      }
      matters(binding).forEach(line -> out.add(name + ": " + line));
    }
    return out;
  }

  private static List<String> matters(BindingLedger b) {
    List<String> out = new ArrayList<>();
    Map<String, Long> reasons = new TreeMap<>(b.rejected.listed());
    Long outside = reasons.remove(OUTSIDE);
    if (outside != null) {
      out.add(ClosingTable.count(outside, "event") + " outside of --from and --to left out");
    }
    long rejected = b.rejected.total() - (outside == null ? 0 : outside);
    if (rejected > 0) {
      out.add(
          ClosingTable.count(rejected, "line")
              + " rejected ("
              + share(rejected, b.lines)
              + "): "
              + reasons(reasons)
              + "; see rejected.jsonl");
    }
    if (b.late > 0) {
      out.add(
          ClosingTable.count(b.late, "event")
              + " left out, up to "
              + duration(b.largestLateness)
              + " behind the event before: "
              + (b.largestLateness <= LARGEST_BOUND
                  ? "set max_lateness in the configuration to at least as much"
                  : "put the lines in order of time")
              + "; see late.jsonl");
    }
    if (b.duplicates > 0) {
      out.add(
          ClosingTable.count(b.duplicates, "duplicate")
              + " left out ("
              + share(b.duplicates, b.lines)
              + ")");
    }
    if (b.idReuse > 0) {
      out.add(ClosingTable.count(b.idReuse, "event") + " with a request id used before");
    }
    List<BindingLedger.Gap> gaps = b.gaps(Ledger.GAP_HOURS);
    if (!gaps.isEmpty()) {
      BindingLedger.Gap longest =
          gaps.stream().max(Comparator.comparingLong(BindingLedger.Gap::hours)).orElseThrow();
      out.add(
          ClosingTable.count(gaps.size(), "gap")
              + " without events, the longest of "
              + ClosingTable.count(longest.hours(), "hour")
              + " from "
              + LedgerJson.time(longest.from()));
    }
    return out;
  }

  /** The three commonest reasons. */
  private static String reasons(Map<String, Long> rejected) {
    return rejected.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(3)
        .map(e -> PlainText.cell(e.getKey()) + " " + ClosingTable.number(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String share(long part, long whole) {
    double percent = 100.0 * part / whole;
    return percent < 0.01 ? "below 0.01 %" : String.format(Locale.ROOT, "%.2f %%", percent);
  }

  /** Rounded up, so that the bound it suggests is enough. */
  static String duration(long ms) {
    long seconds = (ms + 999) / 1000;
    if (seconds < 120) {
      return seconds + " s";
    }
    long minutes = (seconds + 59) / 60;
    return minutes < 120 ? minutes + " min" : (minutes + 59) / 60 + " h";
  }
}
