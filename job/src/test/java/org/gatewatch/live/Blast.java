package org.gatewatch.live;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/** Fails after some lines of its own and at least two checkpoints, as often as it was armed for. */
final class Blast implements MapFunction<String, String>, CheckpointListener {
  private static final long serialVersionUID = 1;
  private static final int CHECKPOINTS = 2;

  /** Blasts still to come, for all tasks of this JVM. */
  static final AtomicInteger ARMED = new AtomicInteger();

  private final int after;
  private transient int seen;
  private transient int completed;

  Blast(int after) {
    this.after = after;
  }

  @Override
  public String map(String line) {
    if (++seen >= after
        && completed >= CHECKPOINTS
        && ARMED.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new IllegalStateException("the blast");
    }
    return line;
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    completed++;
  }
}
