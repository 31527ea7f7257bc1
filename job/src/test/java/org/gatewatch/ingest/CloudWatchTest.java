package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A log within the envelopes of CloudWatch Logs is read as it is without. */
final class CloudWatchTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String EVENT = "{\"event_time\":1772352000000,\"status\":200}";

  @TempDir Path folder;

  /** All but tables, whose rows may be several lines. */
  static List<Examples> examples() {
    return Examples.all().stream().filter(e -> !e.format().equals("csv")).toList();
  }

  /** As sent to subscribers: two messages in each envelope, one envelope behind the other. */
  private static String sent(List<String> messages) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < messages.size(); i += 2) {
      ObjectNode envelope = JSON.createObjectNode();
      envelope.put("messageType", "DATA_MESSAGE").put("owner", "123456789012");
      envelope.put("logGroup", "/aws/x").put("logStream", "s").putArray("subscriptionFilters");
      envelope.set("logEvents", events(messages.subList(i, Math.min(i + 2, messages.size()))));
      out.append(JSON.writeValueAsString(envelope));
    }
    return out.toString();
  }

  /** As the API answers, with the time first. */
  private static String answered(List<String> messages) {
    ObjectNode page = JSON.createObjectNode();
    page.set("events", events(messages));
    page.put("nextForwardToken", "f/1");
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(page);
  }

  private static ArrayNode events(List<String> messages) {
    ArrayNode out = JSON.createArrayNode();
    for (String message : messages) {
      ObjectNode event = out.addObject();
      event.put("timestamp", 1772352000000L).put("message", message).put("id", "3");
    }
    return out;
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<String> told(Readings read) {
    assertEquals(List.of(), read.rejected());
    return read.accepted().stream().map(e -> told(EventJson.line(e))).toList();
  }

  private static String told(String event) {
    return event.replaceAll(",\"raw_ref\":\"[^\"]*\"", "");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyLogIsReadOutOfTheEnvelopes(Examples examples) throws IOException {
    List<String> lines =
        Files.readAllLines(examples.folder().resolve("accepted.log")).stream()
            .filter(line -> !line.isBlank())
            .toList();
    List<String> expected =
        Files.readAllLines(examples.folder().resolve("accepted.ndjson")).stream()
            .map(CloudWatchTest::told)
            .toList();
    boolean mapped = examples.binding().map() != null;
    Binding binding = mapped ? examples.binding() : Readings.binding(null, null);
    assertEquals(expected, told(Readings.of(sent(lines), folder, binding)));
    assertEquals(expected, told(Readings.of(gzip(sent(lines)), folder, binding)));
    assertEquals(expected, told(Readings.of(answered(lines), folder, binding)));
  }

  @Test
  void aRecordOfASubscriptionIsAMessage() throws IOException {
    Ingest ingest =
        new Ingest(
            List.of(Readings.binding("canonical", null)),
            Roster.EMPTY,
            Redactor.unkeyed(),
            new Enricher(Enrichment.NONE));
    String record = sent(List.of(EVENT, EVENT));
    for (byte[] message : List.of(gzip(record), record.getBytes(StandardCharsets.UTF_8))) {
      List<RecordReader.Read> out = new ArrayList<>();
      ingest.messages(0, 0).read(message, 9, -1, out::add);
      assertEquals(2, out.size());
      assertTrue(out.stream().allMatch(r -> Objects.requireNonNull(r.event()).line() == 9));
    }
  }

  @Test
  void whatIsNoMessageIsRejectedAndTakesNothingWithIt() {
    String odd =
        "{\"messageType\":\"x\",\"logGroup\":\"g\",\"logEvents\":[{\"id\":\"1\"},7,"
            + "{\"message\":{\"a\":1}},{\"message\":\"two\\nlines\"},{\"message\":\"\"}]}"
            + "{\"logGroup\":\"g\"}{\"logEvents\":[]} 5 ";
    Readings read =
        Readings.of(odd + sent(List.of(EVENT)), folder, Readings.binding("canonical", null));
    assertEquals(8, read.rejected().size(), read.reasons().toString());
    assertEquals(1, read.accepted().size());
  }

  @Test
  void anEnvelopeThatBreaksOffIsTold() throws IOException {
    String whole = sent(List.of(EVENT, EVENT, EVENT));
    for (int cut : new int[] {3, 40, 200, 300}) {
      Readings read =
          Readings.of(
              whole.substring(0, whole.length() - cut),
              folder,
              Readings.binding("canonical", null));
      assertEquals(List.of("truncated_archive"), read.reasons(), "cut " + cut);
    }
    byte[] packed = gzip(sent(java.util.Collections.nCopies(20_000, EVENT)));
    Readings read =
        Readings.of(
            Arrays.copyOf(packed, packed.length / 2), folder, Readings.binding("canonical", null));
    assertEquals(List.of("truncated_archive"), read.reasons());
    assertTrue(read.accepted().size() > 1000);
  }

  @Test
  void aLogThatOnlyResemblesAnEnvelopeIsNone() {
    for (String log :
        List.of(
            EVENT,
            "{\"owner\":\"kit\",\"event_time\":1}",
            "{\"events\":[{\"name\":\"login\"}]}",
            "[{\"messageType\":1}]",
            "")) {
      assertFalse(CloudWatch.isEnvelope(log.getBytes(StandardCharsets.UTF_8)), log);
    }
  }
}
