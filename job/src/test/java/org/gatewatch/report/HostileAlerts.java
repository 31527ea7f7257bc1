package org.gatewatch.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Lines to encode: plain ones, and ones of which an attacker wrote the texts. */
final class HostileAlerts {
  static final JsonMapper JSON = JsonMapper.builder().build();

  /** Each aims at one of the formats. */
  static final List<String> TEXTS =
      List.of(
          "line\nbreak\r\nand\ttab",
          "pipes | and \\| more \\",
          "key=value src=1.2.3.4 msg\\=x",
          " leading and trailing ",
          "<!channel> <https://evil.example|click> & <@U123>",
          "[click](https://evil.example) *bold* <at>all</at>",
          "=cmd|' /C calc'!A1",
          "＝1+1",
          "  @SUM(1)",
          "\"quoted\", and 'single'",
          "\ud800 half \udfff",
          "\u202egnp.exe\u2028\u0000\u001b[2J",
          "\\n\\r\\u0041",
          "}],\"x\":\"",
          "' OR [ipv4-addr:value = '1.1.1.1",
          "|||||||||||",
          "\ud83d\ude00".repeat(3000),
          "A".repeat(100_000),
          "=".repeat(9_000),
          "\\".repeat(9_000),
          "|<&>".repeat(3_000),
          "\u202e".repeat(9_000),
          "漢".repeat(9_000));

  private HostileAlerts() {}

  /** A finding as {@code alerts.jsonl} holds it. */
  static AlertView leftover() {
    return AlertView.of(new OcsfFinding("0.1.0").line(Findings.leftover()));
  }

  /** Another one, of the digest. */
  static AlertView newNetwork() {
    return AlertView.of(new OcsfFinding("0.1.0").line(Findings.newNetwork()));
  }

  /** The cases of a golden incident. */
  static List<AlertView> cases() throws IOException {
    return Files.readAllLines(
            Path.of("../testdata/vendor-incident/cases.jsonl"), StandardCharsets.UTF_8)
        .stream()
        .map(AlertView::of)
        .toList();
  }

  /** Findings and cases whose every text is that one, written past the redaction of the product. */
  static List<AlertView> with(String text) throws IOException {
    List<AlertView> out = new ArrayList<>();
    List<AlertView> all = List.of(leftover(), newNetwork(), cases().get(0));
    for (AlertView plain : text.length() > 50_000 ? all.subList(0, 1) : all) {
      out.add(AlertView.of(replaced(plain.line(), text)));
    }
    return out;
  }

  private static JsonNode replaced(JsonNode node, String text) {
    if (node instanceof ObjectNode object) {
      ObjectNode out = Json.object();
      object.forEachEntry((key, value) -> out.set(key, replaced(value, text)));
      return out;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode out = array.arrayNode();
      array.forEach(item -> out.add(replaced(item, text)));
      return out;
    }
    return node.isString() ? StringNode.valueOf(text) : node;
  }
}
