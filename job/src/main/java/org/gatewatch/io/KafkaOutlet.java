package org.gatewatch.io;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.gatewatch.ingest.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Findings and cases into a topic of Kafka, exactly once: a reader with {@code
 * isolation.level=read_committed} sees each revision once, after the checkpoint that holds it.
 *
 * <p>The key of a record is the finding's uid and one task writes them all, so that the revisions
 * of a finding lie in one partition in their order, and a compacted topic keeps the last one.
 *
 * <p>The promise ends where Kafka aborts a transaction of its own accord: when job or brokers stay
 * away longer than {@code transaction.timeout.ms} between a checkpoint and its commit. It is 10 min
 * unless the properties say otherwise, and may not be above the brokers' {@code
 * transaction.max.timeout.ms} (15 min by default). Until a dead job is started again, readers wait
 * at most that long behind its open transaction.
 */
public final class KafkaOutlet {
  private static final String TRANSACTION_TIMEOUT = "transaction.timeout.ms";
  private static final String TEN_MINUTES_MS = "600000";

  private KafkaOutlet() {}

  /**
   * Where to.
   *
   * @param brokers {@code host:port,...}
   * @param topic must exist, unless the brokers create topics by themselves
   * @param properties of Kafka's producer, such as those of TLS and SASL; those that the promise
   *     hangs on are not accepted
   */
  public record Settings(String brokers, String topic, Map<String, String> properties)
      implements Serializable {
    private static final long serialVersionUID = 1;

    /** What exactly once, the form of the records and the other fields decide. */
    private static final Set<String> OURS =
        Set.of(
            "acks",
            "bootstrap.servers",
            "enable.idempotence",
            "key.serializer",
            "transaction.two.phase.commit.enable",
            "transactional.id",
            "value.serializer");

    /**
     * @throws InputException when a property is not free to choose
     */
    public Settings {
      properties = Collections.unmodifiableMap(new TreeMap<>(properties));
      Set<String> refused = new TreeSet<>(properties.keySet());
      refused.retainAll(OURS);
      if (!refused.isEmpty()) {
        throw new InputException(
            "Kafka sink to topic " + topic,
            "the properties " + refused + " cannot be chosen",
            "others of Kafka's producer, such as those of TLS and SASL");
      }
    }
  }

  /**
   * Writes a stream out.
   *
   * @param name of the sink, the same after every restart and another for every sink of the
   *     configuration: the names of the transactions and of the saved state are made of it
   * @param watch tells this watch from others that have a sink of that name to that topic
   * @throws InputException when checkpoints are off: nothing would ever be committed
   */
  public static DataStreamSink<Parcel> attach(
      DataStream<Parcel> parcels, String name, String watch, Settings settings) {
    if (!parcels.getExecutionEnvironment().getCheckpointConfig().isCheckpointingEnabled()) {
      throw new InputException(
          "sink " + name,
          "Kafka is written at checkpoints, and they are off",
          "execution.checkpointing.interval in the configuration of Flink");
    }
    Properties producer = new Properties();
    producer.setProperty(TRANSACTION_TIMEOUT, TEN_MINUTES_MS);
    producer.putAll(settings.properties());
    KafkaSink<Parcel> sink =
        KafkaSink.<Parcel>builder()
            .setBootstrapServers(settings.brokers())
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix(transactionPrefix(name, watch, settings))
            .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
            .setKafkaProducerConfig(producer)
            .setRecordSerializer(new ToRecord(settings.topic()))
            .build();
    return parcels.sinkTo(sink).name(name).uid(name).setParallelism(1);
  }

  /**
   * At a start, open transactions of the topic whose name begins so are aborted. No topic holds a
   * colon, so no sink's prefix is the beginning of another's.
   */
  private static String transactionPrefix(String name, String watch, Settings settings) {
    return "gatewatch:" + settings.topic() + ":" + name + ":" + watch + ":";
  }

  /** The form of a record, and its topic for those who look for open transactions in it. */
  private record ToRecord(String topic)
      implements KafkaRecordSerializationSchema<Parcel>, KafkaDatasetFacetProvider {
    private static final long serialVersionUID = 1;

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
      return Optional.of(
          new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Parcel parcel, KafkaSinkContext context, @Nullable Long eventTime) {
      // No partition: by the key. No timestamp: the producer's clock. The event time would make
      // the findings of an old log older than the topic's retention, and Kafka delete them.
      return new ProducerRecord<>(
          topic,
          null,
          null,
          parcel.uid().getBytes(StandardCharsets.UTF_8),
          parcel.body().getBytes(StandardCharsets.UTF_8));
    }
  }
}
