package org.gatewatch.judge;

import static org.gatewatch.judge.Streams.BEGINNING;
import static org.gatewatch.judge.Streams.DAY;
import static org.gatewatch.judge.Streams.HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;

/** What the second pass finds beyond the first, and what it leaves alone. */
class HindsightTest {
  private static final String THIEF = "203.0.113.9";

  private static List<Finding> forward(Streams s) {
    Map<String, Finding> out = new LinkedHashMap<>();
    s.feed(
        new Judge(
            JudgeSettings.defaults(), Roster.EMPTY, new MemoryStore(), f -> out.put(f.uid(), f)));
    return new ArrayList<>(out.values());
  }

  private static List<Finding> hindsight(Streams s, List<Finding> forward) throws IOException {
    return new Hindsight(JudgeSettings.defaults(), Roster.EMPTY, Controls.NONE, forward)
        .judge(s.tape());
  }

  private static Streams withThief(int firstDay, int lastDay) {
    Streams s = Streams.office(25, 28, 20, 7);
    for (int day = firstDay; day <= lastDay; day++) {
      for (int hour = 1; hour < 5; hour++) {
        s.use("cred-003", BEGINNING + day * DAY + hour * HOUR, 60, THIEF, 64666, "loot/9", 900);
      }
    }
    return s;
  }

  /** A service that does six times its work on the first two days of the log. */
  private static Streams loadedFromTheStart() {
    Streams s = Streams.office(25, 28, 20, 7);
    for (int day = 0; day < 28; day++) {
      for (int hour = 8; hour < 18 && day % 7 < 5; hour++) {
        int n = 20 + (day * 7 + hour * 3) % 9;
        long start = BEGINNING + day * DAY + hour * HOUR;
        s.use("svc", start, day < 2 ? 6 * n : n, "192.0.99.7", 64500, "sdk/1.0", 300);
      }
    }
    return s;
  }

  @Test
  void findsWhatWasThereFromTheFirstHourOn() throws IOException {
    Streams s = loadedFromTheStart();
    List<Finding> first = forward(s);
    assertFalse(first.stream().anyMatch(Finding::alert), "nothing left to find in hindsight");
    List<Finding> second = hindsight(s, first);
    assertEquals(1, second.size());
    Finding found = second.get(0);
    assertEquals("svc", found.credential());
    assertTrue(found.title().startsWith("In hindsight: "), found.title());
    assertTrue(
        found.types().containsAll(List.of("request_volume", Hindsight.TYPE)),
        found.types()::toString);
    assertEquals(BEGINNING + 8 * HOUR, found.firstSeen());
    assertTrue(found.lastSeen() < BEGINNING + 2 * DAY, "beyond the two days");
    assertTrue(
        first.stream().noneMatch(f -> f.uid().equals(found.uid())), "a uid of the first pass");
    assertEquals(second, hindsight(s, first), "not the same again");
  }

  @Test
  void saysNothingAgainThatWasSaid() throws IOException {
    Streams s = withThief(16, 18);
    List<Finding> first = forward(s);
    assertTrue(first.stream().anyMatch(f -> f.alert() && f.credential().equals("cred-003")));
    for (Finding f : hindsight(s, first)) {
      assertNotEquals("cred-003", f.credential());
    }
  }

  @Test
  void isQuietWhereNothingHappened() throws IOException {
    Streams s = Streams.office(25, 28, 20, 7);
    assertTrue(hindsight(s, forward(s)).size() <= 2, "more than the budget of 500 credential-days");
  }

  @Test
  void aDayHasNothingOutsideOfItself() throws IOException {
    Streams s = Streams.office(25, 1, 20, 7);
    assertEquals(List.of(), hindsight(s, List.of()));
  }

  /** A credential first used in a block did not sleep since the part that was moved before it. */
  @Test
  void whoCameLateDidNotSleep() throws IOException {
    Streams s = Streams.office(25, 35, 20, 7);
    for (int day = 30; day < 35; day++) {
      for (int hour = 8; hour < 18 && day % 7 < 5; hour++) {
        s.use("new", BEGINNING + day * DAY + hour * HOUR, 20, "192.0.77.7", 64500, "sdk/1.0", 300);
      }
    }
    for (Finding f : hindsight(s, forward(s))) {
      assertFalse(f.types().contains("dormant_credential"), f.description());
    }
  }
}
