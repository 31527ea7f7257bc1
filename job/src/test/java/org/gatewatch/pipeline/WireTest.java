package org.gatewatch.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a savepoint remembers of the serializers: it must be found again by the next version. */
class WireTest {
  static Stream<Wire<?>> all() {
    return Wire.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aSnapshotFindsItsSerializerAgain(Wire<?> wire) throws Exception {
    found(wire.serializer());
  }

  private static <T> void found(TypeSerializer<T> serializer) throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<T> read =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), WireTest.class.getClassLoader());
    assertEquals(serializer, read.restoreSerializer());
    assertTrue(
        serializer.snapshotConfiguration().resolveSchemaCompatibility(read).isCompatibleAsIs());
  }

  @ParameterizedTest
  @MethodSource("all")
  void aTypeShippedToATaskIsTheSameThere(Wire<?> wire) throws Exception {
    assertSame(wire, InstantiationUtil.clone(wire));
    assertEquals(wire.typeInformation(), InstantiationUtil.clone(wire.typeInformation()));
    assertEquals(wire.serializer(), InstantiationUtil.clone(wire.serializer()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void noTypeNeedsKryo(Wire<?> wire) {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    assertTrue(wire.typeInformation().createSerializer(config) instanceof WireSerializer<?>);
  }

  /** Written into snapshots of released versions: a name that is gone makes them unreadable. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "element",
        "event",
        "profiled",
        "output",
        "profile",
        "activity",
        "credential",
        "network",
        "shared",
        "ledger",
        "tally",
        "pivot"
      })
  void namesStay(String name) throws IOException {
    assertEquals(name, Wire.of(name).name());
  }

  @Test
  void oneTypeIsNotReadAsAnother() throws Exception {
    assertThrows(IOException.class, () -> Wire.of("unheard"));
    assertFalse(Wire.EVENT.serializer().equals(Wire.ELEMENT.serializer()));
    assertTrue(incompatible(Wire.EVENT.serializer(), Wire.ELEMENT.serializer()));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // what Flink itself does with two snapshots
  private static boolean incompatible(TypeSerializer one, TypeSerializer other) {
    return one.snapshotConfiguration()
        .resolveSchemaCompatibility(other.snapshotConfiguration())
        .isIncompatible();
  }
}
