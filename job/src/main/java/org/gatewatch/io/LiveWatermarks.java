package org.gatewatch.io;

import java.io.Serializable;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.clock.Clock;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.flink.util.clock.SystemClock;
import org.gatewatch.event.AccessEvent;

/**
 * Watermarks of one live input, such as a partition of a topic: as in a replay, an event lies
 * behind the latest one by at most its binding's lateness, so nothing released at or before the
 * front is still to come.
 *
 * <p>The clock may close time, and does nothing else: an input that has said nothing for a while is
 * taken to have had nothing to say until then. It is the only way to see that a night is quiet, or
 * a source silent. How long it was idle is measured by a clock that stands still while the input is
 * held back by what comes behind it.
 */
public final class LiveWatermarks implements WatermarkGenerator<Element> {
  /** Event time between two watermarks of a busy input, ms. */
  private static final long STEP = 1_000L;

  /** How far an event may claim to come from the future, ms. */
  static final long AHEAD = 3_600_000L;

  /** The watermark of an element whose source knows that nothing is reached yet. */
  static final long NOTHING = Long.MIN_VALUE + 1;

  private final RelativeClock active;
  private final Clock wall;
  private final long idleAfter;
  private final boolean around;
  private long front;
  private long last = Long.MIN_VALUE;
  private long heard;

  /**
   * @param active stands still while the input is held back
   * @param wall the time of day
   * @param idleAfter see {@link #strategy}, ms
   * @param floor nothing released at or before it comes, ms
   * @param around whether it stands for a task around its inputs, which itself says nothing
   */
  LiveWatermarks(RelativeClock active, Clock wall, long idleAfter, long floor, boolean around) {
    this.around = around;
    this.active = active;
    this.wall = wall;
    this.idleAfter = idleAfter;
    this.front = floor;
    this.heard = active.relativeTimeMillis();
  }

  /**
   * The strategy of an input that is one.
   *
   * @param idleAfter how long it says nothing before the clock closes its time, ms
   * @param floor nothing released at or before it comes, ms; MIN_VALUE when nothing is known
   */
  public static WatermarkStrategy<Element> strategy(long idleAfter, long floor) {
    return timed(context -> of(context, idleAfter, floor, /* around= */ false));
  }

  /**
   * The strategy of a topic: each partition is an input as of {@link #strategy}. A task that has
   * been without partitions for so long holds nothing back.
   */
  public static WatermarkStrategy<Element> ofPartitions(long idleAfter, long floor) {
    return timed(new Partitions(idleAfter, floor));
  }

  private static WatermarkStrategy<Element> timed(WatermarkGeneratorSupplier<Element> watermarks) {
    return WatermarkStrategy.forGenerator(watermarks)
        .withTimestampAssigner(context -> new ReleaseTime());
  }

  private static LiveWatermarks of(
      WatermarkGeneratorSupplier.Context context, long idleAfter, long floor, boolean around) {
    return new LiveWatermarks(
        context.getInputActivityClock(), SystemClock.getInstance(), idleAfter, floor, around);
  }

  /**
   * Each task has its own: the first generator made is that of the task, the others of partitions.
   */
  private static final class Partitions implements WatermarkGeneratorSupplier<Element> {
    private static final long serialVersionUID = 1;

    private final long idleAfter;
    private final long floor;
    private transient boolean made;

    Partitions(long idleAfter, long floor) {
      this.idleAfter = idleAfter;
      this.floor = floor;
    }

    @Override
    public WatermarkGenerator<Element> createWatermarkGenerator(Context context) {
      boolean around = !made;
      made = true;
      return of(context, idleAfter, floor, around);
    }
  }

  @Override
  public void onEvent(Element element, long timestamp, WatermarkOutput output) {
    heard = active.relativeTimeMillis();
    AccessEvent event = element.event();
    long at = event == null ? Long.MIN_VALUE : event.eventTime();
    if (element.watermark() == NOTHING) {
      return;
    }
    if (element.watermark() != Long.MIN_VALUE) {
      at = element.watermark() + 1; // the source knows better
    }
    if (at > front && isCredible(at, wall.absoluteTimeMillis())) {
      front = at;
      if (last == Long.MIN_VALUE || front - 1 - last >= STEP) {
        emit(front - 1, output);
      }
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    long closed = front == Long.MIN_VALUE ? Long.MIN_VALUE : front - 1;
    if (active.relativeTimeMillis() - heard >= idleAfter) {
      if (around) {
        output.markIdle();
        return;
      }
      closed = Math.max(closed, wall.absoluteTimeMillis() - idleAfter);
    }
    if (closed > last) {
      emit(closed, output);
    }
  }

  /**
   * Whether an event may move time: one from further ahead of the clock comes from a broken one.
   *
   * @param eventTime ms
   * @param now the time of day, ms
   */
  public static boolean isCredible(long eventTime, long now) {
    return eventTime < now + AHEAD;
  }

  private void emit(long watermark, WatermarkOutput output) {
    last = watermark;
    output.emitWatermark(new Watermark(watermark));
  }

  /** The timestamp of an event is its release time; what is no event has none of its own. */
  private static final class ReleaseTime implements TimestampAssigner<Element>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public long extractTimestamp(Element element, long recorded) {
      AccessEvent event = element.event();
      return event == null ? recorded : event.releaseTime();
    }
  }
}
