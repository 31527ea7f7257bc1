package org.gatewatch.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How far a change reaches back from where it is seen. */
class StretchTest {
  private static double[] evidence(double d, double... z) {
    double[] out = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      out[i] = Stretch.evidence(z[i], d);
    }
    return out;
  }

  /** ln of the ratio of the normal densities at z around d and around 0: d z - d^2/2. */
  @Test
  void evidenceIsTheLogLikelihoodRatio() {
    assertEquals(0.5, Stretch.evidence(1), 0);
    assertEquals(2 * 1.5 - 2, Stretch.evidence(1.5, 2), 0);
    assertEquals(Stretch.evidence(4), Stretch.evidence(40), 0);
  }

  /**
   * By hand, for d = 1: z = 0 0 2 1 3 gives -1/2 -1/2 3/2 1/2 5/2; the sums from each index to the
   * last are 7/2 4 9/2 3 5/2. The largest is from 2; 1.92 below it lie those from 0 and 1 at most,
   * and from 3, not the one from 4 (2.5 <= 4.5 - 1.92).
   */
  @Test
  void reachesBackAsFarAsEvidenceAddsUp() {
    Stretch s = Stretch.back(evidence(1, 0, 0, 2, 1, 3), 4);
    assertEquals(new Stretch(2, 0, 3), s);
  }

  @Test
  void whatComesAfterIsNotAsked() {
    assertEquals(
        Stretch.back(evidence(2, 0, 0, 4, 4), 3), Stretch.back(evidence(2, 0, 0, 4, 4, 4, 4), 3));
  }

  @Test
  void theIntervalHoldsTheStart() {
    int held = 0;
    for (int seed = 0; seed < 400; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int n = 60;
      int at = 30 + random.nextInt(20);
      double[] z = new double[n];
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < 12; k++) {
          z[i] += random.nextDouble() - 0.5;
        }
        z[i] += i < at ? 0 : 1.5;
      }
      Stretch s = Stretch.back(evidence(1.5, z), n - 1);
      held += s.earliest() <= at && at <= s.latest() ? 1 : 0;
    }
    assertTrue(held >= 360, held + " of 400");
  }
}
