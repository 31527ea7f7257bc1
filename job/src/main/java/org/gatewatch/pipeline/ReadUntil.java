package org.gatewatch.pipeline;

import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.io.LiveWatermarks;
import org.gatewatch.io.Output;

/**
 * Hands events on and notes up to which release time anything was read, or time was closed: what is
 * declared later may hold only behind it. Told before each checkpoint, so that whoever goes on from
 * one knows at least what is in it.
 *
 * <p>An event from further ahead of the clock than {@link LiveWatermarks} believes counts for
 * nothing here either: it would put off every change for as long as its sender likes. Its key was
 * chosen by what was declared when it was read.
 */
final class ReadUntil extends AbstractStreamOperator<AccessEvent>
    implements OneInputStreamOperator<AccessEvent, AccessEvent> {
  private static final long serialVersionUID = 1;

  private transient long until;

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    until = Long.MIN_VALUE;
  }

  @Override
  public void processElement(StreamRecord<AccessEvent> record) {
    AccessEvent event = record.getValue();
    long release = event.releaseTime();
    if (release > until
        && LiveWatermarks.isCredible(
            event.eventTime(), getProcessingTimeService().getCurrentProcessingTime())) {
      until = release;
    }
    output.collect(record);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() != Long.MAX_VALUE) {
      until = Math.max(until, mark.getTimestamp());
    }
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    if (until != Long.MIN_VALUE) {
      output.collect(Pipeline.ACCOUNTS, new StreamRecord<>(Output.readUntil(until)));
    }
  }
}
