package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void numbersHaveThreeSignificantDigitsAtMost() {
    assertEquals("0.00", Text.number(0));
    assertEquals("2.93", Text.number(2.9312));
    assertEquals("24.2", Text.number(24.16));
    assertEquals("1302", Text.number(1301.6));
    assertEquals("NaN", Text.number(Double.NaN));
  }

  @Test
  void thousandsAreSeparated() {
    assertEquals("999", Text.whole(999.4));
    assertEquals("1,000", Text.whole(999.5));
    assertEquals("42,436", Text.whole(42_436.2));
    assertEquals("1,234,567,890", Text.whole(1_234_567_890));
    assertEquals("-5", Text.whole(-5));
  }

  @Test
  void smallProbabilitiesHaveAnExponent() {
    assertEquals("0.05", Text.p(0.049));
    assertEquals("2e-4", Text.p(0.0002));
    assertEquals("3e-12", Text.p(3e-12));
  }

  /** Against BigDecimal, away from the ties that binary numbers only seem to be. */
  @Test
  void roundsAsDecimalsDo() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      double x = StrictMath.exp(random.nextDouble(-5, 20));
      int decimals = x >= 100 ? 0 : x >= 10 ? 1 : 2;
      String expected = new BigDecimal(x).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
      assertEquals(expected, Text.number(x));
    }
  }
}
