package org.gatewatch.settings;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only watching needs: topics, where state is kept, when silence counts.
 *
 * @param topics of the bindings that are read from Kafka
 * @param state directory of the checkpoints; null = beside the output
 * @param backend where the state of running operators lies
 * @param checkpointEveryMs how often a checkpoint is taken, ms
 * @param idleAfterMs how long an input says nothing before the clock may close its time, ms
 * @param sinks where findings are sent to, beside the files
 * @param metricsPort where Prometheus finds the metrics; 0 = nowhere
 */
public record Live(
    List<Topic> topics,
    @Nullable String state,
    Backend backend,
    long checkpointEveryMs,
    long idleAfterMs,
    List<Outlet> sinks,
    int metricsPort)
    implements Serializable {

  /** Nothing said. */
  public static final Live DEFAULT =
      new Live(List.of(), null, Backend.HEAP, 30_000, 5 * 60_000, List.of(), 9249);

  public Live {
    topics = List.copyOf(topics);
    sinks = List.copyOf(sinks);
  }

  /** Where the state of running operators lies. */
  public enum Backend {
    /** As objects in memory: fast, as large as the heap. */
    HEAP,
    /** In RocksDB on local disk: slower, as large as the disk. */
    ROCKSDB
  }

  /** The topic of a binding, null when it is read from files. */
  public @Nullable Topic topic(int binding) {
    for (Topic topic : topics) {
      if (topic.binding() == binding) {
        return topic;
      }
    }
    return null;
  }
}
