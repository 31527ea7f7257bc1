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
import java.util.function.LongPredicate;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Restricted;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;

/** Logs that rest as they use to, and logs that are silent. */
class SilencesTest {
  private static final long LATENESS = 5 * 60_000L;

  private static final JudgeSettings SETTINGS =
      new JudgeSettings(
          3,
          Double.NaN,
          Long.MIN_VALUE,
          Restricted.NONE,
          List.of(
              new JudgeSettings.Log("edge", LogSource.GATEWAY, null, LATENESS),
              new JudgeSettings.Log("other", LogSource.GATEWAY, null, LATENESS)));

  private final List<Finding> out = new ArrayList<>();
  private final List<Finding> early = new ArrayList<>();
  private final MemoryStore store = new MemoryStore();
  private final Judge judge = new Judge(SETTINGS, Roster.EMPTY, store, this::take);
  private final ArrivalLane lane = judge.arrivals(early::add);

  private void take(Finding f) {
    if (f.analyticId().equals(TwoLogs.SILENT)) {
      out.add(f);
    }
  }

  /** Judges one event at half past of each hour that a log has; 0 is the hour of the beginning. */
  private void log(int from, int to, int binding, LongPredicate has) {
    for (int h = from; h < to; h++) {
      long start = BEGINNING + h * HOUR;
      if (!has.test(h)) {
        continue;
      }
      AccessEvent event =
          new AccessEvent.Builder()
              .set(Field.EVENT_TIME, start + HOUR / 2)
              .set(Field.LOG_SOURCE, "gateway")
              .set(Field.REQUEST_ID, binding + "-" + h)
              .set(Field.CREDENTIAL_ID, "cred-" + binding)
              .set(Field.STATUS, 200)
              .build(binding, "cred-" + binding, LATENESS, 0, h, 0);
      Window w = new Window("cred-" + binding, LogSource.GATEWAY, start);
      w.add(event);
      w.close(start + HOUR + LATENESS);
      judge.windows(w.close(), start, LogSource.GATEWAY, List.of(w));
    }
  }

  private static boolean isOffice(long hour) {
    return hour / 24 % 7 < 5 && hour % 24 >= 8 && hour % 24 < 18;
  }

  @Test
  void aLogThatRestsByNightAndAtWeekendsIsNotSilent() {
    // A holiday in the fifth week, an afternoon off in the sixth, and the weekend before both.
    log(0, 60 * 24, 0, h -> isOffice(h) && h / 24 != 28 && !(h / 24 == 39 && h % 24 > 15));
    assertEquals(List.of(), out);
  }

  @Test
  void aLogThatNeverRestsIsSilentAfterSomeHours() {
    int fell = 30 * 24 + 3;
    log(0, 40 * 24, 0, h -> h < fell || h >= fell + 12);
    assertEquals(List.of(1, 2), out.stream().map(Finding::revision).toList());
    assertEquals(List.of(1, 3), out.stream().map(Finding::activity).toList());
    assertEquals(1, out.stream().map(Finding::uid).distinct().count());
    Finding f = out.get(1);
    assertEquals("log:edge", f.credential());
    assertEquals(Severity.MEDIUM, f.severity());
    assertTrue(f.alert());
    assertEquals(BEGINNING + fell * HOUR, f.firstSeen());
    assertEquals(BEGINNING + (fell + 12) * HOUR + HOUR / 2, f.lastSeen());
    assertEquals(List.of(), f.cited());
    assertTrue(
        f.description()
            .startsWith(
                "The log edge has no line from 2026-04-01T03:00Z to 2026-04-01T15:30Z until it went"
                    + " on: 12 hours. By what it showed before, so much silence at these times has"
                    + " p="),
        f.description());
  }

  @Test
  void twoHoursAreNoSilence() {
    log(0, 40 * 24, 0, h -> h % 333 > 1);
    assertEquals(List.of(), out);
  }

  @Test
  void aLogOfAFewDaysSaysNothing() {
    log(0, 20 * 24, 0, h -> h < 13 * 24 || h > 16 * 24);
    assertEquals(List.of(), out);
  }

  @Test
  void anotherLogShowsTheSilenceWhileItLasts() {
    int fell = 30 * 24 + 3;
    both(0, 34 * 24, hour -> hour < fell);
    assertEquals(1, out.size());
    assertEquals(1, out.get(0).activity());
    assertTrue(out.get(0).lastSeen() < BEGINNING + (fell + 8) * HOUR);
    // It goes on, and two days later another silence is another finding.
    both(34 * 24, 40 * 24, hour -> hour / 24 != 36);
    assertEquals(List.of(1, 3, 1, 3), out.stream().map(Finding::activity).toList());
    assertEquals(out.get(0).uid(), out.get(1).uid());
    assertEquals(out.get(2).uid(), out.get(3).uid());
    assertEquals(2, out.stream().map(Finding::uid).distinct().count());
  }

  private void both(int from, int to, LongPredicate has) {
    for (int h = from; h < to; h++) {
      log(h, h + 1, 0, has);
      log(h, h + 1, 1, hour -> true);
    }
  }

  @Test
  void theOnlyLogIsToldToBeSilentBeforeALineShowsIt() {
    int fell = 30 * 24 + 3;
    log(0, fell, 0, h -> true);
    for (int h = fell; h < fell + 12; h++) {
      lane.released(BEGINNING + h * HOUR);
      lane.silent(BEGINNING + h * HOUR);
    }
    assertEquals(1, early.size());
    assertEquals(0, early.get(0).revision());
    assertEquals(List.of(), out);
    log(fell + 12, fell + 13, 0, h -> true);
    lane.released(BEGINNING + (fell + 14) * HOUR);
    lane.silent(BEGINNING + (fell + 14) * HOUR);
    assertEquals(1, early.size(), "it came to be");
    assertEquals(early.get(0).uid(), out.get(0).uid());
    assertEquals(2, out.size());
    assertEquals(0, store.shared().arrivals.size());
  }

  @Test
  void whatIsKnownOfALogIsSaved() throws IOException {
    SourceHours hours = new SourceHours();
    for (int h = 0; h < 100 * 24; h++) {
      if (isOffice(h)) {
        hours.lines(BEGINNING + h * HOUR);
      }
    }
    hours.toldFrom = BEGINNING + DAY;
    hours.left = true;
    byte[] saved = bytes(hours);
    assertArrayEquals(
        saved, bytes(SourceHours.read(new DataInputStream(new ByteArrayInputStream(saved)))));
  }

  private static byte[] bytes(SourceHours hours) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    hours.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
