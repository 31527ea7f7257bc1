package org.gatewatch.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gatewatch.event.LogSource;
import org.junit.jupiter.api.Test;

class StepsTest {
  private static final double[] STRENGTH = {30, 8, 5, 4, 3, 3};
  private static final Rates PRIOR = new Peers(Priors.flat()).networks(LogSource.GATEWAY);

  // Nothing known: product of the priors .02 * .6 * .5.
  @Test
  void withoutHistoryItIsThePriors() {
    Steps steps = new Steps(6);
    assertEquals(-Math.log(0.02 * 0.6 * 0.5), steps.surprise(3, STRENGTH, PRIOR), 1e-9);
  }

  // 400 windows without news: n = (1 - .9985^400)/.0015 = 301.0; q_1 = 30*.02/(301.0+30).
  @Test
  void aLongQuietHistoryMakesNewsRare() {
    Steps steps = new Steps(6);
    for (int i = 0; i < 400; i++) {
      steps.learn(0);
    }
    double n = (1 - Math.pow(0.9985, 400)) / 0.0015;
    assertEquals(-Math.log(0.6 / (n + 30)), steps.surprise(1, STRENGTH, PRIOR), 1e-4);
  }

  @Test
  void aRotatingEgressIsNoNews() {
    Steps steps = new Steps(6);
    for (int i = 0; i < 400; i++) {
      steps.learn(i % 2 == 0 ? 2 : 0);
    }
    assertTrue(steps.surprise(2, STRENGTH, PRIOR) < 1);
  }

  @Test
  void strangerLevelsNeverSurpriseLess() {
    Steps steps = new Steps(6);
    for (int i = 0; i < 100; i++) {
      steps.learn(i % 7);
    }
    for (int level = 1; level < 6; level++) {
      assertTrue(
          steps.surprise(level + 1, STRENGTH, PRIOR) >= steps.surprise(level, STRENGTH, PRIOR));
    }
  }

  @Test
  void newcomersTeachTheGroupLittle() {
    Peers old = new Peers(Priors.flat());
    Peers young = new Peers(Priors.flat());
    for (int i = 0; i < 100; i++) {
      old.networks(LogSource.GATEWAY).learn(1, 1);
      young.networks(LogSource.GATEWAY).learn(1, Rates.NEWCOMER);
    }
    assertTrue(old.networks(LogSource.GATEWAY).mean(0) > 0.6);
    assertTrue(young.networks(LogSource.GATEWAY).mean(0) < 0.12);
  }

  @Test
  void knownValuesAreBoundedAndForgottenAfterNinetyDays() {
    KnownSet set = new KnownSet(3);
    long hour = Window.LENGTH;
    set.learn("a", 0);
    set.learn("b", hour);
    set.learn("c", 2 * hour);
    set.learn("a", 3 * hour);
    set.learn("d", 4 * hour);
    assertFalse(set.contains("b", 4 * hour));
    assertTrue(set.contains("a", 4 * hour));
    assertEquals(3, set.size());
    assertTrue(set.contains("d", (4 + 90 * 24) * hour));
    assertFalse(set.contains("d", (5 + 90 * 24) * hour));
  }
}
