package org.gatewatch.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is sent through {@link CopyJob}, and what must come out. */
final class CopyLines {
  private static final int KEYS = 37;

  private CopyLines() {}

  /** Sends the lines of these numbers. */
  static void send(KafkaBroker broker, String topic, int from, int to) {
    List<Future<?>> sent = new ArrayList<>();
    for (int i = from; i < to; i++) {
      sent.add(broker.send(topic, null, key(i), key(i) + "/line " + i));
    }
    broker.flush(sent);
  }

  /** What lies under each key after the first so many lines, in order. */
  static Map<String, List<String>> expected(int lines) {
    Map<String, List<String>> all = new TreeMap<>();
    for (int i = 0; i < lines; i++) {
      List<String> some = all.computeIfAbsent(key(i), k -> new ArrayList<>());
      some.add(key(i) + "/line " + i + " " + (some.size() + 1));
    }
    return all;
  }

  static Map<String, List<String>> byKey(List<ConsumerRecord<String, String>> records) {
    Map<String, List<String>> all = new TreeMap<>();
    for (ConsumerRecord<String, String> r : records) {
      all.computeIfAbsent(r.key(), k -> new ArrayList<>()).add(r.value());
    }
    return all;
  }

  private static String key(int line) {
    return "k" + line % KEYS;
  }
}
