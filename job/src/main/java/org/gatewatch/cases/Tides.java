package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What everybody's days had in common: a launch raises the use of all, and is nobody's doing. The
 * factor of a day is {@code exp(max(0, m N / (N + 5)))} with m the median, over the N credentials
 * that were active, of {@code ln} of the day's requests over the median of the credential's days of
 * that part of the week: as judging takes off what a group's hour has in common.
 */
final class Tides {
  /** Credentials that are asked, the first that come: a median needs no more. */
  private static final int MOST = 4096;

  /** Active days without which a credential does not say what is usual. */
  private static final int LEAST_DAYS = 14;

  private static final int LEAST_OF_PART = 4;
  private static final double SHRINK = 5;

  private final TreeMap<Long, List<Double>> above = new TreeMap<>();
  private int asked;

  /** Asks one credential; they come in an order that is the same for the same ids. */
  void add(Usage usage) {
    if (asked == MOST) {
      return;
    }
    List<Day> days = usage.days();
    if (days.size() >= LEAST_DAYS) {
      asked++;
      for (int part = 0; part < 2; part++) {
        add(days, part, above);
      }
    }
  }

  /** Factors above 1 by epoch day. */
  NavigableMap<Long, Double> factors() {
    TreeMap<Long, Double> out = new TreeMap<>();
    above.forEach(
        (day, values) -> {
          double n = values.size();
          double m = median(values.stream().mapToDouble(v -> v).toArray());
          if (n >= SHRINK && m > 0) {
            out.put(day, StrictMath.exp(m * n / (n + SHRINK)));
          }
        });
    return out;
  }

  private static void add(List<Day> days, int part, Map<Long, List<Double>> above) {
    double[] own =
        days.stream()
            .filter(d -> part(d.number) == part && d.requests > 0)
            .mapToDouble(d -> StrictMath.log((double) d.requests))
            .toArray();
    if (own.length < LEAST_OF_PART) {
      return;
    }
    double usual = median(own.clone());
    int i = 0;
    for (Day d : days) {
      if (part(d.number) == part && d.requests > 0) {
        above.computeIfAbsent(d.number, k -> new ArrayList<>()).add(own[i++] - usual);
      }
    }
  }

  /** 1 for Saturdays and Sundays (UTC), 0 for the other days. */
  static int part(long day) {
    return Math.floorMod(day + 3, 7) >= 5 ? 1 : 0;
  }

  /** The median of at least one value; sorts them. */
  static double median(double[] values) {
    java.util.Arrays.sort(values);
    int n = values.length;
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
  }
}
