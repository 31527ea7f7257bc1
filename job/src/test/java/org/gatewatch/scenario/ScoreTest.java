package org.gatewatch.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gatewatch.scenario.Truth.Incident;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreTest {
  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;

  /** Lines at hours 0, 1 and 2 of day 2. */
  private static final Incident BURST =
      new Incident(
          "a",
          "burst",
          "key-1",
          2 * DAY,
          2 * DAY + 2 * HOUR,
          new TreeSet<>(Set.of(2 * DAY, 2 * DAY + HOUR, 2 * DAY + 2 * HOUR)));

  private static final Truth TRUTH =
      new Truth(
          List.of(BURST),
          Set.of("key-1 1970-01-01", "key-1 1970-01-03", "key-2 1970-01-03", "key-2 1970-01-02"));

  @Test
  void anAlertThatCitesTheAttackFindsIt() {
    Score score = score(alert("key-1", 2 * DAY + HOUR, 2 * DAY, 2 * DAY + HOUR));
    assertEquals(1, score.detected("burst"));
    assertEquals(HOUR, score.medianDelayMs("burst"));
    assertEquals(0, score.falseAlerts().size());
  }

  @Test
  void aSpanBesideTheAttacksLinesIsAFalseAlert() {
    Score score = score(alert("key-1", 2 * DAY + HOUR, 2 * DAY + 1, 2 * DAY + HOUR - 1));
    assertEquals(0, score.detected("burst"));
    assertEquals(-1, score.medianDelayMs("burst"));
    assertEquals(1, score.falseAlerts().size());
  }

  @Test
  void anotherCredentialsAlertIsFalse() {
    Score score = score(alert("key-2", 2 * DAY + HOUR, 2 * DAY, 2 * DAY + HOUR));
    assertEquals(0, score.detected("burst"));
    assertEquals(1, score.falseAlerts().size());
  }

  @Test
  void anAlertCountsUntilADayAfterTheAttacksLastRequest() {
    long last = BURST.end() + DAY;
    assertEquals(1, score(alert("key-1", last, 2 * DAY, 3 * DAY)).detected("burst"));
    assertEquals(0, score(alert("key-1", last + 1, 2 * DAY, 3 * DAY)).detected("burst"));
  }

  @Test
  void alertsLessThanADayApartAreOneEpisode() {
    Score one = score(alert("key-2", DAY, 0, DAY), alert("key-2", 2 * DAY - 1, 0, DAY));
    assertEquals(1, one.falseAlerts().size());
    Score two = score(alert("key-2", DAY, 0, DAY), alert("key-2", 2 * DAY, 0, DAY));
    assertEquals(2, two.falseAlerts().size());
  }

  @Test
  void aFalseAlertBesideATrueOneJoinsItsEpisode() {
    Score score =
        score(
            alert("key-1", 2 * DAY + HOUR, 2 * DAY, 2 * DAY),
            alert("key-1", 2 * DAY + 5 * HOUR, 2 * DAY + 4 * HOUR, 2 * DAY + 5 * HOUR));
    assertEquals(0, score.falseAlerts().size());
  }

  @Test
  void theRateIsPerThousandActiveCredentialDaysOnceJudged() {
    List<Alert> alerts = List.of(alert("key-2", DAY, 0, DAY), alert("key-2", 3, 0, 3));
    assertEquals(1000.0 / 3, Score.of(TRUTH, alerts, DAY).falsePerThousand(), 1e-9);
  }

  @Test
  void poolingAddsCountsAndDays() {
    Score pooled =
        score(alert("key-1", 2 * DAY, 2 * DAY, 2 * DAY)).plus(score(alert("key-2", 1, 0, 1)));
    assertEquals(1, pooled.detected("burst"));
    assertEquals(2, pooled.found().getOrDefault("burst", List.of()).size());
    assertEquals(1000.0 / 8, pooled.falsePerThousand(), 1e-9);
  }

  @Test
  void theBandNamesWhatLeftIt() {
    Band band =
        new Band(List.of(1L), 0, Map.of("burst", new Band.Range(1, 1)), new Band.Range(0, 1));
    assertEquals(List.of(), band.violations(score(alert("key-1", 2 * DAY, 2 * DAY, 2 * DAY))));
    List<String> violations = band.violations(score(alert("key-2", 1, 0, 1)));
    assertEquals(2, violations.size());
    assertTrue(violations.get(0).startsWith("burst: 0 found"), violations.get(0));
    assertTrue(violations.get(1).startsWith("false alerts per 1,000: 250.00"), violations.get(1));
  }

  @Test
  void readsAlertsAndLeavesTheDigestOut(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("alerts.jsonl");
    Files.writeString(
        file,
        """
        {"is_alert":true,"time":5,"finding_info":{"uid":"u1","first_seen_time":1,"last_seen_time":4},\
        "unmapped":{"gatewatch":{"credential":"key-1","lane":"rule"}}}
        {"is_alert":true,"time":6,"finding_info":{"uid":"u2","first_seen_time":2,"last_seen_time":3},\
        "evidences":[{"actor":{"session":{"credential_uid":"key-2"}}}]}
        {"is_alert":false,"time":7,"finding_info":{"uid":"u3"}}

        """);
    assertEquals(
        List.of(new Alert("u1", "key-1", "rule", 5, 1, 4), new Alert("u2", "key-2", "", 6, 2, 3)),
        Alert.read(file));
  }

  private static Score score(Alert... alerts) {
    return Score.of(TRUTH, List.of(alerts), 0);
  }

  private static Alert alert(String credential, long time, long first, long last) {
    return new Alert("u" + time, credential, "behaviour", time, first, last);
  }
}
