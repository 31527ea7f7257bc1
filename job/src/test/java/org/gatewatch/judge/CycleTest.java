package org.gatewatch.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.gatewatch.detect.Family;
import org.junit.jupiter.api.Test;

/** When the sum of evidence of a credential began. */
class CycleTest {
  private static final int DRIFT = Family.DRIFT.ordinal();

  private static void day(Cycle cycle, long number, double surprise) {
    double[] surprises = new double[Family.COUNT];
    surprises[DRIFT] = surprise;
    cycle.day(number, surprises, /* learns= */ true, (family, peak) -> {});
  }

  /** -ln p of 5 is evidence for a climb, of 0 against it: the cycle begins after the last 0. */
  @Test
  void aCycleBeginsOnTheDayAfterItsEvidenceWasLastAtNothing() throws IOException {
    Cycle cycle = new Cycle();
    day(cycle, 20_000, 0);
    assertEquals(0, cycle.since(DRIFT));
    day(cycle, 20_001, 5);
    assertEquals(20_001, cycle.since(DRIFT));
    for (int i = 2; i < 8; i++) {
      day(cycle, 20_000 + i, 0);
    }
    assertEquals(0, cycle.since(DRIFT), "ln M is at nothing again");
    day(cycle, 20_010, 5);
    day(cycle, 20_013, 5); // the days between it was not used
    assertEquals(20_010, cycle.since(DRIFT));
    assertEquals(2, cycle.days(DRIFT));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    cycle.write(new DataOutputStream(bytes));
    Cycle back = Cycle.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertEquals(20_010, back.since(DRIFT));
    cycle.reset();
    assertEquals(0, cycle.since(DRIFT));
  }
}
