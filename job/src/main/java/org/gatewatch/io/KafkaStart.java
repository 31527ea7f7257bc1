package org.gatewatch.io;

import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Reading a topic from its first record. {@link OffsetsInitializer#earliest()} says so too, but the
 * connector spells its name by the default locale, and Kafka does not know the Turkish {@code
 * earlıest}.
 *
 * <p>A place to go on from that the topic's retention has deleted meanwhile makes the job fail:
 * going on behind a hole without a word is no answer for a watch.
 */
public final class KafkaStart implements OffsetsInitializer {
  private static final long serialVersionUID = 1;

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    return OffsetsInitializer.earliest().getPartitionOffsets(partitions, retriever);
  }

  @Override
  @SuppressWarnings("deprecation") // the connector's interface
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
