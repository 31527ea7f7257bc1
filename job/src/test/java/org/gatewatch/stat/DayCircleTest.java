package org.gatewatch.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Reference values: scipy.stats circmean, circstd and norm.cdf, SciPy 1.17.1. */
class DayCircleTest {
  private static float[] hours(int from, int to) {
    float[] counts = new float[24];
    for (int h = from; h < to; h++) {
      counts[h % 24] = 1;
    }
    return counts;
  }

  @Test
  void anOfficeDay() {
    DayCircle day = DayCircle.of(hours(9, 18));
    assertEquals(13.5 - 24, day.hour(), 1e-9);
    assertEquals(0.7864573, day.length(), 1e-6);
    assertEquals(2.6475737, day.deviation(), 1e-6);
  }

  @Test
  void midnightIsNoEdge() {
    DayCircle night = DayCircle.of(hours(21, 30));
    assertEquals(1.5, night.hour(), 1e-9);
    assertEquals(-12, night.hoursTo(DayCircle.of(hours(9, 18))), 1e-9);
    assertEquals(3, DayCircle.of(hours(9, 18)).hoursTo(DayCircle.of(hours(12, 21))), 1e-9);
    assertEquals(-3, DayCircle.of(hours(12, 21)).hoursTo(DayCircle.of(hours(9, 18))), 1e-9);
  }

  @Test
  void aroundTheClockHasNoCentre() {
    assertEquals(0, DayCircle.of(hours(0, 24)).length(), 1e-9);
    assertEquals(0, DayCircle.of(new float[24]).length());
    assertTrue(DayCircle.of(hours(3, 4)).length() > 0.999);
  }

  @Test
  void chanceOfANormalError() {
    assertEquals(0.8175776, DayCircle.within(2, 1.5), 1e-6);
  }
}
