package org.gatewatch.judge;

import static org.gatewatch.judge.Streams.BEGINNING;
import static org.gatewatch.judge.Streams.DAY;
import static org.gatewatch.judge.Streams.HOUR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gatewatch.detect.Band;
import org.gatewatch.detect.Signals;
import org.gatewatch.event.Roster;
import org.gatewatch.judge.SettledDay.Outcome;
import org.gatewatch.stat.PBins;
import org.junit.jupiter.api.Test;

/** What judging tells beside findings, on 26 days with a stolen key on the 17th. */
class JournalTest {
  private final List<Finding> findings = new ArrayList<>();
  private final List<SettledDay> days = new ArrayList<>();
  private final Tally tally = new Tally();
  private long tested;

  JournalTest() {
    Streams s = Streams.office(25, 26, 20, 1);
    for (int hour = 10; hour < 13; hour++) {
      long start = BEGINNING + 16 * DAY + hour * HOUR;
      s.use("cred-003", start, 3, "203.0.113.9", 64666, "loot/9", 300);
    }
    Journal journal =
        new Journal() {
          @Override
          public void tested(long dayOfLog, int signal, double surprise) {
            tested++;
            tally.tested(dayOfLog, signal, surprise);
          }

          @Override
          public void settled(SettledDay day) {
            days.add(day);
            tally.settled(day);
          }
        };
    MemoryStore store = new MemoryStore();
    s.feed(
        new Judge(
            JudgeSettings.defaults(),
            Roster.EMPTY,
            Controls.NONE,
            store,
            findings::add,
            audit -> {},
            journal));
  }

  @Test
  void daysAreToldOnceAndInOrder() {
    String last = "";
    for (SettledDay day : days) {
      String place = day.day() + " " + day.credential();
      assertTrue(last.compareTo(place) < 0, place + " after " + last);
      last = place;
    }
    assertEquals(20 * 25, days.size());
  }

  @Test
  void hoursAreToldBesideWhatWasExpectedOfThem() {
    List<SettledHour> known = new ArrayList<>();
    List<Band> bands = new ArrayList<>();
    for (SettledDay day : days) {
      int last = -1;
      for (SettledHour hour : day.hours()) {
        assertTrue(hour.hour() > last && hour.hour() < 24, "hours of " + day.credential());
        last = hour.hour();
        Band band = hour.expectedRequests();
        if (band != null) {
          known.add(hour);
          bands.add(band);
          assertTrue(band.high() > band.expected());
        }
      }
    }
    double seen = known.stream().mapToLong(SettledHour::requests).sum();
    double expected = bands.stream().mapToDouble(Band::expected).sum();
    assertEquals(1, expected / seen, 0.1, "what is expected comes true on the whole");
    long above =
        IntStream.range(0, bands.size())
            .filter(i -> known.get(i).requests() > bands.get(i).high())
            .count();
    assertTrue(above < 0.06 * known.size(), above + " of " + known.size() + " above the band");
  }

  @Test
  void outcomesAreThoseOfTheFindings() {
    for (Finding f : findings) {
      long day = Math.floorDiv(f.time() - 1, DAY);
      Outcome expected = f.alert() ? Outcome.ALERT : Outcome.DIGEST;
      SettledDay settled =
          days.stream()
              .filter(d -> d.day() == day && d.credential().equals(f.credential()))
              .findFirst()
              .orElseThrow();
      assertEquals(expected, settled.outcome(), f.title());
      assertTrue(settled.surprise() > 3.9, f.title());
    }
    assertTrue(days.stream().anyMatch(d -> d.outcome() == Outcome.ALERT));
    assertTrue(days.stream().filter(d -> d.outcome() == Outcome.QUIET).count() > 450);
  }

  @Test
  void everyTestIsCounted() {
    long counted = 0;
    for (int s = 0; s < Signals.all().size(); s++) {
      counted += PBins.atMost(tally.windows(true, s), 1) + PBins.atMost(tally.windows(false, s), 1);
    }
    assertEquals(tested, counted);
    assertEquals(days.size(), PBins.atMost(tally.days(), 1));
  }

  @Test
  void allOfItSurvivesAFailure() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    tally.write(out);
    for (SettledDay day : days) {
      day.write(out);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    Tally again = Tally.read(in);
    assertArrayEquals(tally.days(), again.days());
    for (int s = 0; s < Signals.all().size(); s++) {
      assertArrayEquals(tally.windows(false, s), again.windows(false, s));
      assertArrayEquals(tally.windows(true, s), again.windows(true, s));
    }
    for (SettledDay day : days) {
      assertEquals(day, SettledDay.read(in));
    }
  }
}
