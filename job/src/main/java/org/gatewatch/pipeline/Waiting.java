package org.gatewatch.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Profiled;

/** What waits in JUDGE until the watermark passes its time, and how far that was. Saved. */
final class Waiting {
  private final ListState<Profiled> elements;
  private final ListState<Long> position;
  private ArrayList<Profiled> waiting = new ArrayList<>();
  private long drained;
  private long logEnd;
  private long lastTime;

  Waiting(OperatorStateStore states) throws Exception {
    elements =
        states.getListState(new ListStateDescriptor<>("waiting", Wire.PROFILED.serializer()));
    position = states.getListState(new ListStateDescriptor<>("position", LongSerializer.INSTANCE));
    elements.get().forEach(waiting::add);
    long[] at = {Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE};
    int i = 0;
    for (long one : position.get()) {
      at[i++] = one;
    }
    drained = at[0];
    logEnd = at[1];
    lastTime = at[2];
  }

  /** For a snapshot. */
  void write() throws Exception {
    elements.update(waiting);
    position.update(List.of(drained, logEnd, lastTime));
  }

  /**
   * Takes one in.
   *
   * @throws IllegalStateException when its time is over
   */
  void add(Profiled element) {
    if (element.time() <= drained) {
      throw new IllegalStateException(
          "a summary of "
              + element.credential()
              + " came behind the judged position: "
              + element.time()
              + " <= "
              + drained);
    }
    waiting.add(element);
    Window window = element.window();
    if (window == null || window.matches() == null) {
      logEnd = Math.max(logEnd, element.time());
    }
    if (window != null) {
      lastTime = Math.max(lastTime, window.lastTime());
    }
  }

  /**
   * Gives what is due, in order; it waits no more.
   *
   * @param upTo the watermark, ms; MAX_VALUE at the end of the log
   */
  List<Profiled> due(long upTo) {
    List<Profiled> due = new ArrayList<>();
    ArrayList<Profiled> later = new ArrayList<>();
    for (Profiled element : waiting) {
      (element.time() <= upTo ? due : later).add(element);
    }
    if (!due.isEmpty()) {
      waiting = later;
      due.sort(Profiled.ORDER);
      if (upTo == Long.MAX_VALUE) {
        markPartial(due);
      }
    }
    return due;
  }

  /**
   * The log ended before these windows were due. All last event times are known by now; a window
   * judged earlier was closed by an event later than its close.
   */
  private void markPartial(List<Profiled> due) {
    for (Profiled element : due) {
      Window window = element.window();
      if (window != null && window.close() > lastTime) {
        window.cutShort();
      }
    }
  }

  /** All that was due up to a watermark, ms, has been judged. */
  void drained(long upTo) {
    drained = Math.max(drained, upTo);
  }

  /** Release time up to which everything is judged, ms; MIN_VALUE before the first watermark. */
  long drained() {
    return drained;
  }

  /** Latest time of anything that ever came of a log, ms; MIN_VALUE when nothing did. */
  long logEnd() {
    return logEnd;
  }

  int size() {
    return waiting.size();
  }
}
