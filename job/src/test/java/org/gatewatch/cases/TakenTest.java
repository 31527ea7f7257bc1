package org.gatewatch.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.gatewatch.baseline.Cited;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Keys;
import org.gatewatch.event.Roster;
import org.gatewatch.judge.Severity;
import org.gatewatch.scenario.Draw;
import org.junit.jupiter.api.Test;

/** What a case says was taken and since when, against what was put in. */
class TakenTest {
  private static final Credential KEY = Credential.undeclared("key-1");
  private static final int SEEDS = 20;

  private static boolean holds(Case.Since since, long first) {
    return since.notBefore() <= first && first <= since.notAfter();
  }

  /** 30 usual days of some 80 requests; then ten that grow by 30 % a day; then as before. */
  @Test
  void aClimbIsToldFromItsFirstDayAndWithoutTheUsual() {
    int held = 0;
    int counted = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      Draw draw = Draw.of(seed, "climb");
      MadeUp uses = new MadeUp();
      int taken = 0;
      long first = 0;
      long last = 0;
      List<Cited> cited = List.of();
      for (int day = 0; day < 46; day++) {
        int more = day >= 30 && day < 40 ? (int) (80 * (Math.pow(1.3, day - 29) - 1)) : 0;
        List<Cited> today = new ArrayList<>();
        for (int hour = 9; hour < 17; hour++) {
          today.addAll(uses.home("key-1", day, hour, 7 + draw.below(7) + more / 8));
        }
        taken += more / 8 * 8;
        first = day == 30 ? today.get(0).time() : first;
        last = day == 39 ? today.get(today.size() - 1).time() : last;
        cited = day == 36 ? today : cited;
      }
      Case c = uses.about(KEY, "drift", Severity.HIGH, cited);
      held += holds(c.since(), first) ? 1 : 0;
      counted +=
          c.taken().range().requestsLow() <= taken && taken <= c.taken().range().requestsHigh()
              ? 1
              : 0;
      assertEquals(taken, (double) c.taken().requests(), 0.05 * taken, c.taken().statement());
      double tokens = (double) (c.taken().inputTokens() + c.taken().outputTokens());
      assertEquals(150.0 * taken, tokens, 7.5 * taken);
      assertEquals(last, c.since().last());
      assertTrue(c.since().first() <= cited.get(0).time());
    }
    assertTrue(held >= 0.9 * SEEDS, held + " starts held");
    assertTrue(counted >= 0.9 * SEEDS, counted + " counts held");
  }

  @Test
  void whatEverybodysDayBringsIsNobodysClimb() {
    Draw draw = Draw.of(3, "tide");
    MadeUp uses = new MadeUp();
    List<Cited> cited = List.of();
    int taken = 0;
    for (int day = 0; day < 40; day++) {
      for (int key = 1; key <= 13; key++) {
        List<Cited> today = new ArrayList<>();
        int tide = day >= 33 && day < 36 ? 3 : 1;
        for (int hour = 9; hour < 14; hour++) {
          int more = key == 1 && day >= 31 && day < 38 ? 20 * (day - 30) : 0;
          today.addAll(uses.home("key-" + key, day, hour, tide * (9 + draw.below(3)) + more));
          taken += more;
        }
        cited = key == 1 && day == 34 ? today : cited;
      }
    }
    Case c = uses.about(KEY, "drift", Severity.HIGH, cited);
    // Without the tide, two more of the usual 50 on each of three days would be counted: 300.
    assertEquals(taken, (double) c.taken().requests(), 0.06 * taken, c.taken().statement());
  }

  /** Nobody can be asked to rotate a key that there is not. */
  @Test
  void whoNamedNoKnownCredentialIsNoCredentialsOwner() {
    MadeUp uses = new MadeUp();
    String nobody = "anonymous:240.9.9.0/24";
    List<Cited> tries = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      long time = MadeUp.time(3, 4) + i * 1000L;
      tries.add(uses.add(nobody, time, "240.9.9.7", "curl/8", "/v1/" + i, 401));
    }
    Case c = uses.about(Credential.undeclared(nobody), "probing", Severity.MEDIUM, tries);
    assertTrue(c.headline().startsWith("Requests of an unusual kind named no known credential: "));
    assertTrue(c.who().statement().startsWith("No known credential was named: "), c.who() + "");
    assertFalse(c.who().statement().contains("owner"), c.who().statement());
    assertEquals(
        List.of("find out whose machines send from there"),
        c.actions().stream()
            .filter(a -> a.action().equals("ask"))
            .map(Case.Action::reason)
            .toList());
  }

  /** Twelve credentials at the double: exp(ln 2 x 12/17) = 1.6311. */
  @Test
  void aTideIsTheMedianOfWhatAllHaveInCommon() {
    UsageBook book = new UsageBook();
    MadeUp uses = new MadeUp();
    for (int key = 0; key < 12; key++) {
      for (int day = 0; day < 20; day++) {
        uses.home("key-" + key, day, 9, day == 11 ? 20 : 10);
      }
    }
    uses.into(book);
    List<Usage> usages = new ArrayList<>();
    for (int key = 0; key < 12; key++) {
      book.suspect("key-" + key);
    }
    book.tell(Roster.EMPTY, usages::add);
    Tides asked = new Tides();
    usages.forEach(asked::add);
    NavigableMap<Long, Double> tides = asked.factors();
    long day = Math.floorDiv(MadeUp.time(11, 0), Day.LENGTH);
    assertEquals(Set.of(day), tides.keySet());
    assertEquals(Math.exp(Math.log(2) * 12 / 17), tides.firstEntry().getValue(), 1e-12);
  }

  /** Whoever sends from many networks without a credential hides nobody's climb. */
  @Test
  void clientsWithoutACredentialMoveNoTideButTheirOwn() {
    UsageBook book = new UsageBook();
    MadeUp uses = new MadeUp();
    for (int client = 0; client < 40; client++) {
      String id = client < 12 ? "key-" + client : Keys.ANONYMOUS + "192.0." + client + ".0/24";
      for (int day = 0; day < 20; day++) {
        uses.home(id, day, 9, day == 11 && client >= 12 ? 20 : 10);
      }
    }
    uses.into(book);
    book.suspect("key-0");
    book.suspect(Keys.ANONYMOUS + "192.0.12.0/24");
    List<Usage> usages = new ArrayList<>();
    book.tell(Roster.EMPTY, usages::add);
    long day = Math.floorDiv(MadeUp.time(11, 0), Day.LENGTH);
    for (Usage usage : usages) {
      double expected = usage.credential().equals("key-0") ? 1 : Math.exp(Math.log(2) * 28 / 33);
      assertEquals(expected, usage.tide(day), 1e-12, usage.credential());
    }
    assertEquals(2, usages.size());
  }

  /** Ten to fourteen requests an hour, and in two hours of the 16th day 200 more each. */
  @Test
  void aBurstIsToldWithoutTheUsual() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Draw draw = Draw.of(seed, "burst");
      MadeUp uses = new MadeUp();
      List<Cited> cited = new ArrayList<>();
      for (int day = 0; day < 20; day++) {
        for (int hour = 9; hour < 17; hour++) {
          boolean burst = day == 15 && (hour == 11 || hour == 12);
          List<Cited> now = uses.home("key-1", day, hour, 10 + draw.below(5) + (burst ? 200 : 0));
          cited.addAll(burst ? now : List.of());
        }
      }
      Case c = uses.about(KEY, "requests", Severity.HIGH, cited);
      assertEquals(400, (double) c.taken().requests(), 12, c.taken().statement());
      assertTrue(c.taken().range().requestsLow() <= 400, c.taken().statement());
      assertTrue(c.taken().range().requestsHigh() >= 400, c.taken().statement());
      assertEquals(24, c.taken().expectedRequests(), 3);
      assertTrue(holds(c.since(), MadeUp.time(15, 11)), c.since().statement());
      assertEquals(cited.get(cited.size() - 1).time(), c.since().last());
    }
  }

  /** 120 names in an hour, more than are kept of it, nine in ten refused, by the owner's client. */
  @Test
  void guessesAreCountedBeyondTheNamesThatAreKept() {
    MadeUp uses = new MadeUp();
    List<Cited> cited = new ArrayList<>();
    for (int day = 0; day < 20; day++) {
      for (int hour = 9; hour < 17; hour++) {
        uses.home("key-1", day, hour, 12);
      }
    }
    for (int i = 0; i < 120; i++) {
      long time = MadeUp.time(15, 11) + 29_000L * i;
      cited.add(
          uses.add(
              "key-1",
              time,
              MadeUp.HOME,
              MadeUp.CLIENT,
              "/v1/guess-" + i,
              i % 10 == 0 ? 200 : 404));
    }
    Case c = uses.about(KEY, "probing", Severity.HIGH, cited);
    assertEquals(120, (double) c.taken().requests(), 6, c.taken().statement());
    assertTrue(c.taken().range().requestsLow() <= 120 && 120 <= c.taken().range().requestsHigh());
    assertEquals(cited.get(0).time(), c.since().first());
    assertTrue(c.headline().startsWith("Names were guessed"), c.headline());
  }

  /** The same from a client and network of its own, which then also uses what it found. */
  @Test
  void allThatTheGuesserDidIsCounted() {
    MadeUp uses = new MadeUp();
    List<Cited> cited = new ArrayList<>();
    for (int day = 0; day < 20; day++) {
      for (int hour = 9; hour < 17; hour++) {
        uses.home("key-1", day, hour, 12);
      }
    }
    for (int i = 0; i < 100; i++) {
      long time = MadeUp.time(15, 11) + 30_000L * i;
      String name = i < 40 ? "/v1/guess-" + i : "/v1/messages";
      Cited one = uses.add("key-1", time, "240.9.9.9", "curl/8", name, i < 38 ? 404 : 200);
      cited.addAll(i < 40 ? List.of(one) : List.of());
    }
    Case c = uses.about(KEY, "probing", Severity.HIGH, cited);
    assertEquals(100, c.taken().requests(), c.taken().statement());
    assertEquals(62 * 150, c.taken().inputTokens() + c.taken().outputTokens());
    String who = c.who().statement();
    assertTrue(who.contains("240.9.9.0/24"), who);
    assertTrue(who.contains("Several held key-1 at once: on 1 day"), who);
    assertTrue(
        who.contains("from 240.9.9.0/24 between requests from 240.1.1.0/24 at 2026-05-19 09:00"),
        who);
  }

  @Test
  void aWeakCaseOfAVendorsKeyIsNotSurelyContained() {
    Credential vendors =
        new Credential(
            "key-1", "p1", "human", "acme", null, null, null, null, null, List.of(), null,
            List.of(), null, null, List.of(), List.of(), List.of());
    for (Severity severity : List.of(Severity.MEDIUM, Severity.HIGH)) {
      MadeUp uses = new MadeUp();
      List<Cited> cited = new ArrayList<>();
      for (int day = 0; day < 20; day++) {
        for (int hour = 9; hour < 17; hour++) {
          int n = day == 15 && hour == 11 ? 90 : 12;
          cited.addAll(n > 12 ? uses.home("key-1", day, hour, n) : List.of());
          if (n == 12) {
            uses.home("key-1", day, hour, n);
          }
        }
      }
      Case c = uses.about(vendors, "requests", severity, cited);
      boolean weak = severity == Severity.MEDIUM;
      assertEquals(weak, c.weak());
      assertEquals(weak ? "unknown" : "yes", c.spread().contained());
      assertEquals("acme", c.spread().vendor());
      if (weak) {
        assertTrue(c.spread().because().contains("one statistical finding"), c.spread().because());
      } else {
        assertFalse(c.spread().statement().contains("not known"), c.spread().statement());
      }
    }
  }
}
