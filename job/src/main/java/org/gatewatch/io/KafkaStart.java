package org.gatewatch.io;

import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a topic is read from at first: its first record, or the first of a time. What the connector
 * has for both spells names by the default locale, and Kafka does not know the Turkish {@code
 * earlıest}.
 *
 * <p>A place to go on from that the topic's retention has deleted meanwhile makes the job fail:
 * going on behind a hole without a word is no answer for a watch.
 */
public final class KafkaStart implements OffsetsInitializer {
  private static final long serialVersionUID = 1;

  private final long since;

  /**
   * @param since record timestamp, ms: earlier records are not read; MIN_VALUE = from the first
   */
  public KafkaStart(long since) {
    this.since = since;
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    OffsetsInitializer from =
        since == Long.MIN_VALUE
            ? OffsetsInitializer.earliest()
            : OffsetsInitializer.timestamp(Math.max(0, since));
    return from.getPartitionOffsets(partitions, retriever);
  }

  @Override
  @SuppressWarnings("deprecation") // the connector's interface
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
