package org.gatewatch.evaluate;

import static org.gatewatch.evaluate.Runs.BURST;
import static org.gatewatch.evaluate.Runs.DAY;
import static org.gatewatch.evaluate.Runs.HOUR;
import static org.gatewatch.evaluate.Runs.alert;
import static org.gatewatch.evaluate.Runs.score;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScoredTest {
  private static final long START = BURST.start();

  @Test
  void anAlertThatCitesALineOfTheAttackFindsIt() {
    Scored s = score(alert("key-1", START + HOUR, START, START));
    assertTrue(s.attacks().get(0).detected());
    assertEquals(1.0, s.attacks().get(0).hours());
    assertEquals(List.of(), s.falseAlerts());
  }

  @Test
  void aSpanBesideItsLinesDoesNot() {
    Scored s = score(alert("key-1", START + HOUR, START + 1, START + HOUR - 1));
    assertFalse(s.attacks().get(0).detected());
    assertEquals(1, s.falseAlerts().size());
  }

  @Test
  void norDoesASpanThatCitesNothing() {
    Scored s = score(alert("key-1", START + HOUR, Long.MAX_VALUE, Long.MIN_VALUE));
    assertFalse(s.attacks().get(0).detected());
  }

  @Test
  void norAnotherCredentialsAlert() {
    Scored s = score(alert("key-2", START + HOUR, START, START + HOUR));
    assertFalse(s.attacks().get(0).detected());
    assertEquals(1, s.falseAlerts().size());
  }

  @Test
  void anAlertCountsFromTheStartToADayAfterTheEnd() {
    assertFalse(score(alert("key-1", START - 1, START, START)).attacks().get(0).detected());
    assertTrue(score(alert("key-1", START, START, START)).attacks().get(0).detected());
    long last = BURST.end() + DAY;
    assertTrue(score(alert("key-1", last, START, START)).attacks().get(0).detected());
    assertFalse(score(alert("key-1", last + 1, START, START)).attacks().get(0).detected());
  }

  @Test
  void theFirstTrueAlertCounts() {
    Scored s =
        score(
            alert("key-1", START + 5 * HOUR, START, START),
            alert("key-1", START + 2 * HOUR, START, START));
    assertEquals(2.0, s.attacks().get(0).hours());
    assertEquals(3, BURST.requestsUntil(START + 2 * HOUR));
    assertEquals(2, BURST.requestsUntil(START + 2 * HOUR - 1));
    assertEquals(0, BURST.requestsUntil(START - 1));
  }

  /** 24 hours count from the alert that opened the episode, not from the last one. */
  @Test
  void whatFollowsWithinADayIsOneFalseAlert() {
    long t = 15 * DAY;
    assertEquals(
        1, score(alert("key-2", t, t, t), alert("key-2", t + DAY - 1, t, t)).falseAlerts().size());
    assertEquals(
        2, score(alert("key-2", t, t, t), alert("key-2", t + DAY, t, t)).falseAlerts().size());
    assertEquals(
        2,
        score(
                alert("key-2", t, t, t),
                alert("key-2", t + 16 * HOUR, t, t),
                alert("key-2", t + 32 * HOUR, t, t))
            .falseAlerts()
            .size());
    assertEquals(2, score(alert("key-2", t, t, t), alert("key-3", t, t, t)).falseAlerts().size());
  }

  @Test
  void anEpisodeWithATrueAlertIsNotFalse() {
    Scored s =
        score(
            alert("key-1", START - HOUR, START - HOUR, START - HOUR),
            alert("key-1", START + HOUR, START, START));
    assertEquals(List.of(), s.falseAlerts());
    assertEquals(2, s.alerts());
  }

  @Test
  void alertsBeforeJudgingDoNotCount() {
    Scored s =
        score(alert("key-2", 14 * DAY - 1, 0, 0), alert("key-2", 14 * DAY, 14 * DAY, 14 * DAY));
    assertEquals(1, s.early());
    assertEquals(1, s.falseAlerts().size());
    assertEquals(16, s.judgedDays());
    assertEquals(48, s.credentialDays());
  }

  @Test
  void attacksOverBeforeJudgingDoNotCountEither() {
    Attack over = Runs.attack("a0", "burst", "key-1", 13 * DAY - 2 * HOUR - 1, 2);
    Attack open = Runs.attack("a1", "burst", "key-1", 13 * DAY - 2 * HOUR, 2);
    Scored s = Scored.of(Runs.run(List.of(over, open), List.of()), 14);
    assertEquals(List.of(open), s.attacks().stream().map(Scored.Found::attack).toList());
  }

  @Test
  void lanesAreToldApart() {
    long t = 16 * DAY;
    Scored s =
        score(
            alert("key-1", Alert.Lane.RULE, true, START, START, START),
            alert("key-1", Alert.Lane.STATISTICS, true, START + HOUR, START, START),
            alert("key-2", Alert.Lane.RULE, true, t, t, t),
            alert("key-3", Alert.Lane.RULE, true, t, t, t),
            alert("key-3", Alert.Lane.STATISTICS, true, t + HOUR, t, t));
    Scored.Found found = s.attacks().get(0);
    assertEquals(START, found.byRule());
    assertEquals(START + HOUR, found.byStatistics());
    assertEquals(
        List.of(false, true),
        s.falseAlerts().stream().map(Scored.FalseAlert::statistical).toList());
  }

  @Test
  void digestEntriesFindNothingAndAreNoFalseAlerts() {
    Scored s =
        score(
            alert("key-1", Alert.Lane.STATISTICS, false, START, START, START),
            alert("key-2", Alert.Lane.STATISTICS, false, START, START, START));
    assertFalse(s.attacks().get(0).detected());
    assertTrue(s.attacks().get(0).inDigest());
    assertEquals(List.of(), s.falseAlerts());
    assertEquals(2, s.digest());
  }

  @Test
  void aFalseAlertIsPutDownToTheClosestChange() {
    long t = 16 * DAY;
    List<BenignChange> changes =
        List.of(
            new BenignChange("launch", t - DAY, t + DAY, null),
            new BenignChange("move", t - DAY, t + DAY, Set.of("key-2", "key-3")),
            new BenignChange("trip", t - DAY, t + DAY, Set.of("key-3")),
            new BenignChange("later", t + 1, t + DAY, Set.of("key-1")));
    Scored s =
        Scored.of(
            Runs.run(
                List.of(),
                changes,
                alert("key-1", t, t, t),
                alert("key-2", t, t, t),
                alert("key-3", t, t, t),
                alert("key-1", t + 3 * DAY, t, t)),
            14);
    assertEquals(
        List.of("launch", "move", "trip", BenignChange.NONE),
        s.falseAlerts().stream().map(Scored.FalseAlert::change).toList());
  }
}
