package org.gatewatch.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.core.io.InputStatus;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.Enricher;
import org.gatewatch.ingest.Enrichment;
import org.gatewatch.ingest.FieldMap;
import org.gatewatch.ingest.Ingest;
import org.gatewatch.ingest.Redactor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file said in the parts read before counts for the next part, and after a restart. */
final class FollowReaderTest {
  private static final String SSH =
      "%s bastion sshd[7]: Accepted password for kit from 192.0.2.7 port 51844 ssh2\n";

  private static final String BEDROCK =
      "{\"schemaType\":\"ModelInvocationLog\",\"timestamp\":\"2026-05-04T08:00:%sZ\","
          + "\"requestId\":\"r\",\"operation\":\"Converse\"}";

  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();
  private @Nullable FollowReader reader;

  private Binding binding(@Nullable String format, @Nullable FieldMap map, int year) {
    return new Binding(
        0,
        "log",
        List.of(folder.toString()),
        format,
        map,
        LogSource.GATEWAY,
        null,
        ZoneOffset.UTC,
        300_000,
        year);
  }

  private FollowReader open(Binding binding, FollowSource.Place place) {
    Ingest ingest =
        new Ingest(
            List.of(binding), Roster.EMPTY, Redactor.unkeyed(), new Enricher(Enrichment.NONE));
    FollowReader out =
        new FollowReader(new FollowPlan(ingest, List.of(binding), List.of(0), 60_000, null));
    out.addSplits(List.of(place));
    return out;
  }

  private void start(Binding binding) {
    reader = open(binding, new FollowSource.Place(new byte[0]));
  }

  /** Saved state read by another one, as after a failure. */
  private void restart(Binding binding) {
    reader = open(binding, java.util.Objects.requireNonNull(reader).snapshotState(1).get(0));
  }

  private Path append(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return aged(file);
  }

  /** Older than the second in which a file may still be written. */
  private static Path aged(Path file) throws IOException {
    long before = Files.getLastModifiedTime(file).toMillis() - 10_000;
    return Files.setLastModifiedTime(file, FileTime.fromMillis(before));
  }

  private void pack(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(Files.readAllBytes(file));
    }
    Files.delete(file);
    aged(Files.write(folder.resolve(file.getFileName() + ".1.gz"), bytes.toByteArray()));
  }

  /** What was read since the last time: times of events, reasons of rejected lines. */
  private List<String> poll() throws IOException {
    said.clear();
    for (int i = 0; i < 3; i++) { // a compressed file is looked at twice
      while (java.util.Objects.requireNonNull(reader).pollNext(new Said())
          == InputStatus.MORE_AVAILABLE) {
        // until nothing is new
      }
    }
    return List.copyOf(said);
  }

  @Test
  void aTableThatWasRotatedAndCompressedKeepsItsHeader() throws IOException {
    FieldMap map =
        new FieldMap(
            Map.of(
                Field.EVENT_TIME,
                new FieldMap.Source(List.of("t"), null, null, null, null),
                Field.STATUS,
                new FieldMap.Source(List.of("s, or \"state\""), null, null, null, null)),
            Map.of(),
            FieldMap.NULLS,
            ',');
    Binding csv = binding("csv", map, 0);
    start(csv);
    Path file =
        append("log.csv", "\ufefft,\"s, or \"\"state\"\"\",x\n2026-05-04T08:00:00Z,200,\"a\nb\"\n");
    assertEquals(List.of("2026-05-04T08:00:00Z at 2"), poll());
    append("log.csv", "2026-05-04T08:00:01Z,200,\"c\n");
    assertEquals(List.of(), poll());
    append("log.csv", "d\"\n");
    assertEquals(List.of("2026-05-04T08:00:01Z at 4"), poll());
    append("log.csv", "2026-05-04T08:00:02Z,200,d\n2026-05-04T08:00:03Z,200,e\n");
    pack(file);
    restart(csv);
    assertEquals(List.of("2026-05-04T08:00:02Z at 6", "2026-05-04T08:00:03Z at 7"), poll());
  }

  /** As somebody writes it who fills a buffer before it is flushed. */
  @Test
  void aRecordOverLinesIsReadOnceAllOfItIsThere() throws IOException {
    Binding aws = binding("bedrock", null, 0);
    start(aws);
    append("log", BEDROCK.formatted("00").replace(",", ",\n") + "\n{\n\"input\":{\n\"a\":1\n}\n");
    assertEquals(List.of("2026-05-04T08:00:00Z at 1"), poll());
    restart(aws);
    assertEquals(List.of(), poll());
    append("log", "," + BEDROCK.formatted("01").substring(1) + "\n");
    assertEquals(List.of("2026-05-04T08:00:01Z at 2"), poll());
    append("log", BEDROCK.formatted("02") + "\r\n");
    assertEquals(List.of("2026-05-04T08:00:02Z at 3"), poll());
    append("log", "{\"input\":[\n{\"a\":1}\n");
    assertEquals(List.of(), poll());
    append("log", "]," + BEDROCK.formatted("03").substring(1) + "\n");
    assertEquals(List.of("2026-05-04T08:00:03Z at 4"), poll());
  }

  @Test
  void theYearOfSyslogTimesIsKeptFromPartToPartAndFromFileToFile() throws IOException {
    Binding ssh = binding("sshd", null, 2026);
    start(ssh);
    Path file = append("auth.log", SSH.formatted("Dec 31 23:59:59"));
    assertEquals(List.of("2026-12-31T23:59:59Z at 1"), poll());
    append("auth.log", SSH.formatted("Jan  1 00:00:01"));
    assertEquals(List.of("2027-01-01T00:00:01Z at 2"), poll());
    restart(ssh);
    append("auth.log", SSH.formatted("Jan  1 00:00:02"));
    assertEquals(List.of("2027-01-01T00:00:02Z at 3"), poll());
    Files.move(file, folder.resolve("auth.log.1"));
    append("auth.log", SSH.formatted("Jan  2 00:00:00"));
    assertEquals(List.of("2027-01-02T00:00:00Z at 1"), poll());
  }

  @Test
  void theFormatIsToldOnceForAFile() throws IOException {
    String web = "192.0.2.7 - - [04/May/2026:08:00:0%d +0000] \"GET /v1 HTTP/1.1\" 200 5\n";
    Binding any = binding(null, null, 2026);
    start(any);
    append("log", web.formatted(0));
    assertEquals(List.of("2026-05-04T08:00:00Z at 1"), poll());
    restart(any);
    append("log", SSH.formatted("May  4 08:00:01") + web.formatted(2));
    assertEquals(List.of("not_combined at 2", "2026-05-04T08:00:02Z at 3"), poll());
  }

  @Test
  void aPartThatBeginsAsAnArchiveDoesIsNone() throws IOException {
    start(binding("combined", null, 0));
    append("log", "192.0.2.7 - - [04/May/2026:08:00:00 +0000] \"GET / HTTP/1.1\" 200 5\n");
    assertEquals(1, poll().size());
    append("log", "BZh91AY\n192.0.2.7 - - [04/May/2026:08:00:01 +0000] \"GET / HTTP/1.1\" 200 5\n");
    assertEquals(List.of("not_combined at 2", "2026-05-04T08:00:01Z at 3"), poll());
  }

  private final class Said implements ReaderOutput<Element> {
    @Override
    public void collect(Element element) {
      if (element.event() != null) {
        said.add(
            Instant.ofEpochMilli(element.event().eventTime()) + " at " + element.event().line());
      } else if (element.rejected() != null) {
        said.add(element.rejected().reason() + " at " + element.rejected().line());
      }
    }

    @Override
    public void collect(Element element, long time) {
      collect(element);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<Element> createOutputForSplit(String split) {
      return this;
    }

    @Override
    public void releaseOutputForSplit(String split) {}
  }
}
