package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that are too long for one record are cut into their spans. */
final class OtlpRecordsTest {
  private static final String PROMPT = "Q7 { [ \\\" \\\\ } ] ".repeat(60);

  @TempDir Path folder;

  private static String attribute(String key, String value) {
    return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
  }

  private static String span(int i, String... attributes) {
    return "{\"traceId\":\"t\",\"spanId\":\"s"
        + i
        + "\",\"startTimeUnixNano\":\""
        + (1772352000000L + i)
        + "000000\",\"attributes\":["
        + String.join(",", attributes)
        + "]}";
  }

  private static String call(int i) {
    return span(
        i,
        attribute("gen_ai.input.messages", PROMPT),
        attribute("gen_ai.operation.name", "chat"),
        attribute("gen_ai.request.model", "heron-3"));
  }

  /** Two resources of two scopes; between calls of a model, spans that are none. */
  private static String export(int perScope, String blank, String list) {
    String[] names =
        list.equals("spans")
            ? new String[] {"resourceSpans", "scopeSpans"}
            : new String[] {"resourceLogs", "scopeLogs"};
    StringBuilder out = new StringBuilder("{\"" + names[0] + "\":[");
    int i = 0;
    for (int resource = 0; resource < 2; resource++) {
      out.append(resource == 0 ? "" : ",").append("{\"schemaUrl\":null,\"resource\":{\"x\":[1],");
      out.append("\"attributes\":[").append(attribute("service.name", "r" + resource));
      out.append("]},\"" + names[1] + "\":[");
      for (int scope = 0; scope < 2; scope++) {
        out.append(scope == 0 ? "" : ",").append("{\"scope\":{\"name\":\"a]}\\\"\"},\"" + list);
        out.append("\":").append(blank).append('[');
        for (int n = 0; n < perScope; n++, i++) {
          out.append(n == 0 ? "" : ",").append(blank);
          out.append(n % 10 == 9 ? span(i, attribute("http.route", "/x")) : call(i));
        }
        out.append("],\"after\":{\"a\":[[]]}}");
      }
      out.append("]}");
    }
    return out.append("],\"n\":1.5e3}").toString();
  }

  private Readings read(String log) {
    return Readings.of(log, folder, Readings.binding("otel_genai", null));
  }

  private static List<String> told(Readings read) {
    return read.accepted().stream()
        .map(e -> EventJson.line(e).replaceAll(",\"raw_ref\":\"[^\"]*\"", ""))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spans", "logRecords"})
  void aLongExportGivesTheEventsOfShortOnes(String list) {
    String large = export(1000, "\n  ", list);
    assertTrue(large.length() > 3 * Framer.LIMIT);
    Readings read = read(large + "\n" + export(20, "", list));
    assertEquals(List.of(), read.rejected());
    assertEquals(3600 + 72, read.accepted().size());
    assertEquals(400 + 8, read.unknown().get("otlp: no call of a model"));
    assertEquals(400, read.headers());
    assertEquals("r0", read.accepted().get(0).text(Field.TENANT));
    assertEquals("r1", read.accepted().get(3599).text(Field.TENANT));
    assertEquals(4000, read.accepted().get(3599).line() + 1); // the last span is no call
    assertTrue(told(read).stream().noneMatch(line -> line.contains("Q7")));
    List<AccessEvent> short72 = read.accepted().subList(3600, 3672);
    assertEquals(
        told(read(export(20, "", list))),
        short72.stream()
            .map(e -> EventJson.line(e).replaceAll(",\"raw_ref\":\"[^\"]*\"", ""))
            .toList());
    assertTrue(
        read.accepted().stream()
            .limit(3600)
            .allMatch(e -> large.startsWith("{\"traceId\"", (int) e.offset())));
  }

  @Test
  void aSpanThatIsTooLongTakesNoOtherWithIt() {
    String huge = span(7, attribute("gen_ai.input.messages", "y".repeat(3 * Framer.LIMIT)));
    String exports = export(1000, "", "spans");
    int at = exports.indexOf("{\"traceId\":\"t\",\"spanId\":\"s500\"");
    Readings read = read(exports.substring(0, at) + huge + "," + exports.substring(at) + "\n");
    assertEquals(List.of("line_too_long"), read.reasons());
    assertEquals(3600, read.accepted().size());
  }

  @Test
  void whatBreaksOffOrIsBrokenIsRejectedOnceAndTheNextLineIsRead() {
    String large = export(1000, "", "spans");
    String next = export(1, "", "spans");
    for (int cut : new int[] {1, 2, 5, 30, 500, 100_000}) {
      String broken = large.substring(0, large.length() - cut);
      assertEquals(1, read(broken).rejected().size(), "cut " + cut);
      Readings read = read(broken + "\n" + next);
      assertTrue(read.rejected().size() <= 1, "cut " + cut + read.reasons());
      assertTrue(read.accepted().size() >= 3600 - cut / 500, "cut " + cut);
    }
    Readings read =
        read(large.replaceFirst("\"scopeSpans\":\\[", "\"scopeSpans\" [") + "\n" + next);
    assertEquals(List.of("line_too_long"), read.reasons().subList(0, 1));
  }
}
