package org.gatewatch.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Numenta Anomaly Benchmark's development series through the volume signal alone, at one fixed
 * setting. Values become counts: the mean of an hour's values, scaled so that the mean of the first
 * 15 % (NAB's probation, never scored) is 100 requests an hour, at most 20,000. A detection is an
 * hour with p at most 3/1000/24, the default budget spread evenly over the hours; detections within
 * 24 h of one another are one. A labelled window is hit when an hour with a detection overlaps it.
 * The signal looks upward only: drops and flat lines cannot be hit.
 */
final class Nab implements Part {
  private static final String ARCHIVE = "nab/dev_nab.tar.xz";
  private static final double SURPRISE = -StrictMath.log(3 / 1000.0 / 24);
  private static final long HOUR = 3_600_000;
  private static final double PROBATION = 0.15;
  private static final double SCALE = 100;
  private static final int MOST = 20_000;

  @Override
  public String name() {
    return "nab";
  }

  @Override
  public List<String> needs() {
    return List.of(ARCHIVE);
  }

  /** A labelled span, epoch ms, both ends included. */
  private record Span(long from, long to) {
    boolean overlaps(long hour) {
      return hour + HOUR > from && hour <= to;
    }
  }

  /**
   * What became of one series.
   *
   * @param episodes false detections, those within 24 h of one another once
   */
  private record Outcome(int hours, int windows, int hits, int episodes) {}

  @Override
  public List<Row> run(RealData data, Path work, Path out) throws IOException {
    unpack(data.path(ARCHIVE), work);
    JsonNode labels =
        new JsonMapper().readTree(Files.readString(work.resolve("labels/combined_windows.json")));
    Map<String, Row> rows = new TreeMap<>();
    List<Path> series;
    try (Stream<Path> files = Files.walk(work.resolve("data"))) {
      series = files.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
    }
    for (Path file : series) {
      String name = work.resolve("data").relativize(file).toString();
      List<Span> spans = new ArrayList<>();
      for (JsonNode span : labels.path(name)) {
        spans.add(new Span(time(span.path(0).asString("")), time(span.path(1).asString(""))));
      }
      Outcome o = judge(hours(file), spans);
      String folder = name.substring(0, name.indexOf('/'));
      String line =
          String.format(
              Locale.ROOT,
              "%-40s %d of %d windows, %d false in %.1f days",
              name.substring(name.indexOf('/') + 1),
              o.hits,
              o.windows,
              o.episodes,
              o.hours / 24.0);
      rows.merge(folder, row(folder, o, line), Nab::plus);
    }
    return List.copyOf(rows.values());
  }

  private static Row row(String folder, Outcome o, String line) {
    return new Row(
        "nab " + folder,
        "volume signal alone, p <= 1.25e-4 an hour",
        o.hours,
        Math.round(o.hours / 24.0),
        o.episodes,
        o.hits + " of " + o.windows,
        Double.NaN,
        "days of a series in place of credential-days",
        new ArrayList<>(List.of(line)));
  }

  private static Row plus(Row a, Row b) {
    a.details().addAll(b.details());
    String[] found = (a.found() + " of " + b.found()).split(" of ");
    return new Row(
        a.set(),
        a.what(),
        a.events() + b.events(),
        a.days() + b.days(),
        a.alerts() + b.alerts(),
        (Integer.parseInt(found[0]) + Integer.parseInt(found[2]))
            + " of "
            + (Integer.parseInt(found[1]) + Integer.parseInt(found[3])),
        a.target(),
        a.note(),
        a.details());
  }

  private static long time(String text) {
    String plain = text.replace(' ', 'T').replaceFirst("\\..*", "");
    return LocalDateTime.parse(plain).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  /** Mean value of each hour that has one. */
  private static NavigableMap<Long, Double> hours(Path file) throws IOException {
    TreeMap<Long, double[]> sums = new TreeMap<>();
    List<String> lines = Files.readAllLines(file);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      double[] sum =
          sums.computeIfAbsent(Math.floorDiv(time(cells[0]), HOUR) * HOUR, hour -> new double[2]);
      sum[0] += Double.parseDouble(cells[1]);
      sum[1]++;
    }
    TreeMap<Long, Double> hours = new TreeMap<>();
    sums.forEach((hour, sum) -> hours.put(hour, sum[0] / sum[1]));
    return hours;
  }

  private static Outcome judge(NavigableMap<Long, Double> hours, List<Span> spans) {
    int probation = (int) (PROBATION * hours.size());
    double mean = hours.values().stream().limit(probation).mapToDouble(v -> v).average().orElse(0);
    double scale = mean > 0 ? SCALE / mean : SCALE;
    VolumeAlone volume = new VolumeAlone(hours.firstKey());
    boolean[] hit = new boolean[spans.size()];
    int episodes = 0;
    long last = Long.MIN_VALUE / 2;
    int i = 0;
    for (Map.Entry<Long, Double> entry : hours.entrySet()) {
      long hour = entry.getKey();
      int count = (int) Math.min(MOST, Math.round(scale * entry.getValue()));
      boolean detected = count > 0 && volume.surprise(hour, count) >= SURPRISE;
      if (i++ < probation || !detected) {
        continue;
      }
      boolean labelled = false;
      for (int s = 0; s < hit.length; s++) {
        if (spans.get(s).overlaps(hour)) {
          hit[s] = true;
          labelled = true;
        }
      }
      if (!labelled) {
        episodes += hour - last >= 24 * HOUR ? 1 : 0;
        last = hour;
      }
    }
    int hits = 0;
    for (boolean h : hit) {
      hits += h ? 1 : 0;
    }
    return new Outcome(hours.size() - probation, hit.length, hits, episodes);
  }

  /** With the system's tar: the libraries at hand read no xz. */
  private static void unpack(Path archive, Path to) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-xJf", archive.toString(), "-C", to.toString())
            .inheritIO()
            .start();
    try {
      if (tar.waitFor() != 0) {
        throw new IOException("tar -xJ of " + archive + " failed; it needs tar and xz");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
