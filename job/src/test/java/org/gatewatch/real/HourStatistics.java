package org.gatewatch.real;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a judge of hours has to expect of a set of credentials: requests in an active hour and their
 * scatter, output tokens between and within hours, the shape of the week. Fed with requests in any
 * order; a credential counts for scatter and variances from {@link #LEAST} active hours on.
 *
 * <p>Scatter is {@code D = (s^2 - m)/m^2} of the requests in a credential's active hours (what a
 * negative binomial of mean m and variance {@code m + D m^2} has), once about its own mean and once
 * about its mean at that hour of the day (hours seen three times or more). Thinning the requests
 * does not change D.
 */
final class HourStatistics {
  /** Active hours from which a credential's own scatter is told. */
  static final int LEAST = 8;

  private static final long HOUR = 3_600_000;
  private static final int WEEK = 168;

  private static final class Cell {
    int requests;
    int sized;
    double sum;
    double squares;
  }

  private final Map<String, TreeMap<Long, Cell>> credentials = new TreeMap<>();
  private long requests;

  /**
   * Takes in a request.
   *
   * @param time epoch ms
   * @param outputTokens 0 where none or not known
   */
  void add(String credential, long time, long outputTokens) {
    Cell cell =
        credentials
            .computeIfAbsent(credential, c -> new TreeMap<>())
            .computeIfAbsent(Math.floorDiv(time, HOUR), h -> new Cell());
    requests++;
    cell.requests++;
    if (outputTokens > 0) {
      double y = StrictMath.log1p((double) outputTokens);
      cell.sized++;
      cell.sum += y;
      cell.squares += y * y;
    }
  }

  /** The statistics by name, ready for JSON; numbers with four significant digits. */
  Map<String, Object> json() {
    List<Double> means = new ArrayList<>();
    List<Double> scatters = new ArrayList<>();
    List<Double> timed = new ArrayList<>();
    List<Double> levels = new ArrayList<>();
    List<Double> betweens = new ArrayList<>();
    List<Double> hoursPerDay = new ArrayList<>();
    double[] week = new double[WEEK];
    double[] within = new double[2];
    long[] bursts = new long[4];
    long hours = 0;
    long days = 0;
    for (TreeMap<Long, Cell> own : credentials.values()) {
      hours += own.size();
      long ownDays = own.keySet().stream().mapToLong(h -> Math.floorDiv(h, 24L)).distinct().count();
      days += ownDays;
      hoursPerDay.add(own.size() / (double) ownDays);
      // 1970 began on a Thursday: hour 0 of the week is Monday 00:00 UTC.
      own.keySet().forEach(h -> week[(int) Math.floorMod(h + 72, (long) WEEK)]++);
      double[] n = own.values().stream().mapToDouble(c -> c.requests).toArray();
      double mean = Arrays.stream(n).average().orElse(0);
      means.add(mean);
      if (own.size() >= LEAST) {
        scatters.add(scatter(n, mean));
        double d = timed(own);
        if (!Double.isNaN(d)) {
          timed.add(d);
        }
        for (double count : n) {
          bursts[0]++;
          bursts[1] += count >= 4 * mean ? 1 : 0;
          bursts[2] += count >= 8 * mean ? 1 : 0;
          bursts[3] += count >= 16 * mean ? 1 : 0;
        }
      }
      tokens(own, levels, betweens, within);
    }
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("credentials", credentials.size());
    out.put("active_credential_days", days);
    out.put("active_credential_hours", hours);
    out.put("requests", requests);
    out.put("active_hours_per_active_day", spread(hoursPerDay));
    out.put("requests_per_active_hour", spread(means));
    out.put("requests_scatter", spread(scatters));
    out.put("requests_scatter_by_hour_of_day", spread(timed));
    out.put("share_of_hours_at_4_8_16_times_own_mean", shares(bursts));
    out.put("ln_output_tokens_level", spread(levels));
    out.put("ln_output_tokens_variance_within_hour", round(within[0] / Math.max(1, within[1])));
    out.put("ln_output_tokens_variance_between_hours", spread(betweens));
    out.put("active_hours_by_hour_of_week", shape(week));
    return out;
  }

  private static double scatter(double[] n, double mean) {
    double squares = 0;
    for (double x : n) {
      squares += (x - mean) * (x - mean);
    }
    return (squares / (n.length - 1) - mean) / (mean * mean);
  }

  /** Scatter about the mean of the same hour of the day, weighted by {@code m/(1 + m)}. */
  private static double timed(Map<Long, Cell> own) {
    Map<Long, List<Double>> byHour = new TreeMap<>();
    own.forEach(
        (hour, cell) ->
            byHour
                .computeIfAbsent(Math.floorMod(hour, 24L), h -> new ArrayList<>())
                .add((double) cell.requests));
    double sum = 0;
    double weight = 0;
    for (List<Double> counts : byHour.values()) {
      if (counts.size() >= 3) {
        double[] n = counts.stream().mapToDouble(x -> x).toArray();
        double mean = Arrays.stream(n).average().orElse(0);
        double w = n.length * mean / (1 + mean);
        sum += w * scatter(n, mean);
        weight += w;
      }
    }
    return weight == 0 ? Double.NaN : sum / weight;
  }

  /** Analysis of variance of one credential: level, between hours (sampling taken off), within. */
  private static void tokens(
      Map<Long, Cell> own, List<Double> levels, List<Double> betweens, double[] within) {
    double inside = 0;
    double freedom = 0;
    List<Cell> sized = own.values().stream().filter(c -> c.sized > 0).toList();
    for (Cell c : sized) {
      inside += Math.max(0, c.squares - c.sum * c.sum / c.sized);
      freedom += c.sized - 1;
    }
    within[0] += inside;
    within[1] += freedom;
    if (sized.isEmpty()) {
      return;
    }
    double level = sized.stream().mapToDouble(c -> c.sum / c.sized).average().orElse(0);
    levels.add(level);
    if (sized.size() >= LEAST && freedom > 0) {
      double variance = inside / freedom;
      double squares = 0;
      double noise = 0;
      for (Cell c : sized) {
        double d = c.sum / c.sized - level;
        squares += d * d;
        noise += variance / c.sized;
      }
      betweens.add(Math.max(0, squares / (sized.size() - 1) - noise / sized.size()));
    }
  }

  /** Mean, 10 %, 50 %, 90 % and 99 % over credentials. */
  private static Map<String, Object> spread(List<Double> values) {
    Map<String, Object> out = new LinkedHashMap<>();
    double[] v = values.stream().mapToDouble(x -> x).sorted().toArray();
    out.put("credentials", v.length);
    if (v.length > 0) {
      out.put("mean", round(Arrays.stream(v).average().orElse(0)));
      out.put("q10", round(quantile(v, 0.1)));
      out.put("q50", round(quantile(v, 0.5)));
      out.put("q90", round(quantile(v, 0.9)));
      out.put("q99", round(quantile(v, 0.99)));
    }
    return out;
  }

  private static double quantile(double[] sorted, double p) {
    return sorted[(int) Math.min(sorted.length - 1, Math.round(p * (sorted.length - 1)))];
  }

  private static List<Object> shares(long[] bursts) {
    List<Object> out = new ArrayList<>();
    for (int i = 1; i < bursts.length; i++) {
      out.add(round(bursts[i] / (double) Math.max(1, bursts[0])));
    }
    return out;
  }

  private static List<Object> shape(double[] week) {
    double sum = Arrays.stream(week).sum();
    List<Object> out = new ArrayList<>();
    for (double hour : week) {
      out.add(round(hour / Math.max(1, sum)));
    }
    return out;
  }

  private static Object round(double x) {
    return Double.isFinite(x)
        ? new java.math.BigDecimal(x).round(new java.math.MathContext(4)).doubleValue()
        : 0.0;
  }
}
