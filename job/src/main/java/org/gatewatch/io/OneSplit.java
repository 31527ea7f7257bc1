package org.gatewatch.io;

import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the one split there is to the first reader and tells every reader that there are no more.
 *
 * @param <S> the split
 */
final class OneSplit<S extends SourceSplit> implements SplitEnumerator<S, OneSplit.Done> {
  private final SplitEnumeratorContext<S> context;
  private final Supplier<S> first;
  private boolean assigned;
  private @Nullable S returned;

  /** Whether the split has been handed out. */
  record Done(boolean assigned) implements Serializable {}

  OneSplit(SplitEnumeratorContext<S> context, boolean assigned, Supplier<S> first) {
    this.context = context;
    this.assigned = assigned;
    this.first = first;
  }

  @Override
  public void start() {}

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {}

  @Override
  public void addSplitsBack(List<S> splits, int subtask) {
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
      context.assignSplit(returned == null ? first.get() : returned, subtask);
    }
    context.signalNoMoreSplits(subtask);
  }

  @Override
  public Done snapshotState(long checkpoint) {
    return new Done(assigned);
  }

  @Override
  public void close() {}

  /** One byte. */
  static final class Serializer implements SimpleVersionedSerializer<Done> {
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
