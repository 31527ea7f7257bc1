package org.gatewatch.judge;

import static org.gatewatch.judge.Streams.BEGINNING;
import static org.gatewatch.judge.Streams.DAY;
import static org.gatewatch.judge.Streams.HOUR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gatewatch.baseline.Habits;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;

/** What anybody can send without a key mutes nothing of those who have one. */
class StrangersTest {
  private static final long ATTACK = BEGINNING + 16 * DAY;
  private static final int GUESSERS = 12;

  private static Streams stolen() {
    return Streams.office(25, 20, 20, 1)
        .use("cred-003", ATTACK + 17 * HOUR, 3, "203.0.113.9", 64666, "loot/9", 300);
  }

  /** Twelve prefixes, two an hour and thus no crowd, try sixty ids each. */
  private static Streams guessed(Streams s) {
    for (int g = 0; g < GUESSERS; g++) {
      s.guess("198.51." + g + ".0/24", ATTACK + (8 + g / 2) * HOUR, 60);
    }
    return s;
  }

  private static Map<String, Finding> run(Streams s, MemoryStore store) {
    Map<String, Finding> findings = new LinkedHashMap<>();
    s.feed(new Judge(Streams.AFTER_HISTORY, Roster.EMPTY, store, f -> findings.put(f.uid(), f)));
    return findings;
  }

  private static List<String> paged(Map<String, Finding> findings, boolean anonymous) {
    List<String> out = new ArrayList<>();
    for (Finding f : findings.values()) {
      if (f.alert() && Keys.isAnonymous(f.credential()) == anonymous) {
        out.add(f.uid());
      }
    }
    return out;
  }

  /** A gateway that answers 403 to a wrong key lets anybody have as many keys as he likes. */
  @Test
  void idsThatWereNeverAcceptedAreNobodyWhereCredentialsAreCounted() {
    MemoryStore without = new MemoryStore();
    MemoryStore with = new MemoryStore();
    run(Streams.office(25, 12, 20, 1), without);
    Streams s = Streams.office(25, 12, 20, 1);
    for (int id = 0; id < 500; id++) {
      s.refused("made-up-" + id, BEGINNING + DAY + (8 + id % 10) * HOUR, 1, 403);
    }
    s.refused("late", BEGINNING + 8 * DAY + 8 * HOUR, 1, 403);
    s.use("late", BEGINNING + 8 * DAY + 9 * HOUR, 3, "192.0.99.7", 64500, "sdk/1.0", 300);
    run(s, with);
    assertEquals(25, without.shared().active());
    assertEquals(26, with.shared().active(), "one was refused first and let in an hour later");
    assertNull(with.credential("made-up-7"), "kept for a week, as a pseudo-credential is");
    assertNotNull(with.credential("late"));
    assertEquals(
        without.shared().budget.share(JudgeSettings.defaults()),
        with.shared().budget.share(JudgeSettings.defaults()));
  }

  /** A password sprayed on a name does not make the place it came from its owner's. */
  @Test
  void refusedLoginsTeachNothingOfWhereTheyComeFrom() {
    Streams s = Streams.office(25, 20, 20, 1);
    long day = BEGINNING + 15 * DAY;
    for (int hour : new int[] {10, 11, 12, 20}) {
      s.refused("cred-003", day + hour * HOUR, 2, "203.0.113.9", 64666, "loot/9");
    }
    s.use("cred-003", ATTACK + 17 * HOUR, 3, "203.0.113.9", 64666, "loot/9", 300);
    MemoryStore store = new MemoryStore();
    List<Finding> out = new ArrayList<>();
    Judge judge = new Judge(Streams.AFTER_HISTORY, Roster.EMPTY, store, out::add);
    int theft = s.starts().indexOf(ATTACK + 17 * HOUR);
    s.feed(judge, 0, theft);
    Habits known =
        Objects.requireNonNull(Objects.requireNonNull(store.credential("cred-003")).baseline())
            .habits(LogSource.GATEWAY);
    assertTrue(known.networks.values().contains("192.0.3.0/24"));
    assertFalse(known.networks.values().contains("203.0.113.0/24"));
    assertFalse(known.agents.values().contains("loot"));
    assertNull(store.network("net:203.0.113.0/24"));
    s.feed(judge, theft, theft + 1);
    assertTrue(
        out.stream().anyMatch(f -> f.alert() && f.measures().get(0).signal().equals("network")),
        "the login that works is told by its network");
  }

  /** A valid key from ever other places does not fill the store. */
  @Test
  void oneCredentialBringsSoManyNewValuesADay() {
    Streams s = Streams.office(25, 3, 20, 1);
    for (int i = 0; i < 200; i++) {
      long start = BEGINNING + DAY + (i / 20) * HOUR;
      s.use("cred-003", start, 1, "203.0." + i + ".9", 64500, "sdk/1.0", 300);
    }
    MemoryStore store = new MemoryStore();
    run(s, store);
    int[] rows = new int[1];
    store.networks().forEachRemaining(row -> rows[0] += row.key().startsWith("net:203.0.") ? 1 : 0);
    assertTrue(rows[0] > 50 && rows[0] <= 64, rows[0] + " rows");
  }

  @Test
  void sharedValuesGoByTheHourUntilThereIsRoom() {
    MemoryStore store = new MemoryStore();
    for (int i = 0; i < 100; i++) {
      NetworkRow row = new NetworkRow("net:" + i);
      row.use("c", BEGINNING + i / 10 * HOUR);
      store.put(row);
    }
    Forgetting forgetting = new Forgetting(Roster.EMPTY, store);
    forgetting.values(BEGINNING + HOUR, 100);
    assertNull(store.network("net:9"), "too old");
    assertNotNull(store.network("net:10"));
    forgetting.values(BEGINNING + HOUR, 55);
    assertNull(store.network("net:49"));
    assertNotNull(store.network("net:50"), "fifty left");
  }

  @Test
  void guessingFillsNobodysDigest() {
    Streams s = Streams.office(25, 20, 20, 1);
    for (int g = 0; g < 80; g++) {
      s.guess("198.51." + g + ".0/24", ATTACK + (g % 24) * HOUR, 9);
    }
    long listed =
        run(s, new MemoryStore()).values().stream()
            .filter(f -> !f.alert() && Keys.isAnonymous(f.credential()))
            .count();
    assertTrue(listed > 0 && listed <= 10, listed + " listed");
  }

  /** The hour of a real burst, a Wednesday at ten. */
  private static final long BURST = ATTACK + 10 * HOUR;

  /** Nothing but requests: no family beside theirs tells of it. */
  private static Streams burst() {
    return Streams.office(25, 20, 20, 1)
        .use("cred-003", BURST, 300, "192.0.3.7", 64500, "sdk/1.0", 0);
  }

  /** Many of one kind who try a little for days, and some a lot in the hour of the burst. */
  private static Streams among(Streams s, int strangers, int loud, String key, int status) {
    for (int i = 0; i < strangers; i++) {
      for (int day = 1; day < 17; day++) {
        s.refused(key + i, BEGINNING + day * DAY + 9 * HOUR, 1, status);
      }
      s.refused(key + i, BURST, i < loud ? 300 : 1, status);
    }
    return s;
  }

  @Test
  void aCrowdOfGuessersMakesNobodyWaitForTheEndOfTheHour() {
    Streams s = among(burst(), 3, 3, Keys.ANONYMOUS, 401);
    List<Finding> out = new ArrayList<>();
    Judge judge = new Judge(Streams.AFTER_HISTORY, Roster.EMPTY, new MemoryStore(), out::add);
    s.feed(judge, 0, s.starts().indexOf(BURST));
    out.clear();
    for (int i = 0; i < 3; i++) {
      judge.pane(s.pane(Keys.ANONYMOUS + i, BURST));
    }
    judge.pane(s.pane("cred-003", BURST));
    assertTrue(out.stream().anyMatch(f -> f.alert() && f.credential().equals("cred-003")));
  }

  /** What less than half of them do, so that it is no surge, excuses those alone who guess. */
  @Test
  void guessersInACrowdExcuseNobodysBurst() {
    Map<String, Finding> without = run(burst(), new MemoryStore());
    assertTrue(
        without.values().stream().anyMatch(f -> f.alert() && f.credential().equals("cred-003")));
    Map<String, Finding> with = run(among(burst(), 90, 40, Keys.ANONYMOUS, 401), new MemoryStore());
    assertEquals(paged(without, false), paged(with, false));
  }

  /** Who is undeclared shares a group with ids that anybody makes up. */
  @Test
  void idsThatWereNeverAcceptedExcuseNobodysBurst() throws IOException {
    MemoryStore quiet = new MemoryStore();
    MemoryStore loud = new MemoryStore();
    Map<String, Finding> without = run(burst(), quiet);
    Map<String, Finding> with = run(among(burst(), 60, 60, "made-up-", 403), loud);
    List<String> told = new ArrayList<>(paged(with, false));
    told.removeIf(uid -> Objects.requireNonNull(with.get(uid)).credential().startsWith("made-up-"));
    assertEquals(paged(without, false), told);
    assertArrayEquals(daily(quiet), daily(loud), "days of theirs teach nothing");
  }

  private static byte[] daily(MemoryStore store) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.shared().daily.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void guessingUsesUpNobodysBudget() {
    MemoryStore quiet = new MemoryStore();
    MemoryStore loud = new MemoryStore();
    Map<String, Finding> without = run(stolen(), quiet);
    Map<String, Finding> with = run(guessed(stolen()), loud);
    assertTrue(
        without.values().stream().anyMatch(f -> f.alert() && f.credential().equals("cred-003")));
    assertEquals(paged(without, false), paged(with, false));
    assertTrue(paged(with, true).size() >= 3, "guessing itself is told");
    assertEquals(quiet.shared().budgetLeft(), loud.shared().budgetLeft());
    assertEquals(quiet.shared().budget.drift(), loud.shared().budget.drift());
  }
}
