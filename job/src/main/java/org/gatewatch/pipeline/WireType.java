package org.gatewatch.pipeline;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Flink's view of the type of a {@link Wire}. */
final class WireType<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1;

  private final Wire<T> wire;

  WireType(Wire<T> wire) {
    this.wire = wire;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return wire.type();
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return wire.serializer();
  }

  @Override
  public String toString() {
    return wire.name();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WireType<?> t && t.wire == wire;
  }

  @Override
  public int hashCode() {
    return wire.name().hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof WireType<?>;
  }
}
