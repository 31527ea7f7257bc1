package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.gatewatch.baseline.Cited;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.junit.jupiter.api.Test;

class RuleHitTest {
  private static RuleHit written(RuleHit hit) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    hit.write(new DataOutputStream(bytes));
    return RuleHit.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  private static RuleHit hit(String detail) {
    Cited event =
        Cited.of(
            new AccessEvent.Builder()
                .set(Field.EVENT_TIME, 1_772_409_600_000L)
                .build(0, "key", 0, 0, 1, 0));
    return new RuleHit("network-not-declared", "key", 1, detail, event, event, 1, 1);
  }

  /** A list of 5,000 blocks is longer than writeUTF takes. */
  @Test
  void aLongDeclarationIsCutAndSaved() throws IOException {
    List<String> blocks =
        IntStream.range(0, 5000).mapToObj(i -> "240." + i / 250 + "." + i % 250 + ".0/24").toList();
    String detail = "used from 192.0.2.7; declared: " + String.join(", ", blocks) + " (roster)";
    assertTrue(detail.length() > 65_535);
    RuleHit again = written(hit(detail));
    assertEquals(1000, again.detail().length());
    assertTrue(again.detail().startsWith("used from 192.0.2.7; declared: 240.0.0.0/24, "));
    assertTrue(again.detail().endsWith("…"));
  }

  @Test
  void aShortOneIsKeptWhole() throws IOException {
    String detail = "x".repeat(1000);
    assertEquals(detail, written(hit(detail)).detail());
  }

  @Test
  void aCutTakesNoCharacterApart() {
    String cut = hit("x".repeat(998) + "\uD83D\uDE00" + "y".repeat(9)).detail();
    assertEquals("x".repeat(998) + "…", cut);
  }
}
