package org.gatewatch.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * A field map for a log that no format knows, guessed from its first records.
 *
 * @param format {@code json} or {@code csv}
 * @param guesses in the order of {@link Field}; one is the time
 * @param map what they come to
 */
public record Draft(String format, List<Guess> guesses, FieldMap map) {
  private static final int RECORDS = 2000;
  private static final int ROWS = 50;

  /** Bytes of a table that are looked at. */
  private static final long MOST = 1 << 24;

  private static final String DELIMITERS = ",;\t|";

  /** Whether the values of that column are secrets. */
  boolean isHashed(String path) {
    return map.fields().values().stream()
        .anyMatch(source -> "hmac".equals(source.transform()) && source.paths().contains(path));
  }

  /** Looks at the file; null when it is neither JSON nor a table, or has no time. */
  static @Nullable Draft of(Path file, String head) throws IOException {
    String text = head.stripLeading();
    return text.startsWith("{") || text.startsWith("[") ? json(file) : table(file);
  }

  private static @Nullable Draft json(Path file) throws IOException {
    Columns columns = new Columns();
    Framer records = new JsonRecords(new Archive(file));
    try {
      for (int i = 0; i < RECORDS && records.next(); i++) {
        columns.object(records.bytes, records.from, records.to);
      }
    } finally {
      records.close();
    }
    return of("json", columns, ',');
  }

  private static @Nullable Draft table(Path file) throws IOException {
    List<String> rows = rows(file);
    char delimiter = 0;
    int most = 2;
    for (int i = 0; i < DELIMITERS.length(); i++) {
      char candidate = DELIMITERS.charAt(i);
      int width = width(rows.subList(0, Math.min(ROWS, rows.size())), candidate);
      if (width > most) {
        most = width;
        delimiter = candidate;
      }
    }
    if (delimiter == 0 || rows.size() < 2) {
      return null;
    }
    List<String> header = new ArrayList<>();
    MappedCsv.split(rows.get(0), delimiter, header);
    if (!header.stream().allMatch(Draft::isName)) {
      return null;
    }
    Columns columns = new Columns();
    List<String> cells = new ArrayList<>();
    for (String row : rows.subList(1, rows.size())) {
      if (MappedCsv.split(row, delimiter, cells) && cells.size() == header.size()) {
        columns.row(header, cells);
      }
    }
    return of("csv", columns, delimiter);
  }

  /** The names of the columns. */
  static List<String> header(Path file, char delimiter) throws IOException {
    List<String> rows = rows(file);
    List<String> out = new ArrayList<>();
    return rows.isEmpty() || !MappedCsv.split(rows.get(0), delimiter, out) ? List.of() : out;
  }

  private static List<String> rows(Path file) throws IOException {
    List<String> out = new ArrayList<>();
    Framer records = new CsvRows(new Archive(file));
    try {
      for (long bytes = 0; out.size() < RECORDS && bytes < MOST && records.next(); ) {
        bytes += records.to - records.from;
        String row =
            new String(
                records.bytes, records.from, records.to - records.from, StandardCharsets.UTF_8);
        if (records.problem == null && !row.isBlank()) {
          out.add(out.isEmpty() && row.startsWith("\ufeff") ? row.substring(1) : row);
        }
      }
    } finally {
      records.close();
    }
    return out;
  }

  /** Cells in each row, when nearly all have as many; 0 otherwise. */
  private static int width(List<String> rows, char delimiter) {
    List<String> cells = new ArrayList<>();
    int width = 0;
    int same = 0;
    for (String row : rows) {
      boolean split = MappedCsv.split(row, delimiter, cells);
      width = width == 0 ? cells.size() : width;
      same += split && cells.size() == width ? 1 : 0;
    }
    return same >= 0.9 * rows.size() ? width : 0;
  }

  /** A column's name is no value: no number, address or time. */
  private static boolean isName(String cell) {
    String name = cell.strip();
    return !name.isEmpty()
        && name.length() <= 100
        && name.chars().anyMatch(Character::isLetter)
        && !Shapes.address(name)
        && TimeShape.of(List.of(name)) == null;
  }

  private static @Nullable Draft of(String format, Columns columns, char delimiter) {
    List<Guess> guesses = new Guesser(columns).all();
    if (guesses.isEmpty()) {
      return null;
    }
    Map<Field, FieldMap.Source> fields = new EnumMap<>(Field.class);
    guesses.forEach(guess -> fields.put(guess.field(), guess.source()));
    return new Draft(format, guesses, new FieldMap(fields, Map.of(), columns.nulls(), delimiter));
  }
}
