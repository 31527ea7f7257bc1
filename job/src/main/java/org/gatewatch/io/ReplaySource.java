package org.gatewatch.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * All files of a replay, of all bindings, as one bounded source: one split, read by one reader that
 * merges by event time ({@link FileMerge}). Parallelism 1: on a machine of few cores a second
 * reader costs more than it brings, and parsing runs on threads of its own anyway.
 *
 * <p>The order of the sequence depends on the files alone, so the number of elements emitted is all
 * the state there is: after a failure the files are read again and that many elements are passed
 * over, counted but not emitted.
 */
public final class ReplaySource implements Source<Element, ReplaySource.All, OneSplit.Done> {
  private static final long serialVersionUID = 1;

  private final ReplayPlan plan;

  public ReplaySource(ReplayPlan plan) {
    this.plan = plan;
  }

  /** All files, with the number of elements already emitted. */
  public record All(long emitted) implements SourceSplit {
    @Override
    public String splitId() {
      return "all";
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<Element, All> createReader(SourceReaderContext context) {
    return new ReplayReader(plan);
  }

  @Override
  public SplitEnumerator<All, OneSplit.Done> createEnumerator(SplitEnumeratorContext<All> context) {
    return new OneSplit<>(context, false, () -> new All(0));
  }

  @Override
  public SplitEnumerator<All, OneSplit.Done> restoreEnumerator(
      SplitEnumeratorContext<All> context, OneSplit.Done checkpoint) {
    return new OneSplit<>(context, checkpoint.assigned(), () -> new All(0));
  }

  @Override
  public SimpleVersionedSerializer<All> getSplitSerializer() {
    return new SplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<OneSplit.Done> getEnumeratorCheckpointSerializer() {
    return new OneSplit.Serializer();
  }

  private static final class SplitSerializer implements SimpleVersionedSerializer<All> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(All split) {
      return ByteBuffer.allocate(Long.BYTES).putLong(split.emitted()).array();
    }

    @Override
    public All deserialize(int version, byte[] bytes) throws IOException {
      return new All(ByteBuffer.wrap(bytes).getLong());
    }
  }
}
