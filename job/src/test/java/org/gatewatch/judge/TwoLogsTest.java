package org.gatewatch.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.SplittableRandom;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Feed;
import org.gatewatch.baseline.Matches;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Profiled;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;

/** The rules between two logs, and what is learned of a vendor's log. */
class TwoLogsTest {
  private static final long HOUR = Window.LENGTH;
  private static final long BEGINNING = Streams.BEGINNING;
  private static final int CREDENTIALS = 6;
  private static final int HOURS = 20 * 24;

  private final MemoryStore store = new MemoryStore();
  private final Map<String, Finding> findings = new LinkedHashMap<>();
  private final List<Profiled> elements = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(7);

  private static Cited cited(long time, boolean vendor) {
    return Cited.of(
        new AccessEvent.Builder()
            .set(Field.EVENT_TIME, time)
            .set(Field.LOG_SOURCE, vendor ? "vendor" : "gateway")
            .set(Field.REQUEST_ID, "r-" + time)
            .set(Field.STATUS, 200)
            .build(vendor ? 1 : 0, "key", 0, 0, 1, 0));
  }

  /** An hour of a credential: in both logs, at the gateway only, at the vendor only. */
  private void hour(int credential, int hour, int both, int gateway, int vendor) {
    hour(credential, hour, both, gateway, vendor, Matches.AGES - 1);
  }

  private void hour(int credential, int hour, int both, int gateway, int vendor, int age) {
    long start = BEGINNING + hour * HOUR;
    Matches m = new Matches("acme");
    Window used = new Window(Streams.name(credential), LogSource.GATEWAY, start);
    for (int i = 0; i < both; i++) {
      m.pair(800 + random.nextInt(100), 10, 10);
    }
    for (int i = 0; i < gateway; i++) {
      m.gatewayOnly(cited(start + i, false), age);
    }
    for (int i = 0; i < vendor; i++) {
      m.vendorOnly(cited(start + i, true));
    }
    for (int i = 0; i < both + gateway; i++) {
      used.add(
          new AccessEvent.Builder()
              .set(Field.EVENT_TIME, start + i)
              .set(Field.SOURCE_IP, "192.0.2." + credential)
              .set(Field.STATUS, 200)
              .build(0, Streams.name(credential), 0, 0, i + 1, 0));
    }
    if (both + gateway > 0) {
      used.close(start + HOUR + 300_000);
      elements.add(Profiled.of(used));
    }
    elements.add(
        Profiled.of(Window.of(Streams.name(credential), start, start + 7 * HOUR + 300_000, m)));
  }

  /** One request in 100 is lost, seeded. */
  private void usual(int credential, int hour) {
    int lost = random.nextInt(5) == 0 ? 1 : 0;
    hour(credential, hour, 20 - lost, lost, 0);
  }

  private void usual(int from, int to, int except) {
    for (int hour = from; hour < to; hour++) {
      for (int c = 0; c < CREDENTIALS; c++) {
        if (c != except) {
          usual(c, hour);
        }
      }
    }
  }

  private void judge() {
    elements.sort(Profiled.ORDER);
    Judge judge =
        new Judge(JudgeSettings.defaults(), Roster.EMPTY, store, f -> findings.put(f.uid(), f));
    Turns.take(judge, elements);
    judge.end(elements.get(elements.size() - 1).time());
  }

  private List<Finding> ruled(String rule) {
    return findings.values().stream().filter(f -> f.analyticId().equals(rule)).toList();
  }

  private Feed feed() {
    return Objects.requireNonNull(store.shared().everyone.feeds().all().get("acme"));
  }

  @Test
  void whatIsLostAsARuleIsLearnedAndToldByNobody() {
    usual(0, HOURS, -1);
    judge();
    assertEquals(List.of(), ruled("outside-vendor-path"));
    assertEquals(List.of(), ruled("vendor-only"));
    assertEquals(List.of(), ruled(TwoLogs.SILENT));
    assertEquals(0.01, feed().missedShare(), 0.003);
    assertEquals(850, feed().offset(), 10);
    assertTrue(feed().offsetLeast() >= 800 && feed().offsetMost() < 900);
    assertEquals(20, feed().days().size());
    assertTrue(feed().isRelied() && feed().hasRequests() && !feed().handsOverLogins());
  }

  @Test
  void useOutsideTheVendorsPathIsARule() {
    usual(0, HOURS, 2);
    for (int hour = 0; hour < HOURS; hour++) {
      if (hour == HOURS - 40) {
        hour(2, hour, 12, 8, 0);
      } else {
        usual(2, hour);
      }
    }
    judge();
    Finding f = ruled("outside-vendor-path").get(0);
    assertEquals(1, ruled("outside-vendor-path").size());
    assertEquals(Streams.name(2), f.credential());
    assertEquals(Severity.HIGH, f.severity());
    assertEquals(BEGINNING + (HOURS - 40) * HOUR, f.firstSeen());
    assertTrue(f.description().contains("8 of 20 requests"), f.description());
    assertEquals(List.of(), ruled("vendor-only"));
  }

  @Test
  void whatTheGatewayDidNotSeeIsARule() {
    usual(0, HOURS, 2);
    for (int hour = 0; hour < HOURS; hour++) {
      hour(2, hour, 20, 0, hour == HOURS - 40 ? 6 : 0);
    }
    judge();
    assertEquals(1, ruled("vendor-only").size());
    assertEquals(List.of(), ruled("outside-vendor-path"));
  }

  @Test
  void aFewRequestsAnHourAddUpOverADay() {
    usual(0, HOURS, 2);
    for (int hour = 0; hour < HOURS; hour++) {
      if (hour >= HOURS - 72 && hour < HOURS - 62) {
        hour(2, hour, 18, 2, 0);
      } else {
        hour(2, hour, 20, 0, 0);
      }
    }
    judge();
    assertEquals(1, ruled("outside-vendor-path").size());
    assertTrue(ruled("outside-vendor-path").get(0).description().contains("of the day so far"));
  }

  @Test
  void aVendorWithoutALogIsNoFinding() {
    for (int hour = 0; hour < HOURS; hour++) {
      for (int c = 0; c < CREDENTIALS; c++) {
        hour(c, hour, 0, 20, 0);
      }
    }
    judge();
    assertEquals(List.of(), ruled("outside-vendor-path"));
    assertEquals(List.of(), ruled(TwoLogs.SILENT));
  }

  @Test
  void aSilentLogIsOneFindingAndAccusesNobody() {
    usual(0, HOURS - 48, -1);
    for (int hour = HOURS - 48; hour < HOURS - 40; hour++) {
      for (int c = 0; c < CREDENTIALS; c++) {
        // It stops, and comes back, in the middle of an hour.
        boolean half = hour == HOURS - 48 || hour == HOURS - 41;
        hour(c, hour, half ? 10 : 0, half ? 10 : 20, 0);
      }
    }
    usual(HOURS - 40, HOURS, -1);
    judge();
    assertEquals(1, ruled(TwoLogs.SILENT).size());
    assertEquals("vendor:acme", ruled(TwoLogs.SILENT).get(0).credential());
    assertEquals(List.of(), ruled("outside-vendor-path"));
    assertEquals(0.01, feed().missedShare(), 0.005);
  }

  @Test
  void whereLoginsAreHandedOverUseWithoutOneIsARule() {
    for (int hour = 0; hour < HOURS; hour++) {
      for (int c = 0; c < CREDENTIALS; c++) {
        if (c == 2 && hour == HOURS - 40) {
          hour(c, hour, 0, 12, 0, Matches.AGES - 1);
        } else {
          hour(c, hour, 0, 20, 0, random.nextInt(200) == 0 ? 2 : 0);
        }
      }
    }
    judge();
    assertTrue(feed().handsOverLogins());
    assertEquals(12, Matches.hours(feed().session()));
    assertEquals(1, ruled("outside-vendor-path").size());
    Finding f = ruled("outside-vendor-path").get(0);
    assertEquals(Streams.name(2), f.credential());
    assertTrue(f.description().contains("12 requests at the gateway without a login"));
    assertEquals(List.of(), ruled(TwoLogs.SILENT));
  }

  @Test
  void longSessionsAreLearned() {
    for (int hour = 0; hour < HOURS; hour++) {
      for (int c = 0; c < CREDENTIALS; c++) {
        hour(c, hour, 0, 20, 0, hour % 2); // every second hour more than 12 hours after a login
      }
    }
    judge();
    assertEquals(24, Matches.hours(feed().session()));
    assertEquals(List.of(), ruled("outside-vendor-path"));
  }

  @Test
  void whatIsLearnedSurvivesASnapshot() throws IOException {
    usual(0, 48, -1);
    judge();
    byte[] first = bytes(store);
    assertArrayEquals(
        first, bytes(MemoryStore.read(new DataInputStream(new ByteArrayInputStream(first)))));
  }

  private static byte[] bytes(MemoryStore of) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    of.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
