package org.gatewatch.judge;

import static org.gatewatch.judge.Streams.BEGINNING;
import static org.gatewatch.judge.Streams.DAY;
import static org.gatewatch.judge.Streams.HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gatewatch.baseline.Cited;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.detect.RuleLabel;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
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

  /** Anybody may choose an id that begins like what stands for a log. */
  @Test
  void aCredentialIsNoLogWhateverItsName() {
    MemoryStore store = new MemoryStore();
    Judge lane = new Judge(JudgeSettings.defaults(), Roster.EMPTY, store, out::add);
    lane.rule(hit("canary", "log:x", BEGINNING, 1));
    lane.rule(hit("canary", "log:x", BEGINNING + HOUR, 1));
    assertEquals(List.of(1, 2), out.stream().map(Finding::revision).toList(), "one finding");
    assertEquals(2, out.get(1).cited().size());
    assertEquals(2, out.get(1).citedCount());
    Streams.office(2, 26, 3, 1).feed(lane);
    Finding last =
        out.stream().filter(f -> f.credential().equals("log:x")).reduce((a, b) -> b).orElseThrow();
    assertEquals("closed: not seen for 7 days", last.change().reason());
  }

  /** A user may have thousands of rules; a row that was saved with 127 of them is read again. */
  @Test
  void savesAnyNumberOfOpenRulesAndForgetsThoseThatAreLongOver() throws IOException {
    RuleLabel label = new RuleLabel("a rule", 3, "look", List.of());
    MemoryStore store = new MemoryStore();
    Judge many = new Judge(JudgeSettings.defaults(), Roster.EMPTY, store, out::add);
    for (int i = 0; i < 300; i++) {
      RuleHit hit = hit("sigma:" + i, "cred-001", BEGINNING + i, 1);
      many.rule(
          new RuleHit(
              hit.rule(), "cred-001", hit.release(), "d", hit.first(), hit.last(), 1, 1, label));
    }
    MemoryStore again = saved(store);
    assertEquals(300, Objects.requireNonNull(again.credential("cred-001")).rules.size());
    Judge second = new Judge(JudgeSettings.defaults(), Roster.EMPTY, again, out::add);
    Streams.office(2, 26, 3, 1).feed(second);
    assertEquals(0, Objects.requireNonNull(again.credential("cred-001")).rules.size());
  }

  private static MemoryStore saved(MemoryStore store) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.write(new DataOutputStream(bytes));
    return MemoryStore.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  /** Anybody can touch a canary from ten addresses; who did before is still told. */
  @Test
  void noCrowdTakesBackACanary() {
    judge.rule(hit("canary", "cred-001", BEGINNING, 1));
    for (int c = 0; c < 40; c++) {
      judge.rule(hit("canary", "anonymous:203.0." + c + ".0/24", BEGINNING + c, 0));
      judge.rule(hit("canary", Streams.name(100 + c), BEGINNING + c, 0));
    }
    assertTrue(out.stream().noneMatch(f -> f.change().kind() == Change.Kind.WITHDRAWN));
    assertTrue(out.stream().allMatch(f -> f.analyticId().equals("canary") && f.alert()));
    List<String> anonymous =
        out.stream().map(Finding::credential).filter(Keys::isAnonymous).distinct().toList();
    assertEquals(11, anonymous.size(), "ten, and one for all others");
    assertEquals(Keys.OTHER, anonymous.get(10));
  }

  /** Made-up ids that a gateway refuses take back no finding of a credential that it accepts. */
  @Test
  void whoeverMakesUpIdsTakesBackNobodysFinding() {
    judge.rule(hit("unknown-credential", "cred-001", BEGINNING, 1));
    for (int c = 0; c < 40; c++) {
      judge.rule(hit("unknown-credential", "made-up-" + c, BEGINNING + c, 0));
    }
    List<String> withdrawn =
        out.stream()
            .filter(f -> f.change().kind() == Change.Kind.WITHDRAWN)
            .map(Finding::credential)
            .toList();
    assertEquals(9, withdrawn.size(), "the tenth raised the doubt");
    assertFalse(withdrawn.contains("cred-001"));
  }

  /** In the first hour nobody was active yet: the roster says how many there are. */
  @Test
  void doubtsNoRosterInItsFirstHour() {
    List<Credential> rows = new ArrayList<>();
    for (int c = 0; c < 1000; c++) {
      rows.add(Credential.undeclared(Streams.name(c)));
    }
    Judge first =
        new Judge(JudgeSettings.defaults(), new Roster(rows, true), new MemoryStore(), out::add);
    for (int c = 0; c < 50; c++) {
      first.rule(hit("leftover-credential", Streams.name(c), BEGINNING + c, 1));
    }
    assertTrue(out.stream().allMatch(f -> f.analyticId().equals("leftover-credential")));
    first.rule(hit("leftover-credential", Streams.name(50), BEGINNING + 50, 1));
    assertTrue(out.stream().anyMatch(f -> f.analyticId().equals("roster-mismatch")));
  }

  /** A finding that was taken back and goes on is a finding as any other. */
  @Test
  void whatWasTakenBackAndGoesOnIsClosedWhenItIsOver() {
    MemoryStore store = new MemoryStore();
    Judge some = new Judge(JudgeSettings.defaults(), Roster.EMPTY, store, out::add);
    for (int c = 0; c < 12; c++) {
      some.rule(hit("revoked-credential", Streams.name(c), BEGINNING + c, 1));
    }
    some.rule(hit("revoked-credential", "cred-003", BEGINNING + DAY + HOUR, 1));
    CredentialRow row = Objects.requireNonNull(store.credential("cred-003"));
    assertTrue(DayClose.ruled(row, BEGINNING + DAY + 2 * HOUR));
    Streams.office(2, 12, 3, 1).feed(some);
    List<Finding> own = out.stream().filter(f -> f.credential().equals("cred-003")).toList();
    assertEquals(Change.Kind.CLOSED, own.get(own.size() - 1).change().kind());
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
