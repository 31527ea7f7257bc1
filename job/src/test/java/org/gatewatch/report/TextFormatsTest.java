package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/** CEF, LEEF and CSV come back from readers as they were meant. */
class TextFormatsTest {
  static List<String> texts() {
    return HostileAlerts.TEXTS;
  }

  @Test
  void aFindingAsCef() {
    CefParser cef = new CefParser(AlertFormats.of("cef").encode(HostileAlerts.leftover()));
    assertEquals(
        List.of(
            "CEF:0",
            "Gatewatch",
            "Gatewatch",
            "0.1.0",
            "leftover-credential",
            "Leftover credential in use: ctr-017",
            "10"),
        cef.header);
    assertEquals("1772446447120", cef.values.get("rt"));
    assertEquals("203.0.113.9", cef.values.get("src"));
    assertEquals("dana@vendor.example", cef.values.get("suid"));
    assertEquals("00112233445566778899aabbccddeeff", cef.values.get("externalId"));
    assertEquals("ctr-017", cef.values.get("cs1"));
    assertEquals("credential", cef.values.get("cs1Label"));
    assertEquals("ATT&CK 18.1 T1078.004, ATLAS 5.6.1 AML.T0012", cef.values.get("cs2"));
    assertEquals("/v1/chat/completions", cef.values.get("request"));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("texts")
  void cefComesBackWhateverTheTextsHold(String text) throws Exception {
    String shown = PlainText.cell(text).strip();
    for (AlertView alert : HostileAlerts.with(text)) {
      if (alert.isCase()) {
        continue;
      }
      CefParser cef = new CefParser(AlertFormats.of("cef").encode(alert));
      assertEquals(7, cef.header.size());
      assertBegins(PlainText.cell(text), cef.header.get(5));
      for (String key : List.of("suser", "cs1", "suid")) {
        assertBegins(shown, cef.values.getOrDefault(key, ""));
      }
      assertTrue(cef.values.containsKey("externalId") && cef.values.containsKey("rt"));
      assertTrue(cef.values.keySet().stream().allMatch(TextFormatsTest::isOurs));
    }
  }

  /** A text cannot bring in a key of its own. */
  private static boolean isOurs(String key) {
    return key.matches(
        "rt|externalId|c[ns][1-6](Label)?|c6a2(Label)?|src|suid|suser|start|end|cnt|cat|act|outcome"
            + "|request|requestMethod|requestClientApplication|reason|msg");
  }

  private static void assertBegins(String whole, String part) {
    boolean cut = part.endsWith("…") && !whole.startsWith(part);
    String begin = cut ? part.substring(0, part.length() - 1) : part;
    assertTrue(whole.startsWith(begin), () -> "<" + part + "> of <" + whole + ">");
    assertTrue(cut || part.isEmpty() || whole.equals(part), () -> "cut without a sign: " + part);
  }

  @Test
  void aFindingAsLeef() {
    String line = AlertFormats.of("leef").encode(HostileAlerts.leftover());
    assertTrue(
        line.startsWith("LEEF:2.0|Gatewatch|Gatewatch|0.1.0|leftover-credential|x09|cat=alert\t"),
        line);
    Map<String, String> values = leef(line);
    assertEquals("10", values.get("sev"));
    assertEquals("2026-03-02T10:14:07.120+0000", values.get("devTime"));
    assertEquals("203.0.113.9", values.get("src"));
    assertEquals("ctr-017", values.get("accountName"));
    assertEquals("ATT&CK 18.1 T1078.004, ATLAS 5.6.1 AML.T0012", values.get("attack"));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("texts")
  void leefComesBackWhateverTheTextsHold(String text) throws Exception {
    for (AlertView alert : HostileAlerts.with(text)) {
      if (alert.isCase()) {
        continue;
      }
      Map<String, String> values = leef(AlertFormats.of("leef").encode(alert));
      assertBegins(PlainText.cell(text).strip(), values.getOrDefault("accountName", ""));
      assertTrue(values.getOrDefault("cat", "").matches("alert|digest"));
      assertTrue(values.keySet().stream().allMatch(key -> key.matches("[A-Za-z]+")));
    }
  }

  /** LEEF 2.0: six header fields, then pairs behind the delimiter, split at the first sign. */
  private static Map<String, String> leef(String line) {
    String[] parts = line.split("\\|", 7);
    assertEquals("LEEF:2.0", parts[0]);
    assertEquals("x09", parts[5]);
    Map<String, String> out = new LinkedHashMap<>();
    for (String pair : parts[6].split("\t", -1)) {
      int sign = pair.indexOf('=');
      assertTrue(sign > 0, () -> "no key: " + pair);
      assertEquals(null, out.put(pair.substring(0, sign), pair.substring(sign + 1)));
    }
    return out;
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("texts")
  void csvComesBackAndHoldsNoFormula(String text) throws Exception {
    AlertFormat csv = AlertFormats.of("csv");
    StringBuilder file = new StringBuilder(csv.header()).append('\n');
    int rows = 0;
    for (AlertView alert : HostileAlerts.with(text)) {
      if (csv.takes(alert)) {
        file.append(csv.encode(alert)).append('\n');
        rows++;
      }
    }
    try (MappingIterator<String[]> read =
        new CsvMapper()
            .readerFor(String[].class)
            .with(CsvReadFeature.WRAP_AS_ARRAY)
            .readValues(file.toString())) {
      String[] header = read.next();
      assertEquals(23, header.length);
      while (read.hasNext()) {
        String[] row = read.next();
        rows--;
        assertEquals(header.length, row.length);
        for (String cell : row) {
          assertFalse(cell.strip().matches("(?s)[=+\\-@＝＋－＠].*"), () -> cell);
        }
        String title = row[List.of(header).indexOf("title")];
        assertBegins(
            PlainText.cell(text),
            title.startsWith("'") && !text.startsWith("'") ? title.substring(1) : title);
      }
    }
    assertEquals(0, rows);
  }
}
