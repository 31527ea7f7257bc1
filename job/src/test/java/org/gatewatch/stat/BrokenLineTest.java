package org.gatewatch.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Where a series leaves its level, and how sure that is. */
class BrokenLineTest {
  private static double[] times(int n) {
    double[] t = new double[n];
    for (int i = 0; i < n; i++) {
      t[i] = i;
    }
    return t;
  }

  private static BrokenLine.Fit fit(double[] y, int least) {
    return Objects.requireNonNull(BrokenLine.of(times(y.length), y, new int[y.length], least));
  }

  /**
   * By hand: y = 0 0 0 1 2 3. Its sum of squares around the mean 1 is 1+1+1+0+1+4 = 8. A climb from
   * index 3 is exact. The best jump is at 4: means 1/4 and 5/2, squares 3/4 + 1/2 = 5/4.
   */
  @Test
  void aClimbWithoutNoiseIsFoundExactly() {
    BrokenLine.Fit f = fit(new double[] {0, 0, 0, 1, 2, 3}, 1);
    assertEquals(3, f.at());
    assertEquals(3, f.earliest());
    assertEquals(3, f.latest());
    assertEquals(0, f.sd(), 1e-5);
  }

  /**
   * By hand: y = 0 1 0 1 5 4 5 4 jumps at index 4, from mean 1/2 to 9/2; each value is 1/2 away, so
   * R = 2, with df = 8 - 1 - 2 = 5 the standard deviation is sqrt(2/5); the squares around the mean
   * 5/2 are 4 (5/2)^2 + ... = (6.25 + 2.25) * 4 = 34, so that 17 times as much is left without it.
   */
  @Test
  void aJumpLeavesWhatIsWithin() {
    BrokenLine.Fit f = fit(new double[] {0, 1, 0, 1, 5, 4, 5, 4}, 1);
    assertEquals(4, f.at());
    assertEquals(Math.sqrt(0.4), f.sd(), 1e-12);
    assertEquals(17, f.gain(), 1e-12);
  }

  @Test
  void partsOfTheWeekHaveLevelsOfTheirOwn() {
    int n = 28;
    double[] y = new double[n];
    int[] part = new int[n];
    for (int i = 0; i < n; i++) {
      part[i] = i % 7 >= 5 ? 1 : 0;
      y[i] = (part[i] == 1 ? -4 : 0) + Math.max(0, i - 20 + 1) * 0.3;
    }
    BrokenLine.Fit f = Objects.requireNonNull(BrokenLine.of(times(n), y, part, 5));
    assertEquals(20, f.at());
  }

  @Test
  void nothingRisesInWhatFallsOrIsTooShort() {
    double[] y = {5, 4, 3, 2, 1};
    assertNull(BrokenLine.of(times(5), y, new int[5], 1));
    assertNull(BrokenLine.of(times(3), new double[] {0, 0, 1}, new int[3], 3));
  }

  /** The interval is one of 95 %: over 400 seeded series it holds the truth in 90 % at least. */
  @Test
  void theIntervalHoldsTheTruth() {
    for (boolean climbs : new boolean[] {true, false}) {
      int held = 0;
      int wide = 0;
      for (int seed = 0; seed < 400; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 40;
        int at = 20 + random.nextInt(12);
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
          double noise = 0;
          for (int k = 0; k < 12; k++) {
            noise += random.nextDouble() - 0.5; // variance 1
          }
          y[i] = 0.3 * noise + (i < at ? 0 : climbs ? 0.15 * (i - at + 1) : 0.9);
        }
        BrokenLine.Fit f = fit(y, 5);
        held += f.earliest() <= at && at <= f.latest() ? 1 : 0;
        wide += f.latest() - f.earliest() + 1;
      }
      assertTrue(held >= 360, held + " of 400, climbs: " + climbs);
      assertTrue(wide < 400 * 12, wide / 400.0 + " wide, climbs: " + climbs);
    }
  }
}
