package org.gatewatch.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Holiday;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.DayCircle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WallClockTest {
  private static final int MONDAY = 0;
  private static final int SUNDAY = 6 * 24;
  private static final DayCircle OFFICE = day(9, 18);

  private static Credential declared(String kind, @Nullable String zone) {
    return new Credential(
        "cred",
        null,
        kind,
        null,
        "research",
        null,
        null,
        null,
        null,
        List.of(),
        zone,
        List.of(),
        null,
        null,
        List.of(),
        List.of(),
        List.of());
  }

  private static WallClock clock(String kind, @Nullable String zone, Holiday... holidays) {
    WallClock clock = new WallClock();
    clock.follow(declared(kind, zone), List.of(holidays));
    return clock;
  }

  private static DayCircle day(int from, int to) {
    return DayCircle.of(week(from, to, 5, 1));
  }

  /** Counts of a week with those hours on its first days. */
  private static float[] week(int from, int to, int days, int each) {
    float[] counts = new float[168];
    for (int d = 0; d < days; d++) {
      for (int h = from; h < to; h++) {
        counts[(d * 24 + h) % 168] += each;
      }
    }
    return counts;
  }

  private static int at(WallClock clock, String time) {
    return clock.hourOfWeek(Instant.parse(time).toEpochMilli());
  }

  // 2026: Berlin is UTC+1 until 29 March 01:00 UTC, then UTC+2; 2 March is a Monday.
  @Test
  void aDeclaredClockFollowsSummerTime() {
    WallClock clock = clock("human", "Europe/Berlin");
    assertEquals(MONDAY + 9, at(clock, "2026-03-02T08:00:00Z"));
    assertEquals(SUNDAY + 1, at(clock, "2026-03-29T00:00:00Z"));
    assertEquals(SUNDAY + 3, at(clock, "2026-03-29T01:00:00Z"));
    assertEquals(MONDAY + 9, at(clock, "2026-03-30T07:00:00Z"));
    assertEquals("Europe/Berlin", clock.name());
    assertTrue(clock.isDeclared());
  }

  @Test
  void aZoneOfHalfHoursIsInTheHourThatHasBegun() {
    assertEquals(MONDAY + 8, at(clock("human", "Asia/Kolkata"), "2026-03-02T03:00:00Z"));
  }

  @Test
  void aHolidayIsASundayForThoseItIsFor() {
    Holiday may =
        new Holiday(List.of(LocalDate.of(2026, 5, 1)), List.of("Europe/Berlin"), List.of());
    Holiday ours = new Holiday(List.of(LocalDate.of(2026, 5, 4)), List.of(), List.of("research"));
    Holiday all = new Holiday(List.of(LocalDate.of(2026, 5, 5)), List.of(), List.of());
    WallClock berlin = clock("human", "Europe/Berlin", may, ours, all);
    WallClock london = clock("human", "Europe/London", may, ours, all);
    // The first of May begins in Berlin at 22:00 UTC the day before.
    assertEquals(3 * 24 + 23, at(berlin, "2026-04-30T21:00:00Z"));
    assertEquals(SUNDAY, at(berlin, "2026-04-30T22:00:00Z"));
    assertEquals(4 * 24 + 9, at(london, "2026-05-01T08:00:00Z"));
    assertEquals(SUNDAY + 9, at(london, "2026-05-04T08:00:00Z"));
    assertEquals(SUNDAY + 9, at(london, "2026-05-05T08:00:00Z"));
    assertEquals(24 + 9, at(clock("human", "Europe/London", may), "2026-05-05T08:00:00Z"));
    assertEquals(
        24 + 9,
        new Volume(clock("human", null, all))
            .cell(Instant.parse("2026-05-05T09:00:00Z").toEpochMilli()));
  }

  // 8 hours west of the office hours of its peers; 90 windows. Sure: 2 Phi(2/sqrt(1.5^2 +
  // 2.64757^2/(90/8))) - 1 = 0.761972 by scipy.stats.norm.cdf, SciPy 1.17.1.
  @Test
  void aShiftIsInferredFromTheWorkingDay() {
    WallClock clock = clock("human", null);
    assertEquals(0, clock.infer(week(17, 26, 5, 1), 19, OFFICE), "too few");
    assertEquals("UTC", clock.name());
    assertEquals(-8, clock.infer(week(17, 26, 5, 2), 90, OFFICE));
    assertEquals("UTC-8", clock.name());
    assertTrue(clock.isInferred());
    assertEquals(0.761972, clock.sure(), 1e-5);
    assertEquals(MONDAY + 9, at(clock, "2026-03-02T17:00:00Z"));
    // On its own clock the day lies well now; an hour later is a late riser, two are another zone.
    assertEquals(0, clock.infer(week(9, 18, 5, 2), 90, OFFICE));
    assertEquals(0, clock.infer(week(10, 19, 5, 2), 90, OFFICE));
    assertEquals(-2, clock.infer(week(11, 20, 5, 2), 90, OFFICE));
    assertEquals("UTC-10", clock.name());
  }

  @Test
  void whatHasNoWorkingDayIsOnUtc() {
    WallClock always = clock("contractor", null);
    assertEquals(0, always.infer(week(0, 24, 7, 1), 168, OFFICE));
    assertFalse(always.isInferred());
    WallClock nightly = clock("unknown", null);
    assertEquals(0, nightly.infer(week(2, 3, 7, 5), 35, OFFICE));
    WallClock service = clock("service", null);
    assertEquals(0, service.infer(week(17, 26, 5, 2), 90, OFFICE));
    assertEquals("UTC", service.name());
  }

  @Test
  void shiftsGoAroundTheWorldOnce() {
    for (int east = -11; east <= 12; east++) {
      WallClock clock = clock("human", null);
      int from = Math.floorMod(9 - east, 24);
      int turn = clock.infer(week(from, from + 9, 5, 2), 90, OFFICE);
      int shift = Math.abs(east) < 2 ? 0 : east;
      assertEquals(shift, turn, "east " + east);
    }
  }

  @Test
  void tablesTurnWithTheClock() {
    Baseline own = new Baseline(0);
    own.clock.follow(declared("human", null), List.of());
    Peers peers = new Peers(Priors.flat());
    long start = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    for (int hour = 0; hour < 15 * 24; hour++) {
      int ofDay = hour % 24;
      if (hour / 24 % 7 < 5 && (ofDay >= 17 || ofDay < 2)) {
        Window w = new Window("cred", LogSource.GATEWAY, start + hour * Window.LENGTH);
        own.roll(w, peers);
        own.habits(LogSource.GATEWAY).learnHour(w.start());
        own.volume.learn(w.start(), 10, 10);
      }
    }
    assertEquals("UTC-8", own.clock.name());
    Hours hours = own.habits(LogSource.GATEWAY).hours;
    double night = 0;
    for (int h = 0; h < 168; h++) {
      night += h % 24 < 9 || h % 24 >= 18 ? hours.count(h) : 0;
    }
    assertEquals(0, night);
    assertTrue(own.volume.windows(12) > 5);
    assertEquals(0, own.volume.windows(20));
  }

  @Test
  void theInferredShiftIsState() throws IOException {
    WallClock clock = clock("human", null);
    clock.infer(week(17, 26, 5, 2), 90, OFFICE);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    clock.write(new DataOutputStream(bytes));
    WallClock copy =
        WallClock.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertEquals(clock.name(), copy.name());
    assertEquals(clock.sure(), copy.sure());
  }
}
