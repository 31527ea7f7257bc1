package org.gatewatch.real;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of real sets: one folder each, with a SOURCE.txt that names origin, licence and
 * SHA-256.
 */
record RealData(Path root) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Where a set comes from, as its SOURCE.txt says.
   *
   * @param sha256 by file
   */
  record Origin(String set, String source, String licence, Map<String, String> sha256) {}

  boolean has(String file) {
    return Files.exists(root.resolve(file));
  }

  Path path(String file) {
    return root.resolve(file);
  }

  /** The first line with a licence, and all checksums. */
  Origin origin(String set) throws IOException {
    String source = "";
    String licence = "";
    Map<String, String> sums = new java.util.TreeMap<>();
    for (String line : Files.readAllLines(root.resolve(set).resolve("SOURCE.txt"))) {
      String[] parts = line.split(" \\| ");
      if (parts.length == 3 && source.isEmpty()) {
        source = parts[0] + " " + parts[1];
        licence = parts[2];
      } else if (line.matches("[0-9a-f]{64}  .*")) {
        sums.put(line.substring(66).replaceFirst("^\\./", ""), line.substring(0, 64));
      }
    }
    return new Origin(set, source, licence, sums);
  }

  /** Each line of a gzipped text. */
  void lines(String file, Consumer<String> each) throws IOException {
    lines(root.resolve(file), each);
  }

  static void lines(Path file, Consumer<String> each) throws IOException {
    try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)));
        BufferedReader reader =
            // Logs hold bytes that are no UTF-8.
            new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        each.accept(line);
      }
    }
  }

  /** Each row of a gzipped CSV without quotes, by column name. */
  void rows(String file, Consumer<Map<String, String>> each) throws IOException {
    List<String> header = new ArrayList<>();
    Map<String, String> row = new HashMap<>();
    lines(
        file,
        line -> {
          String[] cells = line.split(",", -1);
          if (header.isEmpty()) {
            header.addAll(List.of(cells));
            return;
          }
          row.clear();
          for (int i = 0; i < header.size() && i < cells.length; i++) {
            row.put(header.get(i), cells[i]);
          }
          each.accept(row);
        });
  }

  /** Each JSON object of a gzipped text. */
  void objects(String file, Consumer<JsonNode> each) throws IOException {
    lines(file, line -> each.accept(JSON.readTree(line)));
  }
}
