package org.gatewatch.io;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far a replay in this process is. Kept beside the graph, never inside it: it feeds the eye,
 * and nothing that is written.
 */
public final class Progress {
  private static final ConcurrentHashMap<String, Progress> RUNS = new ConcurrentHashMap<>();

  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong front = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong alerts = new AtomicLong();

  private Progress() {}

  /** The progress of a run, by its name. */
  public static Progress of(String run) {
    return RUNS.computeIfAbsent(run, r -> new Progress());
  }

  /** Forgets a run. */
  public static void end(String run) {
    RUNS.remove(run);
  }

  void read(long bytesSoFar, long eventsSoFar, long eventTime) {
    bytes.set(bytesSoFar);
    events.set(eventsSoFar);
    front.set(eventTime);
  }

  void alerts(long soFar) {
    alerts.set(soFar);
  }

  /** Bytes read from disk so far. */
  public long bytes() {
    return bytes.get();
  }

  /** Records read so far. */
  public long events() {
    return events.get();
  }

  /** Event time reached, ms; MIN_VALUE before the first event. */
  public long eventTime() {
    return front.get();
  }

  /** Findings that paged so far. */
  public long alerts() {
    return alerts.get();
  }
}
