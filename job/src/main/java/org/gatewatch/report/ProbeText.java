package org.gatewatch.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.ingest.Draft;
import org.gatewatch.ingest.FieldMap;
import org.gatewatch.ingest.Guess;
import org.gatewatch.ingest.Probe;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds, for a terminal. Where a configuration is needed it is part of the text, and
 * all the rest is comment, so that the whole may be redirected into a file and used.
 */
public final class ProbeText {
  private static final Set<Field> HIDDEN = Set.of(Field.LOG_SOURCE, Field.FORMAT, Field.RAW_REF);
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  private final List<String> out = new ArrayList<>();
  private final Probe probe;
  private final String file;

  private ProbeText(Probe probe, String file) {
    this.probe = probe;
    this.file = file;
  }

  /**
   * The lines, without control characters of the log's.
   *
   * @param probe of a format that can be read
   * @param file its path, as the user gave it
   */
  public static List<String> lines(Probe probe, String file) {
    ProbeText text = new ProbeText(probe, file);
    text.findings();
    boolean configured = probe.draft() != null || probe.year() != 0;
    List<String> out = new ArrayList<>();
    text.out.forEach(line -> out.add(configured ? ("# " + line).stripTrailing() : line));
    if (configured) {
      text.out.clear();
      text.configuration();
      out.addAll(text.out);
    }
    return out;
  }

  private void findings() {
    long rejected = probe.rejected().values().stream().mapToLong(n -> n).sum();
    out.add(
        PlainText.cell(file)
            + ": "
            + probe.format()
            + ", "
            + probe.certainty()
            + " ("
            + PlainText.cell(probe.reason())
            + "; "
            + count(probe.accepted())
            + " of the first "
            + count(probe.accepted() + rejected)
            + " records read)");
    if (rejected > 0) {
      out.add("Not read: " + counts(probe.rejected()));
    }
    for (Probe.Sample sample : probe.samples()) {
      out.add("");
      out.add("line " + sample.line() + "  " + PlainText.cell(sample.raw()));
      fields(sample.event());
    }
    if (!probe.unmapped().isEmpty()) {
      out.add("");
      out.add("Not mapped: " + counts(probe.unmapped()));
    }
  }

  /** The event's fields, one a line, with where they were found if that was guessed. */
  private void fields(AccessEvent event) {
    for (Field field : Field.values()) {
      if (event.has(field) && !HIDDEN.contains(field)) {
        String line =
            String.format(
                Locale.ROOT, "  %-18s %s", field.key(), PlainText.cell(value(event, field)));
        String from = from(field);
        out.add(from.isEmpty() ? line : String.format(Locale.ROOT, "%-58s < %s", line, from));
      }
    }
  }

  private String from(Field field) {
    Draft draft = probe.draft();
    FieldMap.Source source = draft == null ? null : draft.map().fields().get(field);
    return source == null ? "" : PlainText.cell(source.paths().get(0));
  }

  private static String value(AccessEvent event, Field field) {
    return switch (field.kind()) {
      case TEXT, LIST -> cut(String.valueOf(event.text(field)));
      case WHOLE -> Long.toString(event.number(field, 0));
      case REAL -> Double.toString(event.real(field));
      case FLAG -> event.number(field, 0) != 0 ? "true" : "false";
      case TIME -> Instant.ofEpochMilli(event.number(field, 0)).toString();
    };
  }

  private static String cut(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }

  private static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(e -> PlainText.cell(e.getKey()) + " (" + count(e.getValue()) + ")")
        .collect(Collectors.joining(", "));
  }

  private static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  private void configuration() {
    Draft draft = probe.draft();
    out.add("bindings:");
    out.add("  - name: " + name());
    out.add("    path: [" + quoted(file) + "]");
    out.add("    format: " + probe.format());
    if (draft == null) {
      out.add(
          "    year: " + probe.year() + "  # the times name none; the file was last changed in it");
      out.add("    time_zone: UTC  # SET THE ZONE of the host that wrote it");
      out.add("    log_source: vendor  # logins; or gateway");
      return;
    }
    out.add("    log_source: gateway  # or vendor, for a third party's log");
    out.add("    map:");
    if (draft.format().equals("csv")) {
      char delimiter = draft.map().delimiter();
      out.add("      delimiter: " + (delimiter == '\t' ? "'\\t'" : quoted("" + delimiter)));
    }
    out.add("      fields:");
    for (Guess guess : draft.guesses()) {
      String line = "        " + guess.field().key() + ": " + source(guess.source());
      out.add(String.format(Locale.ROOT, "%-60s  # %s", line, PlainText.cell(guess.reason())));
    }
    out.add(
        "      null_tokens: ["
            + draft.map().nullTokens().stream()
                .map(ProbeText::quoted)
                .collect(Collectors.joining(", "))
            + "]");
  }

  private static String source(FieldMap.Source source) {
    StringBuilder out = new StringBuilder();
    String path = plain(source.paths().get(0));
    add(out, "path", path);
    add(out, "time_format", source.timeFormat() == null ? null : plain(source.timeFormat()));
    add(out, "unit", source.unit());
    add(out, "zone", source.zone());
    add(out, "transform", source.transform());
    return out.length() == path.length() + 6 ? path : "{" + out + "}";
  }

  private static void add(StringBuilder out, String key, @Nullable String value) {
    if (value != null) {
      out.append(out.length() == 0 ? "" : ", ").append(key).append(": ").append(value);
    }
  }

  /** The file's name up to its first dot, of the characters that a binding's name may hold. */
  private String name() {
    String last = file.substring(file.lastIndexOf('/') + 1);
    int dot = last.indexOf('.', 1);
    String name = (dot < 0 ? last : last.substring(0, dot)).replaceAll("[^A-Za-z0-9_-]", "");
    return name.isEmpty() || !Character.isLetter(name.charAt(0))
        ? "log"
        : name.substring(0, Math.min(40, name.length()));
  }

  private static String plain(String text) {
    boolean simple =
        text.matches("[A-Za-z_][A-Za-z0-9_.-]*") && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    return simple ? text : quoted(text);
  }

  /** A text in YAML's double quotes: nothing in it can end it, or reach the terminal. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c >= 0x20 && c < 0x7f) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
              }
            });
    return quoted.append('"').toString();
  }
}
