package org.gatewatch.pipeline;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Flink's serializer of a {@link Wire} type. Values that change are copied through their bytes,
 * which is a true deep copy: the heap backend may hand an object out for change while a checkpoint
 * still reads it.
 */
final class WireSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1;

  private final Wire<T> wire;

  WireSerializer(Wire<T> wire) {
    this.wire = wire;
  }

  @Override
  public boolean isImmutableType() {
    return wire.immutable();
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  @Override
  public @Nullable T createInstance() {
    return null;
  }

  @Override
  public T copy(T from) {
    if (wire.immutable()) {
      return from;
    }
    try {
      DataOutputSerializer out = new DataOutputSerializer(1024);
      wire.write(from, out);
      return wire.read(new DataInputDeserializer(out.getSharedBuffer(), 0, out.length()));
    } catch (IOException e) {
      throw new IllegalStateException("cannot copy a value of " + wire.name(), e);
    }
  }

  @Override
  public T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T record, DataOutputView target) throws IOException {
    wire.write(record, target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return wire.read(source);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return wire.read(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    wire.write(wire.read(source), target);
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new Snapshot<>(wire);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WireSerializer<?> s && s.wire == wire;
  }

  @Override
  public int hashCode() {
    return wire.name().hashCode();
  }

  /** Finds the serializer again by its name; the values carry versions of their own. */
  public static final class Snapshot<T> implements TypeSerializerSnapshot<T> {
    private @Nullable Wire<T> wire;

    /** For Flink, which fills it by {@link #readSnapshot}. */
    public Snapshot() {}

    Snapshot(Wire<T> wire) {
      this.wire = wire;
    }

    @Override
    public int getCurrentVersion() {
      return 1;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
      out.writeUTF(java.util.Objects.requireNonNull(wire).name());
    }

    @Override
    @SuppressWarnings("unchecked") // the name was written by a serializer of the same type
    public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
      wire = (Wire<T>) Wire.of(in.readUTF());
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
      return new WireSerializer<>(java.util.Objects.requireNonNull(wire));
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
        TypeSerializerSnapshot<T> old) {
      return old instanceof Snapshot<T> s && s.wire == wire
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
