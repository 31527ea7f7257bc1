package org.gatewatch.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TailHistogramTest {
  private static TailHistogram empty() {
    return new TailHistogram(1 / 64.0, 2240, 1);
  }

  private static double exponential(SplittableRandom random) {
    return -Math.log(1 - random.nextDouble());
  }

  @Test
  void uniformPStaysUniform() {
    TailHistogram h = empty();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      h.add(exponential(random));
    }
    h.refit();
    for (double p : new double[] {0.9, 0.5, 0.1, 0.01, 1e-3, 1e-4, 1e-6}) {
      double v = -Math.log(p);
      assertEquals(v, h.surpriseOf(v), 0.03 + 0.06 * Math.max(0, v - 3.9), "at p " + p);
    }
  }

  @Test
  void aClaimThatIsTooBoldIsBroughtDown() {
    TailHistogram h = empty();
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 100_000; i++) {
      h.add(2 * exponential(random)); // p^2 claimed where p is true
    }
    h.refit();
    assertEquals(7, h.surpriseOf(14), 0.4);
  }

  @Test
  void oneValueInTenFromElsewhereDoesNotWidenTheTail() {
    TailHistogram clean = empty();
    TailHistogram dirty = empty();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 50_000; i++) {
      double v = exponential(random);
      clean.add(v);
      dirty.add(v);
    }
    for (int i = 0; i < 80; i++) { // 8 % of the 1,000 above u
      dirty.add(30);
    }
    clean.refit();
    dirty.refit();
    assertTrue(dirty.surpriseOf(20) > 0.7 * clean.surpriseOf(20), "tail " + dirty.surpriseOf(20));
  }

  @Test
  void aSignalThatIsMostlyZeroKeepsARareTail() {
    TailHistogram h = empty();
    for (int i = 0; i < 99_900; i++) {
      h.add(0);
    }
    for (int i = 0; i < 100; i++) {
      h.add(4 + i % 3);
    }
    h.refit();
    assertEquals(Math.log(1000), h.surpriseOf(4), 0.02);
    assertTrue(h.surpriseOf(30) > 20);
    assertEquals(0, h.surpriseOf(0));
  }

  @Test
  void moreEvidenceNeverMeansLessSurprise() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 50; round++) {
      TailHistogram h = empty();
      int n = random.nextInt(1, 3000);
      for (int i = 0; i < n; i++) {
        h.add(random.nextInt(3) == 0 ? random.nextInt(12) : random.nextDouble() * 30);
      }
      h.refit();
      double before = 0;
      for (double v = 0; v < 36; v += 0.01) {
        double now = h.surpriseOf(v);
        assertTrue(now >= before - 1e-12, "round " + round + " at " + v);
        before = now;
      }
    }
  }

  @Test
  void partsMergeToTheWhole() {
    TailHistogram whole = empty();
    TailHistogram left = empty();
    TailHistogram right = empty();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 5000; i++) {
      double v = exponential(random);
      whole.add(v);
      (i % 3 == 0 ? left : right).add(v);
    }
    left.merge(right);
    left.refit();
    whole.refit();
    for (double v = 0; v < 30; v += 0.1) {
      assertEquals(whole.surpriseOf(v), left.surpriseOf(v));
    }
  }

  @Test
  void whatWaitsForARefitSurvivesBeingSaved() throws IOException {
    TailHistogram h = empty();
    for (int i = 0; i < 500; i++) {
      h.add(i % 7);
    }
    h.refit();
    h.add(20);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    h.write(new DataOutputStream(bytes));
    TailHistogram back = empty();
    back.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertEquals(h.surpriseOf(9), back.surpriseOf(9));
    h.refit();
    back.refit();
    assertEquals(501, back.size());
    assertEquals(h.surpriseOf(9), back.surpriseOf(9));
  }

  /** What was never counted in answers the same, whether it was saved meanwhile or not. */
  @Test
  void anEmptyOneComesBackAsItWas() throws IOException {
    TailHistogram h = new TailHistogram(1 / 64.0, 2240, 2);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    h.write(new DataOutputStream(bytes));
    TailHistogram back = new TailHistogram(1 / 64.0, 2240, 2);
    back.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertEquals(h.surpriseOf(10.5), back.surpriseOf(10.5));
    h.refit();
    back.refit();
    assertEquals(h.surpriseOf(10.5), back.surpriseOf(10.5), "nothing was added");
  }
}
