package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.gatewatch.event.AccessEvent;
import org.junit.jupiter.api.Test;

/** The short cut and the JSON parser never disagree. */
final class PlainLineTest {
  private static final String[] PIECES = {
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    " ",
    "\t",
    "0",
    "-",
    ".",
    "e5",
    "null",
    "true",
    "é",
    "\"status\":",
    "\"latitude\":-0.5",
    "\"mfa\":\"x\"",
    "\"event_time\":1772352000000,",
    "\0",
    "99999"
  };

  private static final List<String> LINES =
      List.of(
          "{\"event_time\":\"2026-03-01T08:00:00.250Z\",\"status\":200,\"latitude\":52.5,\"mfa\":true}",
          "{\"event_time\": 1772352000250, \"longitude\": -0.1278, \"model\": null, \"asn\": 64500}",
          "{\"event_time\":1772352000250,\"user_agent\":\"Mozilla/5.0 (X11; Linux)\",\"bytes_in\":0}",
          "{\"event_time\":1772352000250,\"credential_id\":\"sk-abcdefghijklmnop\",\"outcome\":\"x\"}");

  private final UnknownKeys unknown = new UnknownKeys(Redactor.unkeyed());
  private final Canonical.Reader reader =
      new Canonical.Reader(new Values(Redactor.unkeyed(), unknown), unknown);

  private String result(byte[] line, boolean shortcut) {
    AccessEvent.Builder event = new AccessEvent.Builder();
    Problem problem =
        shortcut
            ? reader.parse(line, 0, line.length, event)
            : reader.json(line, 0, line.length, event);
    if (problem != null) {
      return problem.toString();
    }
    return event.has(org.gatewatch.event.Field.EVENT_TIME)
        ? event.build(0, "k", 0, 0, 1, 0).toString()
        : "no time";
  }

  @Test
  void agreesWithTheParserOnMutatedLines() {
    SplittableRandom random = new SplittableRandom(11);
    PlainLine plain = new PlainLine(new Values(Redactor.unkeyed(), unknown));
    int taken = 0;
    for (int round = 0; round < 50_000; round++) {
      StringBuilder text = new StringBuilder(LINES.get(random.nextInt(LINES.size())));
      for (int i = random.nextInt(3); i > 0; i--) {
        int at = random.nextInt(text.length());
        String piece = PIECES[random.nextInt(PIECES.length)];
        text.replace(at, Math.min(text.length(), at + random.nextInt(3)), piece);
      }
      byte[] line = text.toString().getBytes(StandardCharsets.UTF_8);
      assertEquals(result(line, false), result(line, true), text.toString());
      taken += plain.split(line, 0, line.length) ? 1 : 0;
    }
    assertTrue(taken > 15_000, "the short cut took " + taken);
  }

  @Test
  void readsTheSameDoublesAsJava() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      String degrees = Long.toString(random.nextLong(-900_000_000L, 900_000_000L));
      boolean negative = degrees.startsWith("-");
      String digits =
          "0".repeat(12 - degrees.length()) + (negative ? degrees.substring(1) : degrees);
      String number =
          (negative ? "-" : "")
              + Integer.parseInt(digits.substring(0, digits.length() - 7)) % 90
              + "."
              + digits.substring(digits.length() - 7);
      byte[] line =
          ("{\"event_time\":1772352000250,\"latitude\":" + number + "}")
              .getBytes(StandardCharsets.UTF_8);
      assertEquals(result(line, false), result(line, true), number);
    }
  }
}
