package org.gatewatch.evaluate;

import static org.gatewatch.evaluate.Runs.BURST;
import static org.gatewatch.evaluate.Runs.DAY;
import static org.gatewatch.evaluate.Runs.HOUR;
import static org.gatewatch.evaluate.Runs.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationNumbersTest {
  private static final Run FOUND =
      Runs.run(
          List.of(BURST, Runs.attack("a2", "burst", "key-2", 25 * DAY, 6)),
          List.of(),
          alert("key-1", BURST.start() + HOUR, BURST.start(), BURST.start()),
          alert("key-3", 16 * DAY, 16 * DAY, 16 * DAY),
          alert("key-2", 16 * DAY + HOUR, 16 * DAY, 16 * DAY));
  private static final Run QUIET = Runs.run(List.of(), List.of());

  @Test
  void runsArePooled() {
    Evaluation e = Evaluation.of(List.of(FOUND, QUIET), 14);
    assertEquals(32, e.days());
    assertEquals(96, e.credentialDays());
    assertEquals(1000 * 2 / 96.0, e.falseAlerts().per1000(), 1e-12);
    assertEquals(2 / 32.0, e.falseAlerts().perDay(), 1e-12);
    assertEquals(2, e.falseAlerts().mostOnADay());
    assertEquals(Map.of(BenignChange.NONE, 2), e.falseAlerts().byChange());
    Summary burst = e.total();
    assertEquals(Map.of("burst", burst), e.types());
    assertEquals(2, burst.attacks());
    assertEquals(1, burst.found());
    assertEquals(1.0, burst.medianHours());
    assertEquals(2.0, burst.medianLetThrough());
  }

  /** {@code 1 - exp(-f D / 1000)}: 2 hours and 6 hours at 20.8 false alerts per 1,000. */
  @Test
  void chanceIsThatOfRandomAlertsAtTheSameRate() {
    Evaluation e = Evaluation.of(List.of(FOUND, QUIET), 14);
    double f = 1000 * 2 / 96.0;
    double expected = 1 - Math.exp(-f * (2 / 24.0) / 1000) + 1 - Math.exp(-f * 0.25 / 1000);
    assertEquals(expected, e.total().chance(), 1e-12);
  }

  @Test
  void theBootstrapIsTheSameEveryTimeAndDrawsWholeRuns() {
    List<Run> runs = List.of(FOUND, QUIET, QUIET);
    assertEquals(Evaluation.of(runs, 14), Evaluation.of(runs, 14));
    Interval i = Evaluation.of(runs, 14).falseAlerts().bootstrap();
    assertEquals(0, i.low());
    assertEquals(1000 * 2 / 48.0, i.high(), 1e-9);
  }

  /** Known binomial spread: 30 of 100 units, standard error 0.0458. */
  @Test
  void theBootstrapsIntervalIsAsWideAsItShouldBe() {
    long[] a = new long[100];
    long[] b = new long[100];
    for (int k = 0; k < 100; k++) {
      a[k] = k < 30 ? 1 : 0;
      b[k] = 1;
    }
    Interval i = Interval.bootstrap(a, b);
    assertEquals(0.30 - 1.96 * 0.0458, i.low(), 0.02);
    assertEquals(0.30 + 1.96 * 0.0458, i.high(), 0.02);
    assertTrue(Double.isNaN(Interval.bootstrap(new long[1], new long[1]).low()));
  }

  /** Garwood's limits, as in the tables of Pearson and Hartley: 0: 3.689; 10: 4.795 and 18.390. */
  @Test
  void poissonLimitsAreExact() {
    assertEquals(0, Interval.poisson(0, 1).low());
    assertEquals(3.689, Interval.poisson(0, 1).high(), 0.001);
    assertEquals(4.795, Interval.poisson(10, 1).low(), 0.001);
    assertEquals(18.390, Interval.poisson(10, 1).high(), 0.001);
  }

  /** numpy.percentile([1, 2, 4, 8], [50, 90]) = 3, 6.8. */
  @Test
  void quantilesInterpolate() {
    double[] x = {1, 2, 4, 8};
    assertEquals(3, Interval.quantile(x, 0.5), 1e-12);
    assertEquals(6.8, Interval.quantile(x, 0.9), 1e-12);
    assertEquals(8, Interval.quantile(x, 1), 1e-12);
    assertTrue(Double.isNaN(Interval.quantile(new double[0], 0.5)));
  }

  @Test
  void realisedRatesCountDaysWithoutAttackOnly() {
    List<Run.JudgedDay> days = new ArrayList<>();
    for (long day = 0; day < 30; day++) {
      days.add(new Run.JudgedDay("key-1", day, day == 20 || day == 21 ? 1e-9 : 0.5));
      days.add(new Run.JudgedDay("key-2", day, day == 18 ? 0.0025 : 0.5));
    }
    Run run = new Run("out", List.of(BURST), List.of(), Runs.active(), List.of(), days, List.of());
    List<RealisedRate> rates = RealisedRate.of(List.of(run), 14);
    assertEquals(30, rates.get(0).days());
    assertEquals(
        List.of(0.5, 1.0, 2.0, 3.0), rates.stream().map(RealisedRate::stated).limit(4).toList());
    assertEquals(0, rates.get(2).realised());
    assertEquals(1000 / 30.0, rates.get(3).realised(), 1e-12);
  }
}
