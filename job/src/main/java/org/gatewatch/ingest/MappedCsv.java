package org.gatewatch.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/** Tables with a header line (RFC 4180), read by a field map whose paths are column names. */
final class MappedCsv implements LogFormat {
  @Override
  public String id() {
    return "csv";
  }

  @Override
  public String description() {
    return "a table with a header line, quoted as in RFC 4180, read by a field map";
  }

  @Override
  public String detectedBy() {
    return "a field map is given, and the first character is no brace";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    String first = head.strip();
    return mapped && !first.startsWith("{") && !first.startsWith("[")
        ? "a field map is given, and the file does not begin as JSON"
        : null;
  }

  @Override
  public boolean needsHeader() {
    return true;
  }

  @Override
  public boolean needsMap() {
    return true;
  }

  /** The names of its cells stand elsewhere. */
  @Override
  public boolean isShown(@Nullable FieldMap map) {
    return false;
  }

  @Override
  public Framer framer(Archive in) {
    return new CsvRows(in);
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    FieldMap map = Objects.requireNonNull(binding.map());
    return new Rows(new Mapping(map, binding, values), map.delimiter(), unknown);
  }

  private final class Rows implements RecordParser {
    private final Mapping mapping;
    private final char delimiter;
    private final UnknownKeys unknown;
    private final List<String> cells = new ArrayList<>();
    private @Nullable List<String> header;
    private int[] slots = new int[0];
    private @Nullable Problem drift;

    Rows(Mapping mapping, char delimiter, UnknownKeys unknown) {
      this.mapping = mapping;
      this.delimiter = delimiter;
      this.unknown = unknown;
    }

    @Override
    public @Nullable Problem parse(byte[] bytes, int from, int to, AccessEvent.Builder out) {
      if (!split(new String(bytes, from, to - from, StandardCharsets.UTF_8), delimiter, cells)) {
        return new Problem("bad_quoting", "expected cells quoted as in RFC 4180");
      }
      List<String> known = header;
      if (known == null) {
        begin(List.copyOf(cells));
        return Problem.HEADER;
      }
      if (cells.equals(known)) {
        return Problem.HEADER; // files put one behind the other
      }
      if (drift != null) {
        return drift;
      }
      if (cells.size() != known.size()) {
        return new Problem(
            "column_count", "expected " + known.size() + " cells, found " + cells.size());
      }
      @Nullable String[] found = new String[mapping.paths().size()];
      for (int i = 0; i < slots.length; i++) {
        if (slots[i] >= 0) {
          found[slots[i]] = cells.get(i);
        }
      }
      out.set(Field.FORMAT, id());
      return mapping.apply(found, out);
    }

    private void begin(List<String> columns) {
      List<String> names = columns.stream().map(String::strip).toList();
      header = columns;
      slots = new int[names.size()];
      Arrays.fill(slots, -1);
      for (int i = 0; i < slots.length; i++) {
        slots[i] = mapping.paths().indexOf(names.get(i));
        if (slots[i] < 0) {
          unknown.key(names.get(i));
        }
      }
      List<String> missing = mapping.missing(names);
      if (!missing.isEmpty()) {
        drift = new Problem("header_changed", "expected the columns " + String.join(", ", missing));
      }
    }
  }

  /** Splits a row into cells; false when its quotes are wrong. */
  static boolean split(String row, char delimiter, List<String> cells) {
    cells.clear();
    int i = 0;
    while (true) {
      if (i < row.length() && row.charAt(i) == '"') {
        StringBuilder cell = new StringBuilder();
        i++;
        while (true) {
          int quote = row.indexOf('"', i);
          if (quote < 0) {
            return false;
          }
          cell.append(row, i, quote);
          i = quote + 1;
          if (i >= row.length() || row.charAt(i) != '"') {
            break;
          }
          cell.append('"');
          i++;
        }
        cells.add(cell.toString());
        if (i < row.length() && row.charAt(i) != delimiter) {
          return false;
        }
      } else {
        int end = row.indexOf(delimiter, i);
        int stop = end < 0 ? row.length() : end;
        cells.add(row.substring(i, stop));
        i = stop;
      }
      if (i >= row.length()) {
        return true;
      }
      i++; // the delimiter
    }
  }
}
