package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A case of thousands of credentials, of whatever names, is told to every receiver. */
class ShortenedTest {
  /** What a Kafka producer sends at most, unless it is told otherwise. */
  private static final int KAFKA = 1_048_576;

  @Test
  void whatFitsIsLeftAsItIs() throws Exception {
    for (AlertView one : HostileAlerts.cases()) {
      String line = Json.line(one.line());
      assertSame(line, Shortened.line(line));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"key-%d", "\u6f22\u6f22\u6f22-%d", "\\\"\\<>&|-%d"})
  void whatDoesNotFitSaysHowMuchWasLeftOutAndFitsInEveryFormat(String name) throws Exception {
    ObjectNode line = HostileAlerts.cases().get(0).line().deepCopy();
    ArrayNode credentials =
        (ArrayNode) line.path("unmapped").path("gatewatch").path("who").path("credentials");
    ObjectNode first = (ObjectNode) credentials.get(0);
    int before = credentials.size();
    for (int i = 0; i < 5000; i++) {
      ObjectNode one = first.deepCopy();
      one.put("credential_id", String.format(name, i) + "x".repeat(200));
      credentials.add(one);
    }
    String text = Json.line(line);
    assertTrue(bytes(text) > KAFKA);
    AlertView view = AlertView.of(Shortened.line(text));
    assertEquals(HostileAlerts.cases().get(0).uid(), view.uid());
    int left = view.line().path("unmapped").path("gatewatch").path("left_out").asInt();
    int there =
        view.line().path("unmapped").path("gatewatch").path("who").path("credentials").size();
    assertTrue(there > 0 && left + there >= before + 5000, left + " left out, " + there + " there");
    for (AlertFormat format : AlertFormats.ALL) {
      if (format.takes(view)) {
        assertTrue(bytes(format.encode(view)) < KAFKA, format.id());
      }
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
