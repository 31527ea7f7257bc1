package org.gatewatch.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * All parts of the evaluation on real traffic: one table on standard output, the same with every
 * detail in {@code real.md} and {@code real.json} of the output folder, and what each replay wrote.
 *
 * <pre>
 * java -cp ... org.gatewatch.real.RealTraffic DATA_DIR [OUT_DIR [PART]...]
 * </pre>
 */
public final class RealTraffic {
  private static final List<Part> PARTS =
      List.of(
          new CleanClients(),
          new CodeSessions(),
          new WebLog(),
          new VolumeSets(),
          new Spliced(),
          new Nab());

  private RealTraffic() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0 || !Files.isDirectory(Path.of(args[0]))) {
      System.err.println(
          "usage: scripts/real DATA_DIR [OUT_DIR [PART]...]: expected a folder with the real sets"
              + (args.length == 0 ? "" : ", not " + args[0]));
      System.exit(2);
    }
    RealData data = new RealData(Path.of(args[0]));
    Path out = Path.of(args.length > 1 ? args[1] : "gatewatch-real");
    List<String> wanted = List.of(args).subList(Math.min(2, args.length), args.length);
    List<Row> rows = new ArrayList<>();
    Map<String, Object> skipped = new LinkedHashMap<>();
    for (Part part : PARTS) {
      if (!wanted.isEmpty() && !wanted.contains(part.name())) {
        continue;
      }
      List<String> missing = part.needs().stream().filter(f -> !data.has(f)).toList();
      if (!missing.isEmpty()) {
        System.err.println(part.name() + ": skipped, not there: " + String.join(", ", missing));
        skipped.put(part.name(), missing);
        continue;
      }
      rows.addAll(run(part, data, out));
    }
    String table = table(rows);
    Files.createDirectories(out);
    Files.writeString(out.resolve("real.md"), table + details(rows));
    Files.writeString(out.resolve("real.json"), json(rows, skipped));
    System.out.print(table);
    System.out.println("\nDetails and every alert: " + out.resolve("real.md"));
    System.out.flush();
    // Flink's threads would keep the process alive.
    System.exit(0);
  }

  private static List<Row> run(Part part, RealData data, Path out) throws IOException {
    System.err.println(part.name() + " ...");
    long begin = System.nanoTime();
    Path own = Files.createDirectories(out.resolve(part.name()));
    Path work = Files.createTempDirectory(own, "work");
    try {
      return part.run(data, work, own.resolve("out"));
    } finally {
      delete(work);
      System.err.printf(
          Locale.ROOT, "%s: %.0f s%n", part.name(), (System.nanoTime() - begin) / 1e9);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  private static String table(List<Row> rows) {
    StringBuilder text = new StringBuilder(Row.HEADER);
    rows.forEach(row -> text.append(row.markdown()));
    return text.toString();
  }

  private static String details(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      text.append("\n### ").append(row.set()).append(": ").append(row.what()).append('\n');
      text.append(row.note()).append(".\n");
      if (!row.details().isEmpty()) {
        text.append("```\n");
        row.details().forEach(line -> text.append(line).append('\n'));
        text.append("```\n");
      }
    }
    return text.toString();
  }

  private static String json(List<Row> rows, Map<String, Object> skipped) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("set", row.set());
      one.put("what", row.what());
      one.put("events", row.events());
      one.put("false_alerts", row.alerts());
      if (row.days() > 0) {
        one.put("credential_days", row.days());
        one.put("per_1000", row.rate());
        one.put("per_1000_low", row.interval().low());
        one.put("per_1000_high", row.interval().high());
      }
      if (row.found() != null) {
        one.put("found", row.found());
      }
      if (!Double.isNaN(row.target())) {
        one.put("target_per_1000", row.target());
        one.put("held", row.rate() <= row.target());
      }
      one.put("note", row.note());
      one.put("details", row.details());
      all.add(one);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rows", all);
    document.put("skipped", skipped);
    return JsonMapper.builder()
            .build()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(document)
        + "\n";
  }
}
