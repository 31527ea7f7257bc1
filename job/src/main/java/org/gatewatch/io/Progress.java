package org.gatewatch.io;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far a run in this process is. Kept beside the graph, never inside it: it feeds the eye, and
 * nothing that is written.
 */
public final class Progress {
  private static final ConcurrentHashMap<String, Progress> RUNS = new ConcurrentHashMap<>();

  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong front = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong alerts = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong late = new AtomicLong();

  private Progress() {}

  /** The progress of a run, by its name. */
  public static Progress of(String run) {
    return RUNS.computeIfAbsent(run, r -> new Progress());
  }

  /** Forgets a run. */
  public static void end(String run) {
    RUNS.remove(run);
  }

  /** A live source read a record; of no event when the time is MIN_VALUE. */
  public void record(long eventTime) {
    events.incrementAndGet();
    if (eventTime == Long.MIN_VALUE) {
      rejected.incrementAndGet();
    }
    if (eventTime > front.get()) {
      front.accumulateAndGet(eventTime, Math::max);
    }
  }

  void read(long bytesSoFar, long eventsSoFar, long eventTime) {
    bytes.set(bytesSoFar);
    events.set(eventsSoFar);
    front.set(eventTime);
  }

  void alerts(long soFar) {
    alerts.set(soFar);
  }

  void lateOne() {
    late.incrementAndGet();
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

  /** Lines that are no events, since this process started. */
  public long rejected() {
    return rejected.get();
  }

  /** Events behind their lateness, since this process started. */
  public long late() {
    return late.get();
  }
}
