package org.gatewatch.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LongRunTest {
  /** Monday 2026-03-02, 00:00 UTC. */
  private static final long MONDAY = 1_772_409_600_000L;

  private static final long DAY = 86_400_000L;

  /** Uses it daily and gives the last comparison. */
  private static LongRun.@Nullable Growth used(LongRun run, int days, LongUnaryOperator requests) {
    LongRun.Growth last = null;
    for (int day = 0; day < days; day++) {
      LongRun.Growth g = run.add(MONDAY + day * DAY, requests.applyAsLong(day), 0);
      last = g == null ? last : g;
    }
    return last;
  }

  @Test
  void comparesFourWeeksWithFourAQuarterBefore() {
    LongRun run = new LongRun();
    // 28 days of 100, 63 days of 5000 that are in neither, 28 days of 370, and the day that tells.
    LongRun.Growth g =
        used(run, 120, day -> day < 28 ? 100 : day < 91 ? 5000 : day < 119 ? 370 : 9_999_999);
    assertEquals(new LongRun.Growth("requests", 370, 100, MONDAY + 28 * DAY), g);
    assertEquals(3.7, g == null ? 0 : g.factor(), 1e-12);
  }

  @Test
  void comparesWithTheOldestOfAShorterHistory() {
    assertNull(used(new LongRun(), 84, day -> day < 28 ? 100 : 250));
    LongRun.Growth g = used(new LongRun(), 85, day -> day < 28 ? 100 : 250);
    assertNotNull(g);
    assertEquals(2.5, g.factor(), 1e-12);
    assertEquals(MONDAY + 28 * DAY, g.thenEnd());
  }

  @Test
  void daysWithoutUseAreNoMeasure() {
    assertEquals(
        1.0,
        java.util.Objects.requireNonNull(used(new LongRun(), 120, day -> 100)).factor(),
        1e-12);
    LongRun holidays = new LongRun();
    LongRun.Growth last = null;
    for (int day = 0; day < 120; day++) {
      if (day >= 28 || day % 7 < 2) { // eight active days in the first four weeks
        LongRun.Growth g = holidays.add(MONDAY + day * DAY, 100, 0);
        last = g == null ? last : g;
      }
    }
    assertEquals(1.0, java.util.Objects.requireNonNull(last).factor(), 1e-12);
  }

  @Test
  void tokensAreComparedToo() {
    LongRun run = new LongRun();
    LongRun.Growth last = null;
    for (int day = 0; day < 120; day++) {
      LongRun.Growth g = run.add(MONDAY + day * DAY, 30, day < 60 ? 20_000 : 100_000);
      last = g == null ? last : g;
    }
    assertEquals("output tokens", last == null ? "" : last.what());
    assertEquals(5, last == null ? 0 : last.factor(), 1e-9);
  }

  @Test
  void littleUseIsNoGrowth() {
    assertNull(used(new LongRun(), 120, day -> day < 60 ? 1 : 15));
  }

  @Test
  void isSmallAndComesBackAsItWas() throws IOException {
    LongRun run = new LongRun();
    used(run, 100, day -> 10 + day);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    run.write(new DataOutputStream(bytes));
    assertTrue(bytes.size() <= 200, bytes.size() + " bytes");
    LongRun copy = LongRun.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    for (int day = 100; day < 140; day++) {
      assertEquals(
          run.add(MONDAY + day * DAY, 500, 0), copy.add(MONDAY + day * DAY, 500, 0), "day " + day);
    }
  }

  @Test
  void aWeekFarAheadOrFarBehindBreaksNothing() {
    LongRun run = new LongRun();
    used(run, 60, day -> 100);
    assertNull(run.add(MONDAY - 4000 * DAY, 100, 0));
    assertNull(run.add(MONDAY + 40_000 * DAY, 100, 0));
    assertNull(run.add(0, 100, 0));
  }
}
