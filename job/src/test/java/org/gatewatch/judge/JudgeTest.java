package org.gatewatch.judge;

import static org.gatewatch.judge.Streams.BEGINNING;
import static org.gatewatch.judge.Streams.DAY;
import static org.gatewatch.judge.Streams.HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
  private static final JudgeSettings SETTINGS = JudgeSettings.defaults();

  /** A key stolen on the third Wednesday: foreign network, country and client. */
  private static Streams withTheft(long seed) {
    Streams s = Streams.office(25, 26, 20, seed);
    for (int hour = 10; hour < 13; hour++) {
      s.use("cred-003", BEGINNING + 16 * DAY + hour * HOUR, 3, "203.0.113.9", 64666, "loot/9", 300);
    }
    return s;
  }

  private static List<Finding> judged(Streams s) {
    List<Finding> out = new ArrayList<>();
    s.feed(new Judge(SETTINGS, Roster.EMPTY, new MemoryStore(), out::add));
    return out;
  }

  private static Finding theft(List<Finding> findings) {
    return findings.stream()
        .filter(f -> f.alert() && f.credential().equals("cred-003"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void raisesAStolenKeyInItsFirstHour() {
    Finding f = theft(judged(withTheft(1)));
    assertEquals(BEGINNING + 16 * DAY + 11 * HOUR, f.time());
    assertEquals("identity", f.measures().get(0).family());
    assertTrue(f.types().contains("new_country"), f.types().toString());
    assertTrue(f.types().contains("new_agent"), f.types().toString());
  }

  @Test
  void spansExactlyTheEventsItCites() {
    for (Finding f : judged(withTheft(1))) {
      assertEquals(f.cited().get(0).time(), f.firstSeen());
      assertEquals(f.cited().get(f.cited().size() - 1).time(), f.lastSeen());
      assertTrue(f.cited().size() <= 20);
    }
    assertTrue(
        theft(judged(withTheft(1))).cited().stream()
            .anyMatch(c -> "203.0.113.9".equals(c.sourceIp())));
  }

  @Test
  void explainsWithCountsAndThreshold() {
    String text = theft(judged(withTheft(1))).description();
    assertTrue(text.startsWith("identity p="), text);
    assertTrue(text.contains("first time in AS64666 (isp), country PL"), text);
    assertTrue(text.contains("in 16 days it used 1 network"), text);
    assertTrue(text.contains("first use of client loot"), text);
    assertTrue(text.contains("such day per 1,000,000 credential-days"), text);
  }

  @Test
  void keepsOneUidWhileEvidenceGrows() {
    List<Finding> alerts =
        judged(withTheft(1)).stream()
            .filter(f -> f.alert() && f.credential().equals("cred-003"))
            .toList();
    assertEquals(1, alerts.stream().map(Finding::uid).distinct().count());
    for (int i = 0; i < alerts.size(); i++) {
      assertEquals(i + 1, alerts.get(i).revision());
      int end = alerts.size() - 1;
      assertEquals(i == 0 ? 1 : i == end ? 3 : 2, alerts.get(i).activity(), "closed when quiet");
    }
  }

  @Test
  void judgesFromTheFirstDaysOnShippedPriorsAndSaysSo() {
    Streams s = Streams.office(25, 10, 20, 4);
    s.use("cred-003", BEGINNING + 3 * DAY + 10 * HOUR, 400, "203.0.113.9", 64666, "loot/9", 9000);
    Finding theft =
        judged(s).stream().filter(f -> f.credential().equals("cred-003")).findFirst().orElseThrow();
    assertTrue(theft.alert());
    assertTrue(theft.description().contains("rests on this log"), theft.description());
    assertTrue(theft.confidence() < 60, "young, and mostly priors: " + theft.confidence());
  }

  @Test
  void raisesNothingBeforeItIsToldTo() {
    List<Finding> out = new ArrayList<>();
    long from = BEGINNING + 17 * DAY;
    Judge judge =
        new Judge(
            new JudgeSettings(3, Double.NaN, from), Roster.EMPTY, new MemoryStore(), out::add);
    withTheft(1).feed(judge);
    assertTrue(out.stream().allMatch(f -> f.time() > from), out.toString());
  }

  @Test
  void neverAlertsOnAConstantSeries() {
    Streams s = new Streams();
    for (int day = 0; day < 40; day++) {
      for (int hour = 0; hour < 24; hour++) {
        for (int c = 0; c < 12; c++) {
          s.use(
              Streams.name(c),
              BEGINNING + day * DAY + hour * HOUR,
              6,
              "192.0.2.9",
              64500,
              "a/1",
              90);
        }
      }
    }
    assertEquals(List.of(), judged(s));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.83})
  void findsTheSameAfterBeingSavedAndRestored(double share) throws IOException {
    Streams s = withTheft(7);
    List<Finding> straight = judged(s);
    List<Finding> broken = new ArrayList<>();
    MemoryStore store = new MemoryStore();
    int cut = (int) (s.starts().size() * share);
    s.feed(new Judge(SETTINGS, Roster.EMPTY, store, broken::add), 0, cut);
    Judge second = new Judge(SETTINGS, Roster.EMPTY, copy(store), broken::add);
    s.feed(second, cut, s.starts().size());
    second.end(s.starts().get(s.starts().size() - 1) + 2 * HOUR);
    assertFalse(straight.isEmpty());
    assertEquals(straight.toString(), broken.toString());
  }

  private static MemoryStore copy(MemoryStore store) throws IOException {
    return MemoryStore.read(new DataInputStream(new ByteArrayInputStream(bytes(store))));
  }

  private static byte[] bytes(MemoryStore store) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void writesTheSameBytesThatItRead() throws IOException {
    MemoryStore store = new MemoryStore();
    withTheft(3).feed(new Judge(SETTINGS, Roster.EMPTY, store, f -> {}), 0, 100);
    org.junit.jupiter.api.Assertions.assertArrayEquals(bytes(store), bytes(copy(store)));
  }

  @Test
  void keepsACredentialWithinItsBytes() throws IOException {
    MemoryStore store = new MemoryStore();
    Judge judge = new Judge(SETTINGS, Roster.EMPTY, store, f -> {});
    Streams s = new Streams();
    for (int hour = 0; hour < 1000; hour++) {
      for (int i = 0; i < 3; i++) {
        String agent = "client-" + hour + "-" + i + "-of-a-longer-name";
        String address = "10." + i + "." + hour % 250 + ".9";
        s.use("busy", BEGINNING + hour * HOUR, 2, address, 64500 + hour, agent, 90);
      }
    }
    s.feed(judge);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Objects.requireNonNull(store.credential("busy")).write(new DataOutputStream(bytes));
    assertTrue(bytes.size() <= 8192, "row of " + bytes.size() + " bytes");
  }

  @Test
  void doesNotAlertWhenAllPeersSurgeTogether() {
    Streams s = Streams.office(25, 26, 20, 5);
    for (int hour = 8; hour < 18; hour++) {
      for (int c = 0; c < 25; c++) {
        long start = BEGINNING + 22 * DAY + hour * HOUR;
        s.use(Streams.name(c), start, 110, "192.0." + c + ".7", 64500 + c % 3, "sdk/1.0", 300);
      }
    }
    long alerts =
        judged(s).stream()
            .filter(f -> f.alert() && f.types().contains("request_volume"))
            .map(Finding::uid)
            .distinct()
            .count();
    assertTrue(alerts <= 1, alerts + " alerts");
  }

  @Test
  void takesTheMedianOfASurgeAndNeverGoesBelowOne() {
    assertEquals(0, Judge.surge(new double[] {3, 3, 3, 3}));
    assertEquals(0, Judge.surge(new double[] {-1, -2, -3, -1, -1, 5}));
    assertEquals(0.5, Judge.surge(new double[] {9, 1, 1, 0, 2}), 1e-12);
  }
}
