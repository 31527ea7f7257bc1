package org.gatewatch.settings;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where Kafka holds the records of a binding.
 *
 * @param binding index of the binding
 * @param topics at least one
 * @param brokers host:port, comma-separated
 * @param properties further properties of the consumer, such as its security
 */
public record Topic(
    int binding, List<String> topics, String brokers, Map<String, String> properties)
    implements Serializable {

  public Topic {
    topics = List.copyOf(topics);
    properties = new TreeMap<>(properties);
  }
}
