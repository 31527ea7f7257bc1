package org.gatewatch;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.gatewatch.io.Element;
import org.gatewatch.pipeline.Pipeline;

/** Put in behind the source, fails once: after some elements and some completed checkpoints. */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState first
final class Bomb
    implements MapFunction<Element, Element>, CheckpointListener, CheckpointedFunction {
  private static final long serialVersionUID = 1;

  private static final AtomicInteger EXPLODED = new AtomicInteger();
  private static final AtomicInteger RESTORED = new AtomicInteger();
  private static volatile int after;
  private static volatile int checkpoints;

  private int seen;
  private transient int completed;
  private transient ListState<Integer> position;

  static void arm(int elements, int leastCheckpoints) {
    after = elements;
    checkpoints = leastCheckpoints;
    EXPLODED.set(0);
    RESTORED.set(0);
  }

  static DataStream<Element> under(DataStream<Element> read) {
    return read.map(new Bomb()).returns(Pipeline.ELEMENT).setParallelism(1);
  }

  static int exploded() {
    return EXPLODED.get();
  }

  /** Elements that had been seen at the checkpoint that was gone on from; 0 = from the start. */
  static int restoredAt() {
    return RESTORED.get();
  }

  @Override
  public Element map(Element element) {
    seen++;
    if (seen >= after && completed >= checkpoints && EXPLODED.compareAndSet(0, 1)) {
      throw new IllegalStateException("the bomb");
    }
    return element;
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    completed++;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    position.update(List.of(seen));
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    position =
        context.getOperatorStateStore().getListState(new ListStateDescriptor<>("seen", Types.INT));
    for (int at : position.get()) {
      seen = at;
      RESTORED.set(at);
    }
  }
}
