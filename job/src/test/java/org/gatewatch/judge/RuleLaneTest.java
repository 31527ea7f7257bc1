package org.gatewatch.judge;

import static org.gatewatch.judge.Streams.BEGINNING;
import static org.gatewatch.judge.Streams.DAY;
import static org.gatewatch.judge.Streams.HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.baseline.Cited;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleLaneTest {
  private final List<Finding> out = new ArrayList<>();
  private final Judge judge =
      new Judge(JudgeSettings.defaults(), Roster.EMPTY, new MemoryStore(), out::add);

  private static RuleHit hit(String rule, String credential, long time, long succeeded) {
    Cited event =
        Cited.of(
            new AccessEvent.Builder()
                .set(Field.EVENT_TIME, time)
                .set(Field.REQUEST_ID, credential + time)
                .set(Field.CREDENTIAL_ID, credential)
                .build(0, credential, 0, 0, 1, 0));
    return new RuleHit(rule, credential, time, "seen against declared", event, event, 1, succeeded);
  }

  @ParameterizedTest
  @CsvSource({
    "leftover-credential, 1, CRITICAL, true",
    "expired-credential, 0, LOW, false",
    "revoked-credential, 1, CRITICAL, true",
    "revoked-credential, 0, MEDIUM, true",
    "model-not-allowed, 1, HIGH, true",
    "model-not-allowed, 0, LOW, false",
    "hours-not-declared, 1, LOW, false",
    "canary, 0, CRITICAL, true",
    "before-launch, 1, HIGH, true",
    "before-launch, 0, LOW, false"
  })
  void takesSeverityFromTheTable(String rule, long succeeded, Severity severity, boolean alert) {
    judge.rule(hit(rule, "cred-001", BEGINNING, succeeded));
    assertEquals(severity, out.get(0).severity());
    assertEquals(alert, out.get(0).alert());
  }

  @Test
  void revisesAnOpenFindingAndOpensANewOneAfterAWeekOfQuiet() {
    judge.rule(hit("canary", "cred-001", BEGINNING, 0));
    judge.rule(hit("canary", "cred-001", BEGINNING + 6 * DAY, 0));
    judge.rule(hit("canary", "cred-001", BEGINNING + 14 * DAY, 0));
    assertEquals(out.get(0).uid(), out.get(1).uid());
    assertEquals(2, out.get(1).activity());
    assertEquals(2, out.get(1).citedCount());
    assertEquals(BEGINNING, out.get(1).firstSeen());
    assertEquals(BEGINNING + 6 * DAY, out.get(1).lastSeen());
    assertNotEquals(out.get(0).uid(), out.get(2).uid());
    assertEquals(1, out.get(2).activity());
  }

  @Test
  void doubtsTheRosterWhenARuleHitsTooMany() {
    for (int c = 0; c < 12; c++) {
      judge.rule(hit("expired-credential", Streams.name(c), BEGINNING + c * HOUR, 0));
    }
    List<Finding> doubts =
        out.stream().filter(f -> f.analyticId().equals("roster-mismatch")).toList();
    assertEquals(1, doubts.stream().map(Finding::uid).distinct().count());
    assertEquals(Severity.MEDIUM, doubts.get(0).severity());
    assertTrue(doubts.get(2).description().contains("hit 12 credentials"));
    assertEquals(9, out.stream().filter(f -> f.activity() == 3).count());
  }

  /** An indicator says something of whoever touched it, not of the roster. */
  @Test
  void doubtsNoIndicator() {
    for (int c = 0; c < 30; c++) {
      judge.rule(hit("indicator", Streams.name(c), BEGINNING + c * HOUR, 0));
    }
    assertEquals(30, out.stream().map(Finding::uid).distinct().count());
    assertEquals(30, out.stream().map(Finding::credential).distinct().count());
    assertTrue(out.stream().allMatch(f -> f.analyticId().equals("indicator")));
  }

  @Test
  void staysWithSingleFindingsBelowTenCredentials() {
    for (int c = 0; c < 9; c++) {
      judge.rule(hit("expired-credential", Streams.name(c), BEGINNING, 0));
    }
    assertFalse(out.stream().anyMatch(f -> f.analyticId().equals("roster-mismatch")));
  }

  @Test
  void anAgreedRuleDoesNotPageAgain() {
    judge.rule(hit("canary", "cred-001", BEGINNING, 0));
    Finding first = out.get(0);
    Verdict agreed =
        new Verdict(
            first.uid(),
            first.credential(),
            first.lane(),
            first.analyticId(),
            Verdict.Kind.EXPECTED,
            first.firstSeen(),
            first.lastSeen(),
            List.of(),
            "kit",
            "a drill");
    List<Finding> again = new ArrayList<>();
    Judge second =
        new Judge(
            JudgeSettings.defaults(),
            Roster.EMPTY,
            new Controls(List.of(agreed), List.of(), List.of()),
            new MemoryStore(),
            again::add,
            audit -> {},
            Journal.NONE);
    second.rule(hit("canary", "cred-001", BEGINNING, 0));
    second.rule(hit("canary", "cred-001", BEGINNING + 14 * DAY, 0));
    second.rule(hit("revoked-credential", "cred-001", BEGINNING + 14 * DAY, 1));
    second.rule(hit("canary", "cred-002", BEGINNING + 14 * DAY, 0));
    assertEquals(3, again.get(0).activity());
    assertFalse(again.get(1).alert(), "the same again");
    assertTrue(again.get(2).alert(), "another rule");
    assertTrue(again.get(3).alert(), "another credential");
  }

  @Test
  void refusesARuleWithoutAnEntry() {
    assertThrows(
        IllegalArgumentException.class, () -> judge.rule(hit("no-such-rule", "c", BEGINNING, 0)));
  }
}
