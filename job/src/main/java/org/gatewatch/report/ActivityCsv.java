package org.gatewatch.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.event.LogSource;

/**
 * Lines per credential and day (UTC), as {@code activity.csv} holds them: the denominator of every
 * rate per 1,000 active credential-days. Mergeable; the order of adding makes no difference.
 */
public final class ActivityCsv {
  private final TreeMap<Day, long[]> lines = new TreeMap<>();

  private record Day(String credential, long day) implements Comparable<Day> {
    @Override
    public int compareTo(Day other) {
      int order = credential.compareTo(other.credential);
      return order != 0 ? order : Long.compare(day, other.day);
    }
  }

  /**
   * Counts lines of one credential and day.
   *
   * @param day days since 1970-01-01
   */
  public void add(String credential, long day, LogSource source, long count) {
    lines.computeIfAbsent(new Day(credential, day), k -> new long[2])[source.ordinal()] += count;
  }

  public void merge(ActivityCsv other) {
    other.lines.forEach(
        (key, counts) -> {
          long[] ours = lines.computeIfAbsent(key, k -> new long[2]);
          ours[0] += counts[0];
          ours[1] += counts[1];
        });
  }

  /** Active credential-days. */
  public long days() {
    return lines.size();
  }

  /** Writes a header and one row per credential and day, by credential, then day; UTF-8. */
  public void write(OutputStream out) throws IOException {
    out.write("credential,day,gateway_lines,vendor_lines\n".getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<Day, long[]> entry : lines.entrySet()) {
      String row =
          cell(entry.getKey().credential)
              + ","
              + LocalDate.ofEpochDay(entry.getKey().day)
              + ","
              + entry.getValue()[LogSource.GATEWAY.ordinal()]
              + ","
              + entry.getValue()[LogSource.VENDOR.ordinal()]
              + "\n";
      out.write(row.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** RFC 4180 quoting; line ends do not occur, {@link PlainText#data} took them. */
  private static String cell(String text) {
    String data = PlainText.data(text);
    boolean quote = data.indexOf(',') >= 0 || data.indexOf('"') >= 0;
    return quote ? "\"" + data.replace("\"", "\"\"") + "\"" : data;
  }
}
