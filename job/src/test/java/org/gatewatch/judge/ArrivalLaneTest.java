package org.gatewatch.judge;

import static org.gatewatch.judge.Streams.BEGINNING;
import static org.gatewatch.judge.Streams.DAY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.gatewatch.detect.Policy;
import org.gatewatch.detect.RuleBook;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that are told on arrival, whatever the order in which lines arrive. */
class ArrivalLaneTest {
  private static final long MINUTE = 60_000L;
  private static final long GATEWAY = 5 * MINUTE;
  private static final long VENDOR = 6 * 60 * MINUTE;
  private static final int CREDENTIALS = 60;

  /** Half of them are over; the first was issued in time, and so on. */
  private static final Roster ROSTER = new Roster(declared(), true);

  private static final RuleBook BOOK =
      new RuleBook(
          ROSTER,
          new Policy(
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              new Policy.Canaries(List.of(), List.of("/canary"), List.of(), List.of()),
              List.of()));

  private static List<Credential> declared() {
    List<Credential> out = new ArrayList<>();
    for (int c = 0; c < CREDENTIALS; c++) {
      out.add(
          new Credential(
              Streams.name(c),
              null,
              "contractor",
              null,
              null,
              null,
              null,
              c % 9 == 0 ? BEGINNING + DAY : null,
              null,
              List.of(),
              null,
              List.of(),
              null,
              null,
              List.of(),
              List.of(),
              List.of()));
    }
    return out;
  }

  private static AccessEvent event(
      LogSource source, String credential, long time, String request, String path, int status) {
    return new AccessEvent.Builder()
        .set(Field.EVENT_TIME, time)
        .set(Field.LOG_SOURCE, source.text())
        .set(Field.REQUEST_ID, request)
        .set(Field.CREDENTIAL_ID, credential)
        .set(Field.ENDPOINT, path)
        .set(Field.STATUS, status)
        .build(
            source.ordinal(),
            credential,
            source == LogSource.GATEWAY ? GATEWAY : VENDOR,
            0,
            request.hashCode(),
            0);
  }

  private record Arrival(long at, AccessEvent event) {}

  /** Four days of use in the order of arrival, some lines twice. */
  private static List<AccessEvent> arrivals(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Arrival> out = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      long time = BEGINNING + random.nextLong(4 * DAY);
      boolean stranger = random.nextInt(200) == 0;
      String credential =
          stranger ? "stranger-" + random.nextInt(5) : Streams.name(random.nextInt(CREDENTIALS));
      LogSource source = random.nextInt(5) == 0 ? LogSource.VENDOR : LogSource.GATEWAY;
      String path = random.nextInt(300) == 0 ? "/canary" : "/v1/messages";
      int status = random.nextInt(3) == 0 ? 403 : 200;
      for (int n = random.nextInt(20) == 0 ? 2 : 1; n > 0; n--) {
        // Bursts, so that several of a credential wait for their time together.
        for (int burst = random.nextInt(4); burst >= 0; burst--) {
          long at = time + burst * 20_000L;
          out.add(
              new Arrival(
                  at + random.nextLong(source == LogSource.GATEWAY ? GATEWAY : VENDOR),
                  event(source, credential, at, "r-" + i + "-" + burst, path, status)));
        }
      }
    }
    out.sort(Comparator.comparingLong(Arrival::at));
    return out.stream().map(Arrival::event).toList();
  }

  private static ArrivalRun run(boolean early, Controls controls) {
    return new ArrivalRun(ROSTER, BOOK, new long[] {GATEWAY, VENDOR}, early, controls);
  }

  private static ArrivalRun run(boolean early, Controls controls, List<AccessEvent> events) {
    ArrivalRun run = run(early, controls);
    long front = Long.MIN_VALUE;
    for (AccessEvent event : events) {
      run.take(event);
      front = Math.max(front, event.eventTime());
      long step = Math.floorDiv(front - 1, MINUTE) * MINUTE;
      if (step > run.drained) {
        run.drain(step);
      }
    }
    run.finish();
    return run;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsToldOnArrivalIsTrueInTheEndAndChangesNothing(long seed) {
    List<AccessEvent> events = arrivals(seed);
    ArrivalRun without = run(false, Controls.NONE, events);
    ArrivalRun run = run(true, Controls.NONE, events);
    assertEquals(without.settled, run.settled);
    assertEquals(List.of(), without.told);

    Set<String> open = new HashSet<>();
    Map<String, Integer> openings = new HashMap<>();
    for (Finding f : run.told) {
      if (f.change().kind() == Change.Kind.WITHDRAWN) {
        assertEquals(1, f.revision());
        assertTrue(open.contains(f.uid()));
      } else {
        assertEquals("told on arrival", f.change().reason());
        open.add(f.uid());
        openings.merge(f.uid() + (f.activity() == 1), 1, Integer::sum);
      }
    }
    assertEquals(Set.of(1), new HashSet<>(openings.values()));
    int came = 0;
    int superseded = 0;
    for (String uid : open) {
      if (without.last.containsKey(uid)) {
        assertEquals(without.last.get(uid), run.last.get(uid));
        came++;
      } else {
        Finding closed = Objects.requireNonNull(run.last.get(uid));
        assertEquals(3, closed.activity());
        assertFalse(closed.alert());
        String by = closed.change().reason().replace("superseded by ", "");
        assertTrue(without.last.containsKey(by), closed.change().reason());
        superseded++;
      }
    }
    assertTrue(came > 10 && superseded > 5, came + " came, " + superseded + " superseded");
    assertEquals(0, run.store.shared().arrivals.size());
  }

  @Test
  void anAcceptedUseIsToldThoughARefusedOneWas() {
    ArrivalRun run = run(true, Controls.NONE);
    long now = BEGINNING + 2 * DAY;
    for (int i = 0; i < 6; i++) {
      int status = i == 2 || i == 4 ? 200 : 403;
      run.take(event(LogSource.VENDOR, "stranger", now + i, "r-" + i, "/a", status));
      run.take(event(LogSource.VENDOR, Streams.name(1), now + i, "s-" + i, "/canary", status));
    }
    assertEquals(1, run.told.stream().filter(f -> f.analyticId().equals("canary")).count());
    List<Finding> stranger =
        run.told.stream().filter(f -> f.credential().equals("stranger")).toList();
    assertEquals(
        List.of(Severity.MEDIUM, Severity.HIGH), stranger.stream().map(Finding::severity).toList());
    assertEquals(stranger.get(0).uid(), stranger.get(1).uid());
    assertEquals(List.of(1, 2), stranger.stream().map(Finding::activity).toList());
    run.finish();
    assertEquals(0, run.told.stream().filter(f -> f.activity() == 3).count());
  }

  @Test
  void nothingIsToldThatIsSuppressed() {
    Suppression drill =
        new Suppression(
            "drill", null, null, "canary", null, null, "kit", "a drill", BEGINNING + 9 * DAY);
    ArrivalRun run = run(true, new Controls(List.of(), List.of(drill), List.of()));
    run.take(event(LogSource.GATEWAY, Streams.name(1), BEGINNING, "r-1", "/canary", 200));
    assertEquals(List.of(), run.told);
    run.finish();
    assertEquals(1, run.settled.size());
  }

  /** It comes to be in the finding that those share for whom the rule has no place left. */
  @Test
  void aGuesserWhosePlaceOthersTookIsNotWithdrawnAsUnseen() {
    ArrivalRun run = run(true, Controls.NONE);
    long now = BEGINNING + 2 * DAY;
    run.take(event(LogSource.VENDOR, "anonymous:a", now, "r", "/canary", 401));
    String uid = run.told.get(0).uid();
    for (int i = 0; i < 10; i++) {
      run.take(event(LogSource.GATEWAY, "anonymous:" + i, now + i, "r-" + i, "/canary", 401));
    }
    run.finish();
    Finding last = Objects.requireNonNull(run.last.get(uid));
    String shared =
        run.settled.stream()
            .filter(f -> f.credential().equals(Keys.OTHER))
            .findFirst()
            .orElseThrow()
            .uid();
    assertEquals("superseded by " + shared, last.change().reason());
  }

  /** A list of credentials that is out of date rings nobody's bell a hundred times. */
  @Test
  void aRuleThatIsAboutToBeDoubtedWaitsForItsTime() {
    ArrivalRun run = run(true, Controls.NONE);
    for (int c = 0; c < 100; c++) {
      run.take(event(LogSource.GATEWAY, "stranger-" + c, BEGINNING, "r-" + c, "/a", 200));
    }
    assertEquals(9, run.told.size());
    assertEquals(91, run.store.shared().earlyHeldBack());
    run.finish();
    long open = run.last.values().stream().filter(f -> f.activity() != 3).count();
    assertEquals(1, open, "roster-mismatch");
  }

  /** Whoever touches a canary is to be known; but not without end at once. */
  @Test
  void whatIsOutIsBoundedAndSaved() throws IOException {
    Arrivals arrivals = new Arrivals();
    LongStream.range(0, 50)
        .forEach(
            i -> {
              AccessEvent e =
                  event(LogSource.GATEWAY, "c-" + i, BEGINNING + i, "r", "/canary", 200);
              new org.gatewatch.detect.RuleWatch()
                  .arrived(
                      e,
                      BOOK,
                      i,
                      hit ->
                          arrivals.put(
                              new Arrivals.Told(
                                  hit.credential(), RuleLane.opened(hit), i % 7 == 0, i)));
            });
    byte[] saved = bytes(arrivals);
    Arrivals read = new Arrivals();
    read.readFrom(new DataInputStream(new ByteArrayInputStream(saved)));
    assertArrayEquals(saved, bytes(read));
    assertEquals(100, read.size());
    String day = Crowds.dayOf("canary", arrivals.settled(told -> told.until <= 0).get(0).as.first);
    assertEquals(42, read.opening(day));
    assertEquals(20, read.settled(told -> told.until <= 9).size());
    assertEquals(34, read.opening(day));
  }

  private static byte[] bytes(Arrivals arrivals) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    arrivals.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
