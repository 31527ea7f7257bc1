package org.gatewatch.pipeline;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * One object of an operator, in its state. It is put there as bytes: an object would be copied
 * through its bytes, and then written again, while nothing else goes on.
 */
final class Saved<T> {
  private static final String BYTES = "-bytes";

  private final Wire<T> wire;
  private final ListState<byte[]> state;
  private final ListState<T> before; // as 0.1.0 wrote it
  private T now;

  /**
   * @param fresh what there is when nothing was saved
   * @throws IOException when what was saved cannot be read
   */
  Saved(OperatorStateStore states, String name, Wire<T> wire, T fresh) throws Exception {
    this.wire = wire;
    state =
        states.getListState(
            new ListStateDescriptor<>(name + BYTES, BytePrimitiveArraySerializer.INSTANCE));
    before = states.getListState(new ListStateDescriptor<>(name, wire.serializer()));
    now = fresh;
    for (T one : before.get()) {
      now = one;
    }
    for (byte[] one : state.get()) {
      now = wire.read(new DataInputDeserializer(one));
    }
    state.clear(); // bytes that are written anew need not lie here meanwhile
    before.clear();
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
    DataOutputSerializer out = new DataOutputSerializer(1024);
    wire.write(now, out);
    state.update(List.of(out.getCopyOfBuffer()));
  }
}
