package org.gatewatch.io;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.ingest.Ingest;
import org.gatewatch.ingest.MessageReader;
import org.gatewatch.ingest.RecordReader;
import org.gatewatch.ingest.Rejected;
import org.jspecify.annotations.Nullable;

/** The topics of one binding as a source: each message is read by the binding's format. */
public final class KafkaInput {
  private KafkaInput() {}

  /**
   * A source that goes on for ever. It starts where its last checkpoint stands, otherwise at the
   * records of a time.
   *
   * @param binding index of the binding
   * @param group consumer group that the offsets are shown under; what is read does not depend on
   *     it
   * @param since record timestamp, ms: earlier records are not read; MIN_VALUE = from the first
   */
  public static KafkaSource<Element> source(
      Ingest ingest,
      TypeInformation<Element> type,
      int binding,
      List<String> topics,
      String brokers,
      Map<String, String> properties,
      String group,
      long since) {
    Properties all = new Properties();
    // What a producer took back was never logged.
    all.setProperty("isolation.level", "read_committed");
    all.setProperty("partition.discovery.interval.ms", "60000");
    properties.forEach(all::setProperty);
    return KafkaSource.<Element>builder()
        .setBootstrapServers(brokers)
        .setTopics(topics)
        .setGroupId(group)
        .setStartingOffsets(
            since == Long.MIN_VALUE
                ? new KafkaStart()
                : OffsetsInitializer.timestamp(Math.max(0, since)))
        .setProperties(all)
        .setDeserializer(new Messages(ingest, type, binding, topics))
        .build();
  }

  private static final class Messages implements KafkaRecordDeserializationSchema<Element> {
    private static final long serialVersionUID = 1;

    private final Ingest ingest;
    private final TypeInformation<Element> type;
    private final int binding;
    private final List<String> topics;
    private transient @Nullable Map<Integer, MessageReader> readers;

    Messages(Ingest ingest, TypeInformation<Element> type, int binding, List<String> topics) {
      this.ingest = ingest;
      this.type = type;
      this.binding = binding;
      this.topics = List.copyOf(topics);
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
      readers = new HashMap<>();
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<Element> out) {
      byte[] value = message.value();
      if (value == null) {
        return; // a tombstone says nothing
      }
      int number =
          InputNames.partition(binding, topics.indexOf(message.topic()), message.partition());
      Objects.requireNonNull(readers)
          .computeIfAbsent(number, n -> ingest.messages(binding, n))
          .read(value, message.offset(), message.timestamp(), read -> out.collect(element(read)));
    }

    private static Element element(RecordReader.Read read) {
      AccessEvent event = read.event();
      if (event != null) {
        return Element.of(event, Long.MIN_VALUE);
      }
      Rejected rejected = read.rejected();
      return Element.of(Objects.requireNonNull(rejected));
    }

    @Override
    public TypeInformation<Element> getProducedType() {
      return type;
    }
  }
}
