package org.gatewatch.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.Clock;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.Test;

class LiveWatermarksTest {
  private static final long IDLE_AFTER = 300_000;
  private static final long NOW = 1_779_321_600_000L;

  private final ManualClock active = new ManualClock();
  private final ManualClock wall = new ManualClock(NOW * 1_000_000L);
  private final List<String> said = new ArrayList<>();
  private final WatermarkOutput output =
      new WatermarkOutput() {
        @Override
        public void emitWatermark(Watermark watermark) {
          said.add(String.valueOf(watermark.getTimestamp() - NOW));
        }

        @Override
        public void markIdle() {
          said.add("idle");
        }

        @Override
        public void markActive() {
          said.add("active");
        }
      };

  /** A partition that says nothing is not passed over: the clock closes its time, late enough. */
  @Test
  void aPartitionWithoutRecordsHoldsTimeBackUntilTheClockClosesIt() {
    LiveWatermarks partition = watermarks(false);
    partition.onPeriodicEmit(output);
    pass(IDLE_AFTER - 1);
    partition.onPeriodicEmit(output);
    assertEquals(List.of(), said);
    pass(1);
    partition.onPeriodicEmit(output);
    assertEquals(List.of("0"), said);
    pass(10_000);
    partition.onPeriodicEmit(output);
    assertEquals(List.of("0", "10000"), said);
  }

  /** With fewer partitions than tasks some have none: they would hold all time back for ever. */
  @Test
  void aTaskWithoutPartitionsHoldsTimeBackUntilItWouldHaveHadSome() {
    LiveWatermarks task = watermarks(true);
    pass(IDLE_AFTER - 1);
    task.onPeriodicEmit(output);
    assertEquals(List.of(), said);
    pass(1);
    task.onPeriodicEmit(output);
    assertEquals(List.of("idle"), said);
  }

  private LiveWatermarks watermarks(boolean around) {
    Clock clock = wall;
    return new LiveWatermarks(active, clock, IDLE_AFTER, Long.MIN_VALUE, around);
  }

  private void pass(long ms) {
    active.advanceTime(java.time.Duration.ofMillis(ms));
    wall.advanceTime(java.time.Duration.ofMillis(ms));
  }
}
