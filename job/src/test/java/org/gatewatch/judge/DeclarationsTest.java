package org.gatewatch.judge;

import static org.gatewatch.judge.Streams.BEGINNING;
import static org.gatewatch.judge.Streams.DAY;
import static org.gatewatch.judge.Streams.HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.Credential;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;

/**
 * Announced changes are no surprise; suppressions hide and expire; a rotated key keeps its past.
 */
class DeclarationsTest {
  private static final long CHANGE = BEGINNING + 16 * DAY;

  private final MemoryStore store = new MemoryStore();
  private final List<Audit> audits = new ArrayList<>();

  private List<Finding> judged(Streams s, Roster roster, Controls controls) {
    List<Finding> out = new ArrayList<>();
    s.feed(
        new Judge(
            Streams.AFTER_HISTORY, roster, controls, store, out::add, audits::add, Journal.NONE));
    return out;
  }

  private static long findings(List<Finding> all, String credential, String type) {
    return all.stream()
        .filter(f -> f.credential().equals(credential) && f.types().contains(type))
        .map(Finding::uid)
        .distinct()
        .count();
  }

  private static Controls announced(DeclaredEvent... events) {
    return new Controls(List.of(), List.of(), List.of(events));
  }

  private static DeclaredEvent event(
      DeclaredEvent.Kind kind,
      List<String> credentials,
      double volume,
      List<String> networks,
      List<String> hours) {
    return new DeclaredEvent(
        kind,
        CHANGE,
        Long.MAX_VALUE,
        credentials,
        List.of(),
        List.of("heron-*"),
        volume,
        networks,
        hours,
        "UTC");
  }

  private static Streams busier(int times) {
    Streams s = Streams.office(25, 24, 20, 5);
    for (int day = 0; day < 24; day++) {
      for (int hour = 8; hour < 18 && day % 7 < 5; hour++) {
        long start = BEGINNING + day * DAY + hour * HOUR;
        int n = (20 + (day * 7 + hour * 3) % 9) * (start >= CHANGE ? times : 1);
        s.use("svc", start, n, "192.0.99.7", 64500, "sdk/1.0", 300);
      }
    }
    return s;
  }

  @Test
  void aLaunchExpectsMoreRequestsUpToWhatWasAnnounced() {
    DeclaredEvent launch =
        event(DeclaredEvent.Kind.LAUNCH, List.of("svc"), 8, List.of(), List.of());
    List<Finding> unannounced = judged(busier(7), Roster.EMPTY, Controls.NONE);
    List<Finding> expected =
        new DeclarationsTest().judged(busier(7), Roster.EMPTY, announced(launch));
    for (String type : List.of("request_volume", "token_total")) { // of an hour: either may lead
      assertTrue(findings(unannounced, "svc", type) > 0, type);
      assertEquals(0, findings(expected, "svc", type), type);
    }
    assertTrue(expected.stream().noneMatch(f -> f.alert() && f.credential().equals("svc")));
    List<Finding> beyond =
        new DeclarationsTest().judged(busier(80), Roster.EMPTY, announced(launch));
    assertTrue(
        findings(beyond, "svc", "request_volume") + findings(beyond, "svc", "token_total") > 0,
        "ten times what was announced");
  }

  @Test
  void aLaunchMakesItsNamesKnownFromItsStartOn() {
    DeclaredEvent launch =
        event(DeclaredEvent.Kind.LAUNCH, List.of("svc"), 1, List.of(), List.of());
    Declarations declared = new Declarations(List.of(launch));
    CredentialRow svc = new CredentialRow("svc", "services");
    Window before = new Window("svc", LogSource.GATEWAY, CHANGE - HOUR);
    Window after = new Window("svc", LogSource.GATEWAY, CHANGE);
    assertEquals(
        0, declared.vouching(svc, before, (k, v, c) -> 0).others("name", "heron-x", "svc"));
    assertEquals(5, declared.vouching(svc, after, (k, v, c) -> 0).others("name", "heron-x", "svc"));
    assertEquals(0, declared.vouching(svc, after, (k, v, c) -> 0).others("name", "aster", "svc"));
    assertEquals(0, declared.vouching(svc, after, (k, v, c) -> 0).others("net", "heron-x", "svc"));
    CredentialRow other = new CredentialRow("other", "services");
    assertEquals(
        0, declared.vouching(other, after, (k, v, c) -> 0).others("name", "heron-x", "other"));
  }

  @Test
  void anOfficeMoveMakesItsNetworksTheirOwn() {
    Streams s = Streams.office(25, 24, 20, 6);
    for (int hour = 9; hour < 12; hour++) {
      s.use("cred-003", CHANGE + hour * HOUR, 4, "203.0.113.9", 64666, "sdk/1.0", 300);
      s.use("cred-004", CHANGE + hour * HOUR, 4, "203.0.113.9", 64666, "sdk/1.0", 300);
    }
    DeclaredEvent move =
        event(
            DeclaredEvent.Kind.OFFICE_MOVE,
            List.of("cred-003"),
            1,
            List.of("203.0.112.0/22"),
            List.of());
    List<Finding> out = judged(s, Roster.EMPTY, announced(move));
    assertEquals(0, findings(out, "cred-003", "new_country"));
    assertEquals(1, findings(out, "cred-004", "new_country"), "it was not among those who moved");
  }

  @Test
  void theHoursOfARotaAreUsual() {
    Streams s = Streams.office(25, 24, 20, 7);
    for (int hour = 1; hour < 4; hour++) {
      for (String who : List.of("cred-003", "cred-004")) {
        int c = who.equals("cred-003") ? 3 : 4;
        s.use(who, CHANGE + hour * HOUR, 15, "192.0." + c + ".7", 64500 + c % 3, "sdk/1.0", 300);
      }
    }
    DeclaredEvent rota =
        event(DeclaredEvent.Kind.ROTA, List.of("cred-003"), 1, List.of(), List.of("00:00-05:00"));
    List<Finding> out = judged(s, Roster.EMPTY, announced(rota));
    assertEquals(0, findings(out, "cred-003", "unusual_hour"));
    assertTrue(findings(out, "cred-004", "unusual_hour") > 0, out.toString());
  }

  @Test
  void aSuppressionHidesUntilItEnds() {
    Streams s = Streams.office(25, 26, 20, 1);
    for (int hour = 19; hour < 22; hour++) { // alone: all that is cited is from there
      s.use("cred-003", CHANGE + hour * HOUR, 3, "203.0.113.9", 64666, "loot/9", 300);
    }
    Suppression trip = trip("cred-*", "203.0.113.0/24", CHANGE + 5 * DAY);
    List<Finding> out = judged(s, Roster.EMPTY, new Controls(List.of(), List.of(trip), List.of()));
    Finding hidden =
        out.stream().filter(f -> f.credential().equals("cred-003")).findFirst().orElseThrow();
    assertFalse(hidden.alert());
    assertEquals("trip", Objects.requireNonNull(hidden.disposition()).id());
    for (Suppression late :
        List.of(
            trip("cred-*", "203.0.113.0/24", CHANGE + 19 * HOUR),
            trip("cred-004", "203.0.113.0/24", CHANGE + 5 * DAY),
            trip("cred-003", "198.51.100.0/24", CHANGE + 5 * DAY))) {
      List<Finding> again =
          new DeclarationsTest()
              .judged(s, Roster.EMPTY, new Controls(List.of(), List.of(late), List.of()));
      assertTrue(
          again.stream().anyMatch(f -> f.credential().equals("cred-003") && f.alert()),
          late.toString());
    }
  }

  private static Suppression trip(String credential, String network, long until) {
    return new Suppression(
        "trip", credential, null, "behaviour", null, network, "kit", "a trip", until);
  }

  @Test
  void aRotatedKeyStartsFromTheBaselineOfTheOneItReplaces() {
    Streams s = Streams.office(25, 20, 20, 8);
    for (int hour = 9; hour < 12; hour++) {
      s.use("new-key", CHANGE + hour * HOUR, 15, "192.0.3.7", 64500, "sdk/1.0", 300);
    }
    Roster roster = new Roster(List.of(replacing("new-key", "cred-003")), false);
    List<Finding> out = judged(s, roster, Controls.NONE);
    assertEquals(0, findings(out, "new-key", "new_network"));
    Baseline seeded =
        Objects.requireNonNull(Objects.requireNonNull(store.credential("new-key")).baseline());
    Baseline old =
        Objects.requireNonNull(Objects.requireNonNull(store.credential("cred-003")).baseline());
    assertNotSame(seeded, old);
    assertEquals(old.firstStart(), seeded.firstStart());
    assertTrue(seeded.habits(LogSource.GATEWAY).networks.values().contains("192.0.3.0/24"));
    assertTrue(seeded.windows() > 50 && seeded.windows() < old.windows(), "both go on");
    assertEquals(
        List.of(Audit.of(CHANGE + 9 * HOUR, "new-key", Audit.Action.SEEDED, "cred-003")), audits);
  }

  private static Credential replacing(String id, String replaced) {
    return new Credential(
        id, null, "human", null, null, null, null, null, replaced, List.of(), null, List.of(), null,
        null, List.of(), List.of(), List.of());
  }

  @Test
  void useThatGrowsTooSlowlyToBeSeenIsToldByTheGuard() {
    Streams s = new Streams();
    for (int day = 0; day < 150; day++) {
      for (int hour = 8; hour < 18 && day % 7 < 5; hour++) {
        int n = (int) Math.round(12 * Math.pow(1.013, day));
        s.use("slow", BEGINNING + day * DAY + hour * HOUR, n, "192.0.2.9", 64500, "a/1", 90);
        s.use("same", BEGINNING + day * DAY + hour * HOUR, 12, "192.0.3.9", 64500, "a/1", 90);
      }
    }
    List<Finding> out = judged(s, Roster.EMPTY, Controls.NONE);
    List<Finding> grown =
        out.stream().filter(f -> f.analyticId().equals(Guard.SLOW_GROWTH)).toList();
    assertTrue(grown.stream().allMatch(f -> f.credential().equals("slow") && f.alert()));
    assertEquals(1, grown.stream().map(Finding::uid).distinct().count());
    assertTrue(
        grown.get(0).description().contains("on an active day of the last 28 days, 3."),
        grown.get(0).description());
  }
}
