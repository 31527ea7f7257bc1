package org.gatewatch.judge;

import static org.gatewatch.judge.Streams.BEGINNING;
import static org.gatewatch.judge.Streams.DAY;
import static org.gatewatch.judge.Streams.HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.gatewatch.baseline.Habits;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;

/** What verdicts and quarantine do to what is learned, seen by replaying the same log again. */
class GuardTest {
  private static final String THIEF = "203.0.113.0/24";
  private static final int FIRST = 16;
  private static final long SECOND = BEGINNING + (FIRST + 1) * DAY + 14 * HOUR;

  /** Ten times the requests are ten times the tokens: either may lead. */
  private static final Set<String> LOAD = Set.of("requests", "tokens_total");

  /** One replay: last revisions of its findings, its audit lines and all it learned. */
  private static final class Run {
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final List<Audit> audits = new ArrayList<>();
    private MemoryStore store = new MemoryStore();
    private final Controls controls;

    private Run(Controls controls) {
      this.controls = controls;
    }

    private Run of(Streams s) {
      s.feed(judge());
      return this;
    }

    private Judge judge() {
      return new Judge(
          Streams.AFTER_HISTORY,
          Roster.EMPTY,
          controls,
          store,
          f -> findings.put(f.uid(), f),
          audits::add,
          Journal.NONE);
    }

    private Finding first(String credential) {
      return findings.values().stream()
          .filter(f -> f.credential().equals(credential) && f.lane() == Finding.Lane.BEHAVIOUR)
          .findFirst()
          .orElseThrow();
    }

    private long alerts(String credential) {
      return findings.values().stream()
          .filter(f -> f.credential().equals(credential) && f.alert())
          .count();
    }

    private Habits habits(String credential) {
      return Objects.requireNonNull(Objects.requireNonNull(store.credential(credential)).baseline())
          .habits(LogSource.GATEWAY);
    }

    private List<Audit.Action> actions(String credential) {
      return audits.stream()
          .filter(a -> a.credential().equals(credential))
          .map(Audit::action)
          .toList();
    }
  }

  /** A key used by its owner and, for a week of working days, by somebody else as well. */
  private static Streams withThief() {
    Streams s = Streams.office(25, 30, 20, 1);
    for (int day = FIRST; day < FIRST + 9; day++) {
      for (int hour = 10; hour < 13 && day % 7 < 5; hour++) {
        long start = BEGINNING + day * DAY + hour * HOUR;
        s.use("cred-003", start, 3, "203.0.113.9", 64666, "loot/9", 300);
      }
    }
    return s;
  }

  /** A service whose load is ten times what it was from one day on. */
  private static Streams withGrownService() {
    Streams s = Streams.office(25, 31, 20, 2);
    for (int day = 0; day < 31; day++) {
      for (int hour = 8; hour < 18 && day % 7 < 5; hour++) {
        int n = 20 + (day * 7 + hour * 3) % 9;
        long start = BEGINNING + day * DAY + hour * HOUR;
        s.use("svc", start, day < FIRST ? n : 10 * n, "192.0.99.7", 64500, "sdk/1.0", 300);
      }
    }
    return s;
  }

  private static Verdict verdict(Finding f, Verdict.Kind kind, long to) {
    return new Verdict(
        f.uid(),
        f.credential(),
        f.lane(),
        f.analyticId(),
        kind,
        f.firstSeen(),
        to,
        f.measures().stream().map(m -> new Verdict.Observed(m.signal(), m.observed())).toList(),
        "kit",
        "looked at it");
  }

  private static Controls said(Verdict v) {
    return new Controls(List.of(v), List.of(), List.of());
  }

  @Test
  void withoutAVerdictAChangeThatLastsIsAdoptedAndToldOf() {
    Run run = new Run(Controls.NONE).of(withThief());
    Finding f = run.first("cred-003");
    assertTrue(run.habits("cred-003").networks.values().contains(THIEF));
    Audit adopted =
        run.audits.stream().filter(a -> a.networks().contains(THIEF)).findFirst().orElseThrow();
    assertEquals(Audit.Action.ADOPTED, adopted.action());
    assertEquals(f.uid(), adopted.cause());
    assertEquals(List.of("loot"), adopted.agents());
    assertTrue(adopted.time() >= f.time() + Scoring.QUARANTINE, "adopted in quarantine");
    assertNull(f.disposition());
  }

  @Test
  void ofAnAttackNothingIsLearned() {
    Run before = new Run(Controls.NONE).of(withThief());
    Finding found = before.first("cred-003");
    long end = BEGINNING + (FIRST + 10) * DAY;
    Run after = new Run(said(verdict(found, Verdict.Kind.MALICIOUS, end))).of(withThief());
    assertFalse(after.habits("cred-003").networks.values().contains(THIEF));
    assertFalse(after.habits("cred-003").agents.values().contains("loot"));
    assertNotNull(before.store.network("net:" + THIEF));
    assertNull(after.store.network("net:" + THIEF), "an attacker vouches for his network");
    assertEquals(List.of(Audit.Action.REMOVED), after.actions("cred-003"));
    Finding again = after.first("cred-003");
    assertEquals(found.uid(), again.uid());
    assertTrue(again.alert());
    assertEquals(
        Disposition.Status.CONFIRMED, Objects.requireNonNull(again.disposition()).status());
    assertTrue(after.store.shared().signals.size(0) < before.store.shared().signals.size(0));
    assertTrue(after.store.shared().scores.size(0) < before.store.shared().scores.size(0));
    assertTrue(
        after.store.shared().budget.drift() <= before.store.shared().budget.drift(),
        "a confirmed attack counts as false");
  }

  @Test
  void aBenignSpanIsLearnedAtOnceAndItsFindingClosed() {
    Streams s = withThief();
    Finding found = new Run(Controls.NONE).of(s).first("cred-003");
    Run run = new Run(said(verdict(found, Verdict.Kind.BENIGN, found.lastSeen())));
    int cut = s.starts().indexOf(BEGINNING + FIRST * DAY + 11 * HOUR);
    s.feed(run.judge(), 0, cut);
    assertTrue(run.habits("cred-003").networks.values().contains(THIEF), "quarantined");
    Finding closed = run.first("cred-003");
    assertEquals(3, closed.activity());
    assertTrue(closed.alert(), "it paged");
    assertEquals(Disposition.Status.CLOSED, Objects.requireNonNull(closed.disposition()).status());
    assertEquals(List.of(Audit.Action.LEARNED), run.actions("cred-003"));
  }

  /** A benign trip excuses nobody who comes after it while the finding is open. */
  @Test
  void aBenignSpanExcusesNothingThatComesAfterIt() {
    Streams s = withThief().use("cred-003", SECOND, 3, "198.51.100.9", 64777, "other/1", 300);
    Finding found = new Run(Controls.NONE).of(s).first("cred-003");
    long end = found.firstSeen() + HOUR;
    Run run = new Run(said(verdict(found, Verdict.Kind.BENIGN, end)));
    s.feed(run.judge(), 0, s.starts().indexOf(SECOND) + 1);
    assertTrue(run.habits("cred-003").networks.values().contains(THIEF));
    assertFalse(run.habits("cred-003").networks.values().contains("198.51.100.0/24"));
  }

  @Test
  void aFindingThatGoesOnAfterABenignVerdictIsOpen() {
    Finding found = new Run(Controls.NONE).of(withThief()).first("cred-003");
    long seen = found.lastSeen();
    assertTrue(verdict(found, Verdict.Kind.BENIGN, seen).isAbout(found));
    assertTrue(verdict(found, Verdict.Kind.EXPECTED, seen).isAbout(found));
    assertFalse(verdict(found, Verdict.Kind.BENIGN, seen - 1).isAbout(found));
    assertFalse(verdict(found, Verdict.Kind.EXPECTED, seen - 1).isAbout(found));
    assertTrue(verdict(found, Verdict.Kind.MALICIOUS, seen - 1).isAbout(found));
  }

  /** The same key from the same network and client again, some days after the first time. */
  private static Streams returning(int days) {
    Streams s = Streams.office(25, FIRST + days + 2, 20, 1);
    for (int day : new int[] {FIRST, FIRST + days}) {
      long start = BEGINNING + day * DAY + 11 * HOUR;
      s.use("cred-003", start, 3, "203.0.113.9", 64666, "loot/9", 300);
    }
    return s;
  }

  @Test
  void whoComesBackWhenNothingOfItBecameNormalIsToldAgain() {
    assertEquals(1, new Run(Controls.NONE).of(returning(7)).alerts("cred-003"));
    assertEquals(2, new Run(Controls.NONE).of(returning(28)).alerts("cred-003"));
  }

  @Test
  void aConfirmedAttackerWhoComesBackIsToldAgain() {
    Streams s = returning(7);
    Finding found = new Run(Controls.NONE).of(s).first("cred-003");
    Verdict v = verdict(found, Verdict.Kind.MALICIOUS, found.lastSeen());
    assertEquals(2, new Run(said(v)).of(s).alerts("cred-003"));
  }

  @Test
  void whatIsExpectedBecomesNormalAtOnceAndDoesNotPageAgain() {
    Run before = new Run(Controls.NONE).of(withGrownService());
    Finding found = before.first("svc");
    assertTrue(found.alert());
    assertTrue(LOAD.contains(found.measures().get(0).signal()), found.toString());
    Run after =
        new Run(said(verdict(found, Verdict.Kind.EXPECTED, found.lastSeen())))
            .of(withGrownService());
    Audit agreed =
        after.audits.stream()
            .filter(a -> a.action() == Audit.Action.AGREED)
            .findFirst()
            .orElseThrow();
    assertEquals(found.uid(), agreed.cause());
    assertTrue(agreed.volume() > 5 && agreed.volume() < 20, agreed.toString());
    assertEquals(1, after.alerts("svc"));
    assertEquals(3, after.first("svc").activity());
  }

  @Test
  void aLevelThatLastsIsAdoptedAfterItsQuarantine() {
    Run run = new Run(Controls.NONE).of(withGrownService());
    Audit adopted =
        run.audits.stream().filter(a -> a.credential().equals("svc")).findFirst().orElseThrow();
    assertEquals(Audit.Action.ADOPTED, adopted.action());
    assertTrue(adopted.volume() > 2, adopted.toString());
    assertTrue(adopted.time() >= run.first("svc").time() + Scoring.QUARANTINE);
  }

  @Test
  void anExpectedFindingHidesNoMoreThanWasAgreed() {
    Finding found = new Run(Controls.NONE).of(withGrownService()).first("svc");
    Verdict v = verdict(found, Verdict.Kind.EXPECTED, found.lastSeen());
    assertTrue(v.agreed(found));
    assertFalse(verdict(found, Verdict.Kind.BENIGN, found.lastSeen()).agreed(found));
    Measure m =
        found.measures().stream()
            .filter(x -> x.signal().equals("requests"))
            .findFirst()
            .orElseThrow();
    assertTrue(v.agreed(seen(found, List.of(at(m, "250")))));
    assertFalse(v.agreed(seen(found, List.of(at(m, "9,000")))), "a far larger value");
    Measure other =
        new Measure("identity", "network", "source_network", "AS1", "none", 1e-4, 12, "new");
    assertFalse(v.agreed(seen(found, List.of(other, m))), "led by something else");
    assertFalse(v.agreed(seen(found, List.of(m, other))), "with something strong and new");
    Measure weak =
        new Measure("identity", "network", "source_network", "AS1", "none", 0.04, 1, "new");
    assertTrue(v.agreed(seen(found, List.of(m, weak))));
  }

  private static Measure at(Measure m, String observed) {
    return new Measure(
        m.family(),
        m.signal(),
        m.parameter(),
        observed,
        m.expected(),
        m.p(),
        m.contribution(),
        m.sentence());
  }

  private static Finding seen(Finding f, List<Measure> measures) {
    return new Finding(
        "later",
        1,
        f.lane(),
        1,
        f.credential(),
        f.declared(),
        f.analyticId(),
        f.analyticName(),
        true,
        f.time() + 9 * DAY,
        f.modified() + 9 * DAY,
        f.firstSeen() + 9 * DAY,
        f.lastSeen() + 9 * DAY,
        f.severity(),
        f.confidence(),
        f.title(),
        f.description(),
        f.types(),
        f.techniques(),
        measures,
        f.cited(),
        f.citedCount(),
        f.normal(),
        f.remediation(),
        f.pDay(),
        f.score(),
        f.threshold(),
        Change.OPENED,
        null,
        null);
  }

  @Test
  void goesOnAfterBeingSavedInTheMiddleOfAnAdoption() throws IOException {
    Streams s = withThief();
    Run straight = new Run(Controls.NONE).of(s);
    Run broken = new Run(Controls.NONE);
    int cut = s.starts().indexOf(BEGINNING + (FIRST + 2) * DAY + 12 * HOUR);
    s.feed(broken.judge(), 0, cut);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    broken.store.write(new DataOutputStream(bytes));
    broken.store =
        MemoryStore.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    Judge second = broken.judge();
    s.feed(second, cut, s.starts().size());
    second.end(s.starts().get(s.starts().size() - 1) + 2 * HOUR);
    assertEquals(straight.audits, broken.audits);
    assertEquals(straight.findings.toString(), broken.findings.toString());
  }
}
