package org.gatewatch.judge;

import static org.gatewatch.judge.Streams.BEGINNING;
import static org.gatewatch.judge.Streams.DAY;
import static org.gatewatch.judge.Streams.HOUR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;

/** Hours judged before they are over, and what becomes of findings. */
class LifecycleTest {
  private static final long THEFT = BEGINNING + 16 * DAY + 10 * HOUR;

  private final List<Finding> out = new ArrayList<>();
  private final MemoryStore store = new MemoryStore();
  private final Judge judge = new Judge(JudgeSettings.defaults(), Roster.EMPTY, store, out::add);

  private static Streams stolen(Streams s, int requests) {
    return s.use("cred-003", THEFT, requests, "203.0.113.9", 64666, "loot/9", 300);
  }

  @Test
  void raisesAStolenKeyAtItsFirstEventAndKeepsTheFinding() {
    Streams s = stolen(Streams.office(25, 26, 20, 1), 3);
    int theft = s.starts().indexOf(THEFT);
    s.feed(judge, 0, theft);
    out.clear();
    judge.pane(stolen(new Streams(), 1).pane("cred-003", THEFT));
    assertEquals(1, out.size());
    Finding first = out.get(0);
    assertTrue(first.alert());
    assertEquals(THEFT, first.time());
    assertEquals(Change.Kind.OPENED, first.change().kind());
    s.feed(judge, theft, s.starts().size());
    judge.end(BEGINNING + 26 * DAY);
    List<Finding> same = out.stream().filter(f -> f.uid().equals(first.uid())).toList();
    Finding last = same.get(same.size() - 1);
    assertEquals(THEFT, last.time());
    assertEquals(Change.Kind.CLOSED, last.change().kind());
    assertEquals("closed: no new evidence for 72 hours", last.change().reason());
    assertTrue(last.alert());
    assertTrue(last.modified() >= THEFT + 3 * DAY, "closed at " + last.modified());
  }

  /** Whoever keeps findings by uid is left with one open alert of a credential. */
  @Test
  void closesAnAlertThatAnotherOneTakesThePlaceOf() {
    Streams s = stolen(Streams.office(25, 20, 20, 1), 3);
    s.use("cred-003", THEFT + DAY, 900, "198.51.100.9", 64777, "loot/9", 90_000);
    s.feed(judge);
    List<Finding> opened =
        out.stream()
            .filter(f -> f.alert() && f.credential().equals("cred-003"))
            .filter(f -> f.change().kind() == Change.Kind.OPENED)
            .toList();
    assertEquals(2, opened.size());
    List<Finding> first = out.stream().filter(f -> f.uid().equals(opened.get(0).uid())).toList();
    Finding last = first.get(first.size() - 1);
    assertEquals("closed: followed by " + opened.get(1).uid(), last.change().reason());
    assertTrue(last.alert());
    assertEquals(opened.get(1).time(), last.modified());
  }

  @Test
  void closesNothingPastTheEndOfTheLog() {
    Streams s = stolen(Streams.office(25, 17, 20, 1), 3);
    s.feed(judge);
    assertTrue(out.stream().anyMatch(f -> f.alert() && f.credential().equals("cred-003")));
    assertFalse(out.stream().anyMatch(f -> f.change().kind() == Change.Kind.CLOSED));
  }

  @Test
  void learnsNothingFromAPane() throws IOException {
    Streams s = Streams.office(25, 20, 20, 1);
    s.feed(judge, 0, s.starts().size());
    byte[] before = bytes();
    long start = s.starts().get(s.starts().size() - 1);
    for (int c = 0; c < 25; c++) {
      String name = Streams.name(c);
      Streams one = new Streams().use(name, start, 9, "192.0." + c + ".7", 64500, "sdk/1.0", 1);
      judge.pane(one.pane(name, start));
    }
    assertArrayEquals(before, bytes());
  }

  @Test
  void withdrawsWhatAllPeersDidInTheSameHour() {
    Streams s = Streams.office(25, 23, 20, 5);
    long start = BEGINNING + 22 * DAY + 10 * HOUR;
    for (int c = 0; c < 25; c++) {
      s.use(Streams.name(c), start, 200, "192.0." + c + ".7", 64500 + c % 3, "sdk/1.0", 300);
    }
    int at = s.starts().indexOf(start);
    s.feed(judge, 0, at);
    out.clear();
    judge.pane(s.pane("cred-003", start));
    assertEquals(1, out.size());
    assertTrue(out.get(0).types().contains("request_volume"), out.get(0).title());
    s.feed(judge, at, at + 1);
    Finding last =
        out.stream()
            .filter(f -> f.uid().equals(out.get(0).uid()))
            .reduce((a, b) -> b)
            .orElseThrow();
    assertEquals(Change.Kind.WITHDRAWN, last.change().kind(), last.change().reason());
    assertEquals(3, last.activity());
    assertFalse(last.alert());
    assertTrue(last.change().reason().contains("peer surge"), last.change().reason());
  }

  private byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
