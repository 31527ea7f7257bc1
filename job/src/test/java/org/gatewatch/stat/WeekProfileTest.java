package org.gatewatch.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WeekProfileTest {
  /** Masses are kept as floats: 168 of them add up to 1 but for this. */
  private static final double FLOATS = 1e-6;

  private static double[] tails(double[] masses) {
    float[] f = new float[WeekProfile.HOURS];
    for (int h = 0; h < f.length; h++) {
      f[h] = (float) masses[h];
    }
    double[] p = new double[f.length];
    for (int h = 0; h < f.length; h++) {
      p[h] = WeekProfile.tail(f, h);
    }
    return p;
  }

  private static double[] office() {
    double[] counts = new double[WeekProfile.HOURS];
    for (int day = 0; day < 5; day++) {
      for (int hour = 8; hour < 17; hour++) {
        counts[day * 24 + hour] = 6;
      }
    }
    return counts;
  }

  @Test
  void weekStartsOnMonday() {
    assertEquals(0, WeekProfile.hourOfWeek(Instant.parse("2026-03-02T00:59:00Z").toEpochMilli()));
    assertEquals(167, WeekProfile.hourOfWeek(Instant.parse("2026-03-01T23:00:00Z").toEpochMilli()));
    assertEquals(72, WeekProfile.hourOfWeek(0));
  }

  @Test
  void massesSumToOne() {
    double sum = 0;
    for (double f : WeekProfile.smooth(office())) {
      sum += f;
    }
    assertEquals(1, sum, 1e-12);
  }

  // One count on Monday 00:00: .65 * 1/2.44 + .30/5 + .05 * g0 + .3/168, all by 1.3, where g0 =
  // 1 / sum(exp(-d^2/18), d = -9..9) = 0.133236 (Python).
  @Test
  void aSingleHourHasTheMassOfTheFormula() {
    double[] counts = new double[WeekProfile.HOURS];
    counts[0] = 1;
    double g0 = 0;
    for (int d = -9; d <= 9; d++) {
      g0 += Math.exp(-d * d / 18.0);
    }
    double expected = (0.65 / 2.44 + 0.30 / 5 + 0.05 / g0 + 0.3 / 168) / 1.3;
    assertEquals(expected, WeekProfile.smooth(counts)[0], 1e-12);
  }

  @Test
  void knownNothingMakesEveryHourNormal() {
    for (double p : tails(WeekProfile.smooth(new double[WeekProfile.HOURS]))) {
      assertEquals(1, p, FLOATS);
    }
  }

  @Test
  void nightIsRarerThanEveningForADayWorker() {
    double[] p = tails(WeekProfile.smooth(office()));
    assertTrue(p[2 * 24 + 3] < p[2 * 24 + 20]);
    assertTrue(p[2 * 24 + 20] < p[2 * 24 + 11]);
    assertTrue(p[2 * 24 + 3] < 0.05);
    assertTrue(p[2 * 24 + 11] > 0.3);
  }

  @Test
  void tiesShareTheLargerP() {
    double[] f = new double[WeekProfile.HOURS];
    java.util.Arrays.fill(f, 1.0 / WeekProfile.HOURS);
    for (double p : tails(f)) {
      assertEquals(1, p, FLOATS);
    }
  }

  @Test
  void scalingTheCountsKeepsTheOrderOfHours() {
    double[] one = tails(WeekProfile.smooth(office()));
    double[] counts = office();
    for (int i = 0; i < counts.length; i++) {
      counts[i] *= 10;
    }
    double[] ten = tails(WeekProfile.smooth(counts));
    for (int i = 1; i < one.length; i++) {
      assertEquals(one[i] > one[i - 1] + 1e-9, ten[i] > ten[i - 1] + 1e-9, "hour " + i);
    }
  }
}
