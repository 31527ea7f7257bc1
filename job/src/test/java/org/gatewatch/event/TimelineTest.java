package org.gatewatch.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimelineTest {
  @Test
  void theFirstValueHoldsFromTheBeginningAndEachUntilTheNext() {
    Timeline<String> line = Timeline.of("a").then(10, "b").then(20, "c");
    assertEquals("a", line.at(Long.MIN_VALUE));
    assertEquals("a", line.at(9));
    assertEquals("b", line.at(10));
    assertEquals("b", line.at(19));
    assertEquals("c", line.at(20));
    assertEquals("c", line.at(Long.MAX_VALUE));
    assertEquals("c", line.last());
    assertEquals(3, line.size());
  }

  @Test
  void ofTwoThatHoldFromTheSameTimeTheLaterOneCounts() {
    Timeline<String> line = Timeline.of("a").then(10, "b").then(10, "c");
    assertEquals(2, line.size());
    assertEquals("c", line.at(10));
    assertEquals("a", line.at(9));
    assertEquals(Timeline.of("a").then(10, "c"), line);
  }

  @Test
  void nothingHoldsFromBeforeItsForerunner() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Timeline.of("a").then(10, "b").then(9, "c"));
    assertEquals("in force from 9, before its forerunner: 10", e.getMessage());
  }

  @Test
  void answersAsAMapOfTimesDoes() {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Timeline<Integer> line = Timeline.of(0);
      TreeMap<Long, Integer> map = new TreeMap<>();
      map.put(Long.MIN_VALUE, 0);
      long time = random.nextLong(100);
      for (int i = 1; i < 20; i++) {
        line = line.then(time, i);
        map.put(time, i);
        time += random.nextLong(5);
      }
      Timeline<String> texts = line.map(String::valueOf);
      for (long at = -1; at < 220; at++) {
        assertEquals(map.floorEntry(at).getValue(), line.at(at), "seed " + seed);
        assertEquals(String.valueOf(line.at(at)), texts.at(at), "seed " + seed);
      }
    }
  }
}
