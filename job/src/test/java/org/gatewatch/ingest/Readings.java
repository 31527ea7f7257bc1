package org.gatewatch.ingest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;

/** Reads test input whole: what was accepted, what was rejected, what was counted. */
record Readings(
    List<AccessEvent> accepted,
    List<Rejected> rejected,
    Map<String, Long> unknown,
    long headers,
    String format) {

  static Binding binding(@Nullable String format, @Nullable FieldMap map) {
    return new Binding(
        0, "test", List.of(), format, map, LogSource.GATEWAY, null, ZoneOffset.UTC, 300_000);
  }

  static Readings of(Path file, Binding binding) {
    return of(file, binding, Roster.EMPTY, new Enricher(Enrichment.NONE));
  }

  static Readings of(Path file, Binding binding, Roster roster, Enricher enricher) {
    Ingest ingest = new Ingest(List.of(binding), roster, Redactor.unkeyed(), enricher);
    List<AccessEvent> accepted = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>();
    try (RecordReader reader = ingest.open(0, file, 7)) {
      for (RecordReader.Read read = reader.next(); read != null; read = reader.next()) {
        if (read.event() != null) {
          accepted.add(read.event());
        } else if (read.rejected() != null) {
          rejected.add(read.rejected());
        }
      }
      return new Readings(
          accepted,
          rejected,
          new LinkedHashMap<>(reader.unknownKeys()),
          reader.headerLines(),
          reader.format());
    }
  }

  static Readings of(byte[] content, Path folder, Binding binding) {
    try {
      Path file = folder.resolve("log");
      Files.write(file, content);
      return of(file, binding);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Readings of(String content, Path folder, Binding binding) {
    return of(content.getBytes(StandardCharsets.UTF_8), folder, binding);
  }

  List<String> reasons() {
    return rejected.stream().map(Rejected::reason).toList();
  }
}
