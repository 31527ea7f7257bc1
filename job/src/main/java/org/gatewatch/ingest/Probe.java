package org.gatewatch.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.event.Timeline;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds, judged by reading its beginning: the format, its first events, and what of it
 * is left unread.
 *
 * @param format the format's id; null when it cannot be read at all
 * @param reason why it is this format; without one, what was expected
 * @param draft the field map it was read by, when no format knows the log
 * @param year of the first line, as guessed by the file's date; 0 = the times name it
 * @param accepted records read
 * @param rejected records not read, by reason
 * @param samples the first events beside their records
 * @param unmapped names that no field takes, with how often; the more frequent first
 */
public record Probe(
    @Nullable String format,
    String reason,
    @Nullable Draft draft,
    int year,
    long accepted,
    Map<String, Long> rejected,
    List<Sample> samples,
    Map<String, Long> unmapped) {
  private static final int RECORDS = 10_000;
  private static final int SAMPLES = 3;
  private static final int SHOWN = 400;
  private static final int NAMES = 30;

  /**
   * A record and what was read of it.
   *
   * @param line its number in the file, from 1
   * @param raw its start without secrets and prompts, control characters escaped
   */
  public record Sample(long line, String raw, AccessEvent event) {}

  /**
   * Looks at the file.
   *
   * @throws InputException when it cannot be opened
   */
  public static Probe of(Path file, Redactor redactor) {
    try {
      Detection detection = Detection.of(file, false);
      String id = detection.format();
      Draft draft = id == null ? Draft.of(file, Detection.head(file)) : null;
      LogFormat format = Formats.find(draft == null ? String.valueOf(id) : draft.format());
      if (format == null) {
        return new Probe(null, detection.reason(), null, 0, 0, Map.of(), List.of(), Map.of());
      }
      String reason = draft == null ? detection.reason() : "no format knows this log";
      Probe probe = read(file, format, draft, reason, 0, redactor);
      if (probe.rejected.containsKey("no_year")) {
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        int year = changed.atZone(ZoneOffset.UTC).getYear();
        probe = read(file, format, draft, reason, year, redactor);
      }
      return probe;
    } catch (IOException e) {
      throw Inputs.unreadable(file, e);
    }
  }

  private static Probe read(
      Path file,
      LogFormat format,
      @Nullable Draft draft,
      String reason,
      int year,
      Redactor redactor)
      throws IOException {
    FieldMap map = draft == null ? null : draft.map();
    Binding binding =
        new Binding(
            0,
            "probe",
            List.of(),
            format.id(),
            map,
            LogSource.GATEWAY,
            null,
            ZoneOffset.UTC,
            Binding.GATEWAY_LATENESS,
            year);
    Framer framer = format.framer(new Archive(file));
    ShownRecord shown = new ShownRecord(redactor, draft, SHOWN);
    Columns columns = new Columns();
    long accepted = 0;
    Map<String, Long> rejected = new TreeMap<>();
    List<Sample> samples = new ArrayList<>();
    List<String> header = new ArrayList<>();
    try (FileReader reader =
        new FileReader(
            binding,
            0,
            format,
            framer,
            Timeline.of(Roster.EMPTY),
            redactor,
            new Enricher(Enrichment.NONE))) {
      for (int i = 0; i < RECORDS; i++) {
        RecordReader.Read read = reader.next();
        if (read == null) {
          break;
        }
        AccessEvent event = read.event();
        if (event == null) {
          Rejected no = read.rejected();
          rejected.merge(no == null ? "?" : no.reason(), 1L, Long::sum);
          continue;
        }
        accepted++;
        if (framer.bytes[framer.from] == '{') {
          columns.object(framer.bytes, framer.from, framer.to);
        } else if (draft != null) {
          table(file, framer, draft.map().delimiter(), header, columns);
        }
        if (samples.size() < SAMPLES) {
          String record = shown.of(framer.bytes, framer.from, framer.to, header);
          samples.add(new Sample(framer.line, record, event));
        }
      }
    }
    Set<String> mapped = new HashSet<>();
    List<String> known = format.reads();
    if (map != null) {
      known = map.fields().values().stream().flatMap(s -> s.paths().stream()).toList();
    }
    known.forEach(path -> mapped.add(path.toLowerCase(Locale.ROOT)));
    return new Probe(
        format.id(),
        reason,
        draft,
        year,
        accepted,
        rejected,
        samples,
        known.isEmpty() ? Map.of() : unmapped(columns, mapped, redactor));
  }

  private static void table(
      Path file, Framer framer, char delimiter, List<String> header, Columns columns)
      throws IOException {
    if (header.isEmpty()) {
      header.addAll(Draft.header(file, delimiter));
    }
    List<String> cells = new ArrayList<>();
    String row =
        new String(framer.bytes, framer.from, framer.to - framer.from, StandardCharsets.UTF_8);
    if (MappedCsv.split(row, delimiter, cells)) {
      columns.row(header, cells);
    }
  }

  private static Map<String, Long> unmapped(
      Columns columns, Set<String> mapped, Redactor redactor) {
    Map<String, Long> out = new java.util.LinkedHashMap<>();
    columns.all().stream()
        .filter(c -> c.count > 0 && !mapped.contains(c.path.toLowerCase(Locale.ROOT)))
        .sorted(java.util.Comparator.comparingLong((Column c) -> -c.count))
        .limit(NAMES)
        .forEach(c -> out.merge(redactor.shown(c.path, 80), c.count, Long::sum));
    return out;
  }

  /**
   * How sure it is: guessed without a format, otherwise by the share of the records that were read.
   */
  public String certainty() {
    long all = accepted + rejected.values().stream().mapToLong(n -> n).sum();
    if (draft != null) {
      return "guessed";
    }
    return all == 0 || accepted == 0
        ? "doubtful"
        : accepted >= 0.99 * all ? "sure" : accepted >= 0.5 * all ? "likely" : "doubtful";
  }
}
