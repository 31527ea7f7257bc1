package org.gatewatch.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailsTest {
  // Sums of the probability mass in Python's decimal with 60 digits.
  @ParameterizedTest
  @CsvSource({
    "25, 10, 2.5, 4.2619894557940352e-02",
    "100, 5, 0.7, 7.2515289420685187e-07",
    "3, 0.2, 4, 1.9369069985105190e-03",
    "60, 40, 12.25, 7.8728663596042039e-02",
    "500, 20, 3.5, 1.4309535094616995e-31"
  })
  void negativeBinomialAgreesWithTheExactSum(double k, double mu, double r, double p) {
    assertEquals(p, Tails.negativeBinomial(k, mu, r), 1e-11 * p);
  }

  // Sums of the probability mass in mpmath with 60 digits; scipy.stats.betabinom.logsf agrees where
  // it does not underflow.
  @ParameterizedTest
  @CsvSource({
    "1, 10, 0.4, 39.6, -2.4454525095527058",
    "9, 60, 0.4, 39.6, -6.4634248167940645",
    "23, 25, 2.5, 437.5, -78.86132242300299",
    "250, 250, 0.04, 440, -456.38183364556156",
    "30, 2000, 4.4, 435.6, -1.7737768150737999",
    "3, 3, 39, 1, -0.074107972153721878"
  })
  void betaBinomialAgreesWithTheExactSum(long k, long n, double a, double b, double lnP) {
    assertEquals(lnP, Tails.logBetaBinomial(k, n, a, b), 1e-9);
  }

  @Test
  void betaBinomialEndsAtItsEnds() {
    assertEquals(0, Tails.logBetaBinomial(0, 5, 1, 2));
    assertEquals(Double.NEGATIVE_INFINITY, Tails.logBetaBinomial(6, 5, 1, 2));
  }

  // Closed forms: df 2: 1/2 - t/(2 sqrt(2+t^2)); df 4: with s = t/sqrt(4+t^2), (1 - s (1 +
  // (1-s^2)/2))/2.
  @ParameterizedTest
  @CsvSource({
    "1, 2.1132486540518711e-01, 1.8695048315002943e-01",
    "3, 4.7732983133354563e-02, 1.9970984035859413e-02",
    "10, 4.9262285116628453e-03, 2.8100181135799556e-04",
    "100, 4.9992501249781291e-05, 2.9980010494962311e-08"
  })
  void studentTAgreesWithClosedForms(double t, double two, double four) {
    assertEquals(two, Tails.studentT(t, 2), 1e-11 * two);
    assertEquals(four, Tails.studentT(t, 4), 1e-11 * four);
  }

  // Abramowitz and Stegun, table 26.10: t = 2.228 leaves 2.5 % above for 10 degrees of freedom.
  @Test
  void studentTAgreesWithTheTable() {
    assertEquals(0.025, Tails.studentT(2.228139, 10), 1e-8);
    assertEquals(0.975, Tails.studentT(-2.228139, 10), 1e-8);
  }

  @Test
  void moreRequestsNeverSurpriseLess() {
    double before = 0;
    for (int k = 1; k < 5000; k++) {
      double v = Tails.surprise(Tails.negativeBinomialMid(k, 12.5, 3.3));
      assertTrue(v >= before, "at " + k);
      before = v;
    }
    assertEquals(Tails.MAX, before, 1e-6);
  }

  @Test
  void midPLiesBetweenTheTwoTails() {
    double mid = Tails.negativeBinomialMid(25, 10, 2.5);
    assertTrue(mid < Tails.negativeBinomial(25, 10, 2.5));
    assertTrue(mid > Tails.negativeBinomial(26, 10, 2.5));
  }

  @Test
  void surprisesAreClippedAndNeverNegative() {
    assertEquals(0, Tails.surprise(1));
    assertEquals(0, Tails.surprise(1.5));
    assertEquals(Tails.MAX, Tails.surprise(0), 1e-6);
    assertEquals(Math.log(20), Tails.surprise(0.05), 1e-6);
  }
}
