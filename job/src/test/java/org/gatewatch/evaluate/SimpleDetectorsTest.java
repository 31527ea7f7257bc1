package org.gatewatch.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.junit.jupiter.api.Test;

class SimpleDetectorsTest {
  /** Ten weekdays, 9 to 17 o'clock, about ten requests an hour, one network; then one odd hour. */
  private static HourTable hours() {
    HourTable hours = new HourTable();
    SplittableRandom random = new SplittableRandom(5);
    long monday = 4 * Runs.DAY; // 1970-01-05
    for (int day = 0; day < 12; day++) {
      for (int hour = 9; day % 7 < 5 && hour < 17; hour++) {
        for (int n = 8 + random.nextInt(5); n > 0; n--) {
          long time = monday + day * Runs.DAY + hour * Runs.HOUR + n * 60_000L;
          hours.add(event(time, "192.0.2.7", 64500));
        }
      }
    }
    for (int n = 0; n < 200; n++) {
      hours.add(event(odd() + n * 1000L, "198.51.100.9", 64501));
    }
    return hours;
  }

  /** Saturday, 3 o'clock, after the second week. */
  private static long odd() {
    return 4 * Runs.DAY + 12 * Runs.DAY + 3 * Runs.HOUR;
  }

  private static AccessEvent event(long time, String address, long asn) {
    return new AccessEvent.Builder()
        .set(Field.EVENT_TIME, time)
        .set(Field.LOG_SOURCE, "gateway")
        .set(Field.CREDENTIAL_ID, "key-1")
        .set(Field.SOURCE_IP, address)
        .set(Field.ASN, asn)
        .set(Field.OUTPUT_TOKENS, 100)
        .set(Field.STATUS, 200)
        .build(0, "key-1", 0, 0, 1, 0);
  }

  @Test
  void eachFindsTheOddHourStrangest() {
    for (SimpleDetector detector : SimpleDetectors.ALL) {
      Alert strangest =
          detector.candidates(hours()).stream()
              .max(Comparator.comparingDouble(Candidate::score))
              .orElseThrow()
              .alert();
      assertEquals(odd(), strangest.firstSeen(), detector.id());
      assertTrue(strangest.time() - odd() <= Runs.HOUR, detector.id());
    }
  }

  @Test
  void eachSaysTheSameEveryTime() {
    for (SimpleDetector detector : SimpleDetectors.ALL) {
      assertEquals(detector.candidates(hours()), detector.candidates(hours()), detector.id());
    }
  }

  @Test
  void hindsightTakesTheLowestThresholdThatRaisesNoMore() {
    Run run = Runs.run(List.of(Runs.BURST), List.of());
    long t = 16 * Runs.DAY;
    List<Candidate> candidates =
        List.of(
            new Candidate(9, Runs.alert("key-2", t, t, t)),
            new Candidate(8, Runs.alert("key-3", t, t, t)),
            new Candidate(7, Runs.alert("key-1", Runs.BURST.start(), Runs.BURST.start(), t * 2)),
            new Candidate(6, Runs.alert("key-3", t + 3 * Runs.DAY, t, t)));
    Hindsight hindsight = new Hindsight(List.of(run), List.of(candidates), 14);
    SimpleDetector detector = new HourlyZ();
    List<Comparison> at2 = hindsight.compare(detector, 2);
    assertEquals(List.of("as is", "same rate"), at2.stream().map(Comparison::setting).toList());
    assertEquals(7, at2.get(1).threshold());
    assertEquals(1, at2.get(1).found());
    assertEquals(0, hindsight.compare(detector, 0).get(1).found());
  }
}
