package org.gatewatch.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * All files of a replay, of all bindings, as one bounded source: one split, read by one reader that
 * merges by event time ({@link FileMerge}). Parallelism 1: on a machine of few cores a second
 * reader costs more than it brings, and parsing runs on threads of its own anyway.
 *
 * <p>The order of the sequence depends on the files alone, so the number of elements emitted is all
 * the state there is: after a failure the files are read again and that many elements are passed
 * over, counted but not emitted.
 */
public final class ReplaySource implements Source<Element, ReplaySource.All, ReplaySource.Done> {
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

  /** Whether the split has been handed out. */
  public record Done(boolean assigned) {}

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<Element, All> createReader(SourceReaderContext context) {
    return new ReplayReader(plan);
  }

  @Override
  public SplitEnumerator<All, Done> createEnumerator(SplitEnumeratorContext<All> context) {
    return new Enumerator(context, false);
  }

  @Override
  public SplitEnumerator<All, Done> restoreEnumerator(
      SplitEnumeratorContext<All> context, Done checkpoint) {
    return new Enumerator(context, checkpoint.assigned());
  }

  @Override
  public SimpleVersionedSerializer<All> getSplitSerializer() {
    return new SplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Done> getEnumeratorCheckpointSerializer() {
    return new DoneSerializer();
  }

  /** Gives the one split to the first reader and tells every reader that there are no more. */
  private static final class Enumerator implements SplitEnumerator<All, Done> {
    private final SplitEnumeratorContext<All> context;
    private boolean assigned;
    private @Nullable All returned;

    Enumerator(SplitEnumeratorContext<All> context, boolean assigned) {
      this.context = context;
      this.assigned = assigned;
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<All> splits, int subtask) {
      // A reader that failed before it was given the split has none to return.
      if (!splits.isEmpty()) {
        returned = splits.get(0);
        assigned = false;
      }
    }

    @Override
    public void addReader(int subtask) {
      if (!assigned) {
        assigned = true;
        context.assignSplit(returned == null ? new All(0) : returned, subtask);
      }
      context.signalNoMoreSplits(subtask);
    }

    @Override
    public Done snapshotState(long checkpoint) {
      return new Done(assigned);
    }

    @Override
    public void close() {}
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

  private static final class DoneSerializer implements SimpleVersionedSerializer<Done> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Done done) {
      return new byte[] {(byte) (done.assigned() ? 1 : 0)};
    }

    @Override
    public Done deserialize(int version, byte[] bytes) {
      return new Done(bytes[0] == 1);
    }
  }
}
