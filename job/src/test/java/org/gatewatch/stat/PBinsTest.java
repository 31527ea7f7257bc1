package org.gatewatch.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PBinsTest {
  @Test
  void everyPLiesInABinThatHoldsIt() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      double v = random.nextDouble() * random.nextDouble() * 40;
      double p = StrictMath.exp(-v);
      int bin = PBins.of(v);
      assertTrue(p <= PBins.upper(bin) * (1 + 1e-12), "p=" + p + " in bin " + bin);
      double below = bin + 1 < PBins.COUNT ? PBins.upper(bin + 1) : 0;
      assertTrue(p >= below * (1 - 1e-12), "p=" + p + " in bin " + bin);
    }
  }

  @Test
  void pOfOneIsApartFromAllThatIsTested() {
    assertEquals(0, PBins.of(0));
    assertEquals(0, PBins.of(-1));
    assertEquals(0, PBins.of(Double.NaN));
    assertEquals(1, PBins.of(1e-12));
    assertEquals(PBins.COUNT - 1, PBins.of(1000));
  }

  @Test
  void theLevelsThatAreAskedForAreExact() {
    long[] counts = new long[PBins.COUNT];
    for (double p : new double[] {0.0100001, 0.01, 0.0099, 0.001, 0.00099, 1e-4, 0.99e-4, 1e-20}) {
      counts[PBins.of(-StrictMath.log(p))]++;
    }
    assertEquals(7, PBins.atMost(counts, 1e-2));
    assertEquals(5, PBins.atMost(counts, 1e-3));
    assertEquals(3, PBins.atMost(counts, 1e-4));
    assertEquals(8, PBins.atMost(counts, 1));
    for (int i = 1; i < PBins.COUNT; i++) {
      assertEquals(i, PBins.withUpper(PBins.upper(i)));
    }
    assertEquals(-1, PBins.withUpper(0.5004));
  }

  /** The 99.9 % point of the Kolmogorov distribution is 1.95 / sqrt(n). */
  @Test
  void uniformValuesAreNearUniform() {
    SplittableRandom random = new SplittableRandom(2);
    long[] counts = new long[PBins.COUNT];
    for (int i = 0; i < 100_000; i++) {
      counts[PBins.of(-StrictMath.log(1 - random.nextDouble()))]++;
    }
    assertTrue(PBins.ks(counts) < 1.95 / StrictMath.sqrt(100_000), "" + PBins.ks(counts));
  }

  @Test
  void anAtomAtOneIsNoFault() {
    SplittableRandom random = new SplittableRandom(3);
    long[] honest = new long[PBins.COUNT];
    long[] twice = new long[PBins.COUNT];
    for (int i = 0; i < 100_000; i++) {
      double p = 1 - random.nextDouble();
      honest[p > 0.4 ? 0 : PBins.of(-StrictMath.log(p))]++;
      twice[p > 0.4 ? 0 : PBins.of(-StrictMath.log(p / 2))]++;
    }
    assertTrue(PBins.ks(honest) < 0.008, "" + PBins.ks(honest));
    assertEquals(0.2, PBins.ks(twice), 0.01);
    assertTrue(Double.isNaN(PBins.ks(new long[PBins.COUNT])));
  }
}
