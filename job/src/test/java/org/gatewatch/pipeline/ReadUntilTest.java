package org.gatewatch.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.io.Output;
import org.junit.jupiter.api.Test;

/** How far was read, on Flink's harness: what a change must stay behind. */
class ReadUntilTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long NOW = 1_000 * HOUR;
  private static final long LATENESS = 5 * MINUTE;

  @Test
  void theLatestReleaseTimeIsToldBeforeEachCheckpoint() throws Exception {
    try (var harness = harness()) {
      assertEquals(List.of(), told(harness));
      read(harness, NOW - HOUR);
      read(harness, NOW - 2 * HOUR);
      assertEquals(List.of(NOW - HOUR + LATENESS), told(harness));
      assertEquals(2, harness.extractOutputValues().size(), "events go on");
    }
  }

  @Test
  void aLineFromAheadOfTheClockPutsNothingOff() throws Exception {
    try (var harness = harness()) {
      read(harness, NOW - HOUR);
      read(harness, NOW + 600_000 * HOUR);
      read(harness, NOW + HOUR);
      assertEquals(List.of(NOW - HOUR + LATENESS), told(harness));
      read(harness, NOW + HOUR - 1);
      assertEquals(List.of(NOW + HOUR - 1 + LATENESS), told(harness));
    }
  }

  @Test
  void timeThatTheClockClosedCountsAsRead() throws Exception {
    try (var harness = harness()) {
      read(harness, NOW - 3 * HOUR);
      harness.processWatermark(new Watermark(NOW - MINUTE));
      assertEquals(List.of(NOW - MINUTE), told(harness));
      harness.processWatermark(Watermark.MAX_WATERMARK);
      assertEquals(List.of(NOW - MINUTE), told(harness), "a drain is no time");
    }
  }

  private static OneInputStreamOperatorTestHarness<AccessEvent, AccessEvent> harness()
      throws Exception {
    var harness = new OneInputStreamOperatorTestHarness<>(new ReadUntil());
    harness.setup(Wire.EVENT.serializer());
    harness.open();
    harness.setProcessingTime(NOW);
    return harness;
  }

  private static void read(
      OneInputStreamOperatorTestHarness<AccessEvent, AccessEvent> harness, long time)
      throws Exception {
    AccessEvent.Builder event = new AccessEvent.Builder();
    event.set(Field.EVENT_TIME, time);
    harness.processElement(
        new StreamRecord<>(event.build(0, "key", LATENESS, 0, 1, 0), time + LATENESS));
  }

  /** What is told before a checkpoint. */
  private static List<Long> told(
      OneInputStreamOperatorTestHarness<AccessEvent, AccessEvent> harness) throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    List<Long> out = new ArrayList<>();
    var side = harness.getSideOutput(Pipeline.ACCOUNTS);
    if (side != null) {
      for (StreamRecord<Output> record : side) {
        out.add(record.getValue().number());
      }
      side.clear();
    }
    return out;
  }
}
