package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredHoursTest {
  private static final List<String> NAMES =
      List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> ZONES =
      List.of("Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC");

  /** The same span by java.time: a day and two wall times. */
  private record Span(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    boolean contains(ZonedDateTime at) {
      LocalTime time = at.toLocalTime();
      boolean today = days.contains(at.getDayOfWeek());
      boolean before = days.contains(at.getDayOfWeek().minus(1));
      return from.isBefore(to)
          ? today && !time.isBefore(from) && time.isBefore(to)
          : (today && !time.isBefore(from)) || (before && time.isBefore(to));
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agreesWithJavaTimeAlsoWhereSummerTimeChanges(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    List<String> texts = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int first = random.nextInt(7);
      int last = random.nextInt(7);
      Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(last + 1));
      for (int day = first; day != last; day = (day + 1) % 7) {
        days.add(DayOfWeek.of(day + 1));
      }
      LocalTime from = LocalTime.MIN.plusMinutes(random.nextInt(1440));
      LocalTime to = from.plusMinutes(random.nextInt(1, 1440));
      spans.add(new Span(days, from, to));
      texts.add(NAMES.get(first) + "-" + NAMES.get(last) + "/" + from + "-" + to);
    }
    DeclaredHours hours = new DeclaredHours(texts, zone);
    long start = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    long end = Instant.parse("2026-11-15T00:00:00Z").toEpochMilli();
    for (int i = 0; i < 500; i++) {
      long at = random.nextLong(start, end);
      ZonedDateTime local = Instant.ofEpochMilli(at).atZone(zone);
      boolean expected = spans.stream().anyMatch(span -> span.contains(local));
      assertEquals(expected, hours.contains(at), texts + " at " + local);
    }
  }

  @Test
  void coversTheNightAfterItsDay() {
    DeclaredHours hours = hours("Sun/22:00-06:00");
    assertTrue(at(hours, "2026-03-29T22:00:00Z"));
    assertTrue(at(hours, "2026-03-30T05:59:59.999Z"));
    assertFalse(at(hours, "2026-03-30T06:00:00Z"));
    assertFalse(at(hours, "2026-03-29T05:00:00Z"));
  }

  @Test
  void takesListsAllDaysAndTheEndOfTheDay() {
    DeclaredHours hours = hours("mon,WED-thu/00:00-24:00", "03:00-04:00");
    assertTrue(at(hours, "2026-03-23T23:59:59Z"));
    assertFalse(at(hours, "2026-03-24T12:00:00Z"));
    assertTrue(at(hours, "2026-03-24T03:30:00Z"));
    assertTrue(at(hours, "2026-03-25T00:00:00Z"));
    assertTrue(at(hours, "1969-12-31T03:30:00Z"));
  }

  @Test
  void travelsSerialized() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ObjectOutputStream(out).writeObject(hours("08:00-19:00"));
    DeclaredHours copy =
        (DeclaredHours)
            new ObjectInputStream(new ByteArrayInputStream(out.toByteArray())).readObject();
    assertTrue(at(copy, "2026-03-24T08:00:00Z"));
    assertFalse(at(copy, "2026-03-24T19:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8-19",
        "08:00-08:00",
        "24:00-06:00",
        "25:00-26:00",
        "08:60-09:00",
        "08:00-24:01",
        "Moo/08:00-09:00",
        "Mon-/08:00-09:00",
        "Mon-Tue-Wed/08:00-09:00",
        "/08:00-09:00",
        "Mon,/08:00-09:00",
        "08:00–09:00",
        "Mon-Fri 08:00-09:00"
      })
  void refusesWhatIsNoSpan(String span) {
    assertThrows(IllegalArgumentException.class, () -> hours(span));
  }

  private static DeclaredHours hours(String... spans) {
    return new DeclaredHours(List.of(spans), ZoneId.of("UTC"));
  }

  private static boolean at(DeclaredHours hours, String instant) {
    return hours.contains(Instant.parse(instant).toEpochMilli());
  }
}
