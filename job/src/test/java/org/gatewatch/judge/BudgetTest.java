package org.gatewatch.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BudgetTest {
  private static final long DAY = 86_400_000L;
  private static final JudgeSettings THREE = JudgeSettings.defaults();

  @Test
  void isFullAtTheStartAndNeverHoldsMoreThanItsDepth() {
    Budget budget = new Budget();
    budget.day(THREE, 0, 1000, false); // 3 a day, depth 6
    int taken = 0;
    while (budget.take(THREE, 0, 6)) {
      taken++;
    }
    assertEquals(6, taken);
    taken = 0;
    while (budget.take(THREE, 100 * DAY, 6)) {
      taken++;
    }
    assertEquals(6, taken);
  }

  @Test
  void refillsByTheDay() {
    Budget budget = new Budget();
    budget.day(THREE, 0, 1000, false);
    while (budget.take(THREE, 0, 6)) {}
    assertFalse(budget.take(THREE, DAY / 4, 6));
    assertTrue(budget.take(THREE, DAY / 3, 6));
    assertFalse(budget.take(THREE, DAY / 3, 6));
  }

  @Test
  void lendsToTheRarestUpToItsDepth() {
    Budget budget = new Budget();
    budget.day(THREE, 0, 1000, false);
    while (budget.take(THREE, 0, 6)) {}
    int lent = 0;
    while (budget.take(THREE, 0, -Math.log(2e-5))) {
      lent++;
    }
    assertEquals(6, lent);
  }

  @Test
  void keepsADepthOfThreeForASmallHouse() {
    Budget budget = new Budget();
    budget.day(THREE, 0, 10, false);
    assertTrue(budget.take(THREE, 0, 6));
    assertTrue(budget.take(THREE, 0, 6));
    assertTrue(budget.take(THREE, 0, 6));
    assertFalse(budget.take(THREE, 0, 6));
  }

  @Test
  void controllerAddsHalfOfWhatWasTooMuch() {
    Budget budget = new Budget();
    budget.day(THREE, 5, 1000, true);
    assertEquals(1, budget.drift(), 1e-12);
    budget.day(THREE, 2, 1000, true);
    assertEquals(0.5, budget.drift(), 1e-12);
    for (int day = 0; day < 100; day++) {
      budget.day(THREE, 0, 1000, true);
    }
    assertEquals(-1.5, budget.drift(), 1e-12);
    for (int day = 0; day < 100; day++) {
      budget.day(THREE, 50, 1000, true);
    }
    assertEquals(12, budget.drift(), 1e-12);
  }

  @Test
  void asksForTheShareThatTheBudgetIs() {
    Budget budget = new Budget();
    budget.day(THREE, 0, 500, false);
    assertEquals(0.003, budget.share(THREE), 1e-15);
    JudgeSettings perDay = new JudgeSettings(3, 2, Long.MIN_VALUE);
    assertEquals(0.004, budget.share(perDay), 1e-15);
    assertEquals(2, budget.alertsPerDay(perDay), 1e-15);
  }
}
