package org.gatewatch.pipeline;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;

/** One object of an operator, in its state. */
final class Saved<T> {
  private final ListState<T> state;
  private T now;

  /**
   * @param fresh what there is when nothing was saved
   */
  Saved(OperatorStateStore states, String name, Wire<T> wire, T fresh) throws Exception {
    state = states.getListState(new ListStateDescriptor<>(name, wire.serializer()));
    now = fresh;
    for (T one : state.get()) {
      now = one;
    }
  }

  T get() {
    return now;
  }

  /** Puts another in its place. */
  void set(T other) {
    now = other;
  }

  /** For a snapshot. */
  void write() throws Exception {
    state.update(List.of(now));
  }
}
