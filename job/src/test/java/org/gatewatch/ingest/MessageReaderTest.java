package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages are cut into records as files are, and numbered by message. */
final class MessageReaderTest {
  private static final String EVENT = "{\"event_time\":1772352000000,\"status\":200}";

  private static final FieldMap MAP =
      Examples.map("{\"fields\":{\"event_time\":{\"paths\":[\"event_time\"]}}}");

  private static MessageReader reader(Binding binding) {
    Ingest ingest =
        new Ingest(
            List.of(binding), Roster.EMPTY, Redactor.unkeyed(), new Enricher(Enrichment.NONE));
    return ingest.messages(0, 5);
  }

  private static List<RecordReader.Read> read(
      MessageReader reader, byte[] message, long number, long written) {
    List<RecordReader.Read> out = new ArrayList<>();
    reader.read(message, number, written, out::add);
    return out;
  }

  private static List<RecordReader.Read> read(String format, byte[] message) {
    return read(reader(Readings.binding(format, null)), message, 77, -1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static List<Examples> examples() {
    return Examples.all().stream().filter(e -> !e.format().equals("csv")).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aMessageIsReadAsAFileOfTheSameBytesIs(Examples examples) throws IOException {
    byte[] bytes = Files.readAllBytes(examples.folder().resolve("accepted.log"));
    List<RecordReader.Read> read = read(reader(examples.binding()), bytes, 77, -1);
    List<String> expected =
        Files.readAllLines(examples.folder().resolve("accepted.ndjson")).stream()
            .map(line -> line.replaceAll(",\"raw_ref\":\"[^\"]*\"", ""))
            .toList();
    assertEquals(
        expected,
        read.stream()
            .map(r -> EventJson.line(Objects.requireNonNull(r.event(), r.toString())))
            .map(line -> line.replaceAll(",\"raw_ref\":\"[^\"]*\"", ""))
            .toList());
    assertTrue(read.stream().allMatch(r -> r.event() != null && r.event().line() == 77));
  }

  @Test
  void recordsOfOneMessageBearItsNumberAndTellApartByTheirPlaceInIt() {
    for (String message :
        List.of(
            EVENT + EVENT,
            EVENT + " " + EVENT + "\n",
            "[" + EVENT + "," + EVENT + "]",
            "{\"Records\":[" + EVENT + "," + EVENT + "]}",
            "{\"@odata.context\":\"c\",\"@odata.nextLink\":\"n\",\"value\":["
                + EVENT
                + ","
                + EVENT
                + "]}",
            "{\"kind\":\"admin#reports#activities\",\"items\":[" + EVENT + "," + EVENT + "]}")) {
      List<RecordReader.Read> read =
          read(reader(Readings.binding("json", MAP)), utf8(message), 77, -1);
      assertEquals(2, read.size(), message);
      assertTrue(read.stream().allMatch(r -> r.event() != null && r.event().line() == 77), message);
      assertEquals(
          2,
          read.stream().map(r -> Objects.requireNonNull(r.event()).offset()).distinct().count(),
          message);
    }
  }

  @Test
  void aRejectedRecordBearsItsMessagesNumberToo() {
    List<RecordReader.Read> read = read("canonical", utf8(EVENT + "\njunk\n"));
    assertEquals(2, read.size());
    assertEquals(77, Objects.requireNonNull(read.get(1).rejected()).line());
  }

  @Test
  void compressedMessagesAreUnpacked() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(bytes)) {
      out.write(utf8(EVENT + "\n" + EVENT));
    }
    assertEquals(2, read("canonical", bytes.toByteArray()).size());
  }

  @Test
  void aMessageOfNothingIsOneRejectedRecord() {
    for (String format : List.of("canonical", "combined")) {
      for (String message : List.of("", "\n", " \r\n")) {
        List<RecordReader.Read> read = read(format, utf8(message));
        assertEquals(1, read.size(), format);
        assertEquals("blank", Objects.requireNonNull(read.get(0).rejected()).reason());
      }
    }
  }

  @Test
  void theYearOfASyslogLineIsTheOneNearestToItsMessage() {
    Binding ssh =
        new Binding(
            0, "ssh", List.of(), "sshd", null, LogSource.VENDOR, "acme", ZoneOffset.UTC, 300_000);
    MessageReader reader = reader(ssh);
    List<String> cases =
        List.of(
            "2026-12-31T23:59:59Z Dec 31 23:59:58 2026-12-31T23:59:58Z",
            "2027-01-01T00:00:03Z Dec 31 23:59:59 2026-12-31T23:59:59Z",
            "2027-01-01T00:00:04Z Jan  1 00:00:01 2027-01-01T00:00:01Z",
            "2026-12-31T23:59:59Z Jan  1 00:00:02 2027-01-01T00:00:02Z",
            "2029-06-01T00:00:00Z May 31 08:00:00 2029-05-31T08:00:00Z");
    for (String c : cases) {
      byte[] message =
          utf8(
              c.substring(21, 36)
                  + " bastion sshd[7]: Accepted password for kit from 192.0.2.7 port 51844 ssh2");
      long written = Instant.parse(c.substring(0, 20)).toEpochMilli();
      RecordReader.Read read = read(reader, message, 1, written).get(0);
      assertEquals(
          Instant.parse(c.substring(37)),
          Instant.ofEpochMilli(Objects.requireNonNull(read.event(), c).eventTime()));
    }
  }
}
