package org.gatewatch.io;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Watermarks of a replay: what the merge of files promises, passed on once a minute of event time.
 * By event time and not by the clock, because a replay runs through hours between two ticks of it,
 * and everything would be buffered meanwhile.
 */
public final class FrontWatermarks implements WatermarkGenerator<Element> {
  private static final long STEP = 60_000L;

  private long last = Long.MIN_VALUE;

  /** The strategy of a replay: event timestamps are set by the source. */
  public static WatermarkStrategy<Element> strategy() {
    return WatermarkStrategy.forGenerator(context -> new FrontWatermarks());
  }

  @Override
  public void onEvent(Element element, long timestamp, WatermarkOutput output) {
    long watermark = element.watermark();
    if (watermark != Long.MIN_VALUE && (last == Long.MIN_VALUE || watermark - last >= STEP)) {
      last = watermark;
      output.emitWatermark(new Watermark(watermark));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {}
}
