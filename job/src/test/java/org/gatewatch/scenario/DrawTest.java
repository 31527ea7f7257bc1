package org.gatewatch.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Sample moments against the textbook's, each within four standard errors of 100,000 draws. */
class DrawTest {
  private static final int DRAWS = 100_000;

  @Test
  void negativeBinomialHasMeanAndVarianceOfItsParameters() {
    double[] moments = moments("nb", draw -> draw.negativeBinomial(6, 1.5));
    assertEquals(6, moments[0], 4 * Math.sqrt(30.0 / DRAWS));
    assertEquals(6 + 36 / 1.5, moments[1], 1.5);
  }

  @Test
  void poissonHoldsItsMeanBeyondOneStepOfProducts() {
    double[] moments = moments("poisson", draw -> draw.poisson(47));
    assertEquals(47, moments[0], 4 * Math.sqrt(47.0 / DRAWS));
    assertEquals(47, moments[1], 1);
  }

  @Test
  void gammaHoldsItsMomentsBelowShapeOne() {
    double[] moments = moments("gamma", draw -> draw.gamma(0.4));
    assertEquals(0.4, moments[0], 4 * Math.sqrt(0.4 / DRAWS));
    assertEquals(0.4, moments[1], 0.03);
  }

  @Test
  void gaussianIsCentredWithUnitVariance() {
    double[] moments = moments("gaussian", Draw::gaussian);
    assertEquals(0, moments[0], 4 / Math.sqrt(DRAWS));
    assertEquals(1, moments[1], 0.02);
  }

  @Test
  void streamsOfOtherNamesOrSeedsAreOthers() {
    long first = Draw.of(1, "a").bits();
    assertEquals(first, Draw.of(1, "a").bits());
    assertNotEquals(first, Draw.of(1, "b").bits());
    assertNotEquals(first, Draw.of(2, "a").bits());
  }

  @Test
  void hexHasTheDigitsAskedFor() {
    Draw draw = Draw.of(1, "hex");
    for (int i = 0; i < 1000; i++) {
      assertTrue(draw.hex(12).matches("[0-9a-f]{12}"));
    }
  }

  /** Mean and variance. */
  private static double[] moments(String name, ToDoubleFunction<Draw> value) {
    Draw draw = Draw.of(1, name);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double x = value.applyAsDouble(draw);
      sum += x;
      squares += x * x;
    }
    double mean = sum / DRAWS;
    return new double[] {mean, squares / DRAWS - mean * mean};
  }
}
