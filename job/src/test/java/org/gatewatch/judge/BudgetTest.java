package org.gatewatch.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private static final long DAY = 86_400_000L;
  private static final JudgeSettings THREE = JudgeSettings.defaults();

  /** As rare as the budget asks: p = 3 in 1,000, which costs a whole token. */
  private static final double JUST = -Math.log(0.003);

  /** Three alerts a day, six tokens. */
  private static Budget ofAThousand() {
    Budget budget = new Budget();
    budget.day(THREE, 1000, false);
    return budget;
  }

  private static int takeAll(Budget budget, long now, double surprise, int most) {
    int taken = 0;
    while (taken < most && budget.take(THREE, now, surprise, true)) {
      taken++;
    }
    return taken;
  }

  @Test
  void isFullAtTheStartAndNeverHoldsMoreThanItsDepth() {
    Budget budget = ofAThousand();
    assertEquals(6, takeAll(budget, 0, JUST, 100));
    assertEquals(6, takeAll(budget, 100 * DAY, JUST, 100));
  }

  @Test
  void refillsByTheDay() {
    Budget budget = ofAThousand();
    takeAll(budget, 0, JUST, 100);
    assertFalse(budget.take(THREE, DAY / 4, JUST, true));
    assertEquals(3, takeAll(budget, DAY, JUST, 100));
    assertFalse(budget.take(THREE, DAY + DAY / 4, JUST, true));
    assertTrue(budget.take(THREE, DAY + DAY / 3 + 1, JUST, true));
    assertFalse(budget.take(THREE, DAY + DAY / 3 + 1, JUST, true));
  }

  @Test
  void costsThePOverTheShare() {
    Budget budget = ofAThousand();
    assertEquals(1, budget.cost(THREE, JUST), 1e-12);
    assertEquals(0.1, budget.cost(THREE, -Math.log(0.0003)), 1e-12);
    assertEquals(1, budget.cost(THREE, 0), 1e-12);
  }

  @Test
  void aFloodOfJustRareEnoughDoesNotHideWhatIsRarer() {
    Budget budget = ofAThousand();
    takeAll(budget, 0, JUST, 100);
    assertFalse(budget.take(THREE, 0, -Math.log(0.00031), true));
    assertEquals(1, takeAll(budget, 0, -Math.log(0.0003) + 1e-9, 1000));
    assertEquals(1, takeAll(budget, 0, -Math.log(0.00003) + 1e-9, 1000));
    assertEquals(98, takeAll(budget, 0, -Math.log(1e-103), 1000), "an intrusion is never refused");
  }

  @Test
  void aQuietDayAfterAFloodOwesNothingForItsNumber() {
    Budget budget = ofAThousand();
    takeAll(budget, 0, -Math.log(1e-6), 8);
    // An empty bucket owes six tokens more to alerts of a tenth of one each.
    assertEquals(6, takeAll(budget, 3 * DAY, -Math.log(0.0003), 6));
  }

  @Test
  void keepsADepthOfThreeForASmallHouse() {
    Budget budget = new Budget();
    budget.day(THREE, 10, false);
    assertEquals(3, takeAll(budget, 0, JUST, 100));
  }

  @Test
  void controllerAddsPartOfWhatWasSpentTooMuch() {
    Budget budget = ofAThousand();
    takeAll(budget, 0, JUST, 5);
    budget.day(THREE, 1000, true);
    // 5 spent, 1.2 expected of 3 alerts.
    assertEquals(0.45 * 3.8, budget.drift(), 1e-12);
    for (int day = 0; day < 100; day++) {
      budget.day(THREE, 1000, true);
    }
    assertEquals(-0.4, budget.drift(), 1e-12);
  }

  @Test
  void whatIsKnownToBeNoFalseAlertDoesNotMoveTheController() {
    Budget budget = ofAThousand();
    Budget idle = ofAThousand();
    assertTrue(budget.take(THREE, 0, JUST, false));
    budget.day(THREE, 1000, true);
    idle.day(THREE, 1000, true);
    assertEquals(idle.drift(), budget.drift());
  }

  @Test
  void goesOnWhereItWasSaved() throws IOException {
    Budget budget = ofAThousand();
    takeAll(budget, 0, JUST, 4);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    budget.write(new DataOutputStream(bytes));
    Budget again = new Budget();
    again.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    budget.day(THREE, 1000, true);
    again.day(THREE, 1000, true);
    assertEquals(budget.drift(), again.drift());
    assertEquals(takeAll(budget, 0, JUST, 100), takeAll(again, 0, JUST, 100));
  }

  /** Five alerts a day: after a quiet Sunday, Monday's share is still that of a working day. */
  @Test
  void aQuietDayDoesNotSetTheShareOfTheNext() {
    JudgeSettings perDay = new JudgeSettings(3, 5, Long.MIN_VALUE);
    Budget budget = new Budget();
    budget.day(perDay, 1000, true);
    budget.day(perDay, 12, true);
    assertEquals(0.005, budget.share(perDay), 1e-15);
    assertEquals(1000, budget.active());
    for (int day = 0; day < 6; day++) {
      budget.day(perDay, 500, true);
    }
    assertEquals(0.01, budget.share(perDay), 1e-15, "a week later it is forgotten");
  }

  @Test
  void asksForTheShareThatTheBudgetIs() {
    Budget budget = new Budget();
    budget.day(THREE, 500, false);
    assertEquals(0.003, budget.share(THREE), 1e-15);
    JudgeSettings perDay = new JudgeSettings(3, 2, Long.MIN_VALUE);
    assertEquals(0.004, budget.share(perDay), 1e-15);
    assertEquals(2, budget.alertsPerDay(perDay), 1e-15);
  }
}
