package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Peers;
import org.gatewatch.baseline.Priors;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.junit.jupiter.api.Test;

class DormancySignalTest {
  private final Signal dormancy = new DormancySignal();
  private final Baseline own = new Baseline(0);

  // Learned with weight 0 here: the peers stay at their priors, mean 2.8 and variance 0.5.
  private final Context context =
      new Context(
          "group", new Peers(Priors.flat()), (kind, value, who) -> 0, 1, 0, Restricted.NONE);
  private int hour;

  private Window after(int gap) {
    Window w = new Window("cred", LogSource.GATEWAY, (hour + gap) * Window.LENGTH);
    AccessEvent.Builder b = new AccessEvent.Builder().set(Field.EVENT_TIME, w.start());
    w.add(b.build(0, "cred", 0, 0, hour + gap, 0));
    return w;
  }

  private void learn(int... gaps) {
    for (int gap : gaps) {
      Window w = after(gap);
      dormancy.learn(own, w, context, 0);
      own.count(w);
      hour += gap;
    }
  }

  private void learnWeeks(int weeks) {
    learn(0);
    for (int week = 0; week < weeks; week++) {
      learn(14, 14, 14, 14, 62);
    }
  }

  private double surprise(int gap) {
    return dormancy.surprise(own, after(gap), context);
  }

  // Reference values: weighted moments by brute force and scipy.stats.t.logsf, SciPy 1.17.1.
  @Test
  void aVacationAfterSixWeeksOfNights() {
    learnWeeks(6);
    assertEquals(10.189967, surprise(14 * 24), 1e-4);
    assertEquals(3.407285, surprise(62), 1e-4);
    assertEquals(0, surprise(14));
  }

  @Test
  void withoutHistoryItIsThePriors() {
    learn(0);
    assertEquals(1.883488, surprise(48), 1e-4);
  }

  @Test
  void aClockThatMissedATurnIsNoAlarm() {
    learn(0, 167, 167, 167, 167, 167, 167, 167, 167);
    assertEquals(4.547873, surprise(334), 1e-4);
  }

  @Test
  void aWorkingDayIsNoRest() {
    learnWeeks(2);
    assertTrue(Double.isNaN(surprise(5)));
    assertTrue(Double.isNaN(dormancy.surprise(new Baseline(0), after(9), context)));
  }

  @Test
  void longerNeverSurprisesLess() {
    learnWeeks(6);
    double before = 0;
    for (int gap = 6; gap < 3000; gap += 13) {
      double v = surprise(gap);
      assertTrue(v >= before, "after " + gap);
      before = v;
    }
  }

  @Test
  void aDormantCredentialWakesOnce() {
    learnWeeks(6);
    int month = 30 * 24;
    assertTrue(surprise(month) < 20);
    assertEquals(-Math.log(1e-12), surprise(month + 1), 1e-5);
    learn(month + 1, 14);
    assertTrue(Double.isNaN(surprise(1)));
    // It has rested so once: dormant is three times that from now on.
    assertTrue(surprise(month + 1) < 10);
    assertEquals(-Math.log(1e-12), surprise(3 * (month + 1) + 1), 1e-5);
  }

  @Test
  void aUseThatTrainsNothingStillEndsTheRest() {
    learnWeeks(6);
    own.count(after(800));
    hour += 800;
    assertTrue(Double.isNaN(surprise(1)));
  }

  @Test
  void explanationSaysHowLong() {
    learnWeeks(6);
    Clue clue = dormancy.explain(own, after(31 * 24), context);
    assertEquals("dormant_credential", clue.label());
    assertTrue(
        clue.sentence().startsWith("first use of a dormant credential, after 31.0 days; of 26 "),
        clue.sentence());
    assertTrue(clue.sentence().endsWith("dormant after 30.0 days."), clue.sentence());
    assertEquals("long_rest", dormancy.explain(own, after(20 * 24), context).label());
  }
}
