package org.gatewatch.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** When findings of what {@link SoakLoad} marked arrive in a topic, for one kind of reader. */
final class SoakFindings extends Thread {
  private static final Pattern MARKED = Pattern.compile("(?:canary|warm)-[0-9]{6}");

  /** Of what is told on arrival: revision 0. */
  private static final String EARLY = "\"sequence\":0";

  private final SoakLoad load;
  private final String brokers;
  private final String isolation;
  private final Map<String, Long> first = new ConcurrentHashMap<>();
  private final Map<String, Long> settled = new ConcurrentHashMap<>();
  private volatile boolean ended;

  /**
   * @param isolation {@code read_committed}, or {@code read_uncommitted}: as soon as written
   */
  SoakFindings(SoakLoad load, String brokers, String isolation) {
    super("findings-" + isolation);
    setDaemon(true);
    this.load = load;
    this.brokers = brokers;
    this.isolation = isolation;
  }

  /** Tells the thread to end. */
  void end() throws InterruptedException {
    ended = true;
    join();
  }

  @Override
  public void run() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", brokers);
    properties.setProperty("isolation.level", isolation);
    properties.setProperty("enable.auto.commit", "false");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> all = List.of(new TopicPartition("findings", 0));
      consumer.assign(all);
      consumer.seekToBeginning(all);
      while (!ended) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(20))) {
          arrived(record.value(), System.currentTimeMillis());
        }
      }
    }
  }

  private void arrived(String line, long now) {
    Matcher found = MARKED.matcher(line);
    if (!found.find()) {
      return;
    }
    String credential = found.group();
    SoakLoad.Sent sent = load.marked.get(credential);
    if (sent == null) {
      return;
    }
    first.putIfAbsent(credential, now);
    boolean rule = credential.startsWith("canary");
    if (rule ? !line.contains(EARLY) : now >= closeOf(sent)) {
      settled.putIfAbsent(credential, now);
    }
  }

  /** The time of day at which nothing more may come to the window of a line. */
  private long closeOf(SoakLoad.Sent sent) {
    long window = Math.floorDiv(sent.event(), SoakLoad.HOUR) * SoakLoad.HOUR + SoakLoad.HOUR;
    return load.wallOf(window + Soak.LATENESS);
  }

  /** The time of day at which a line may be acted on: the minute in which its lateness is over. */
  private long releaseOf(SoakLoad.Sent sent) {
    long release = sent.event() + Soak.LATENESS;
    return load.wallOf(-Math.floorDiv(-release, SoakLoad.MINUTE) * SoakLoad.MINUTE);
  }

  /**
   * Latencies in ms by what is measured, of all marked from a time on.
   *
   * @param from time of day, epoch ms
   */
  Map<String, List<Long>> latencies(long from) {
    Map<String, List<Long>> out = new TreeMap<>();
    load.marked.forEach(
        (credential, sent) -> {
          boolean rule = credential.startsWith("canary");
          Long at = first.get(credential);
          if (sent.wall() < from || at == null) {
            return;
          }
          Long last = settled.get(credential);
          if (rule) {
            add(out, "rule finding, told on arrival, from sending its line", at - sent.wall());
            if (last != null) {
              add(out, "rule finding, settled, from sending its line", last - sent.wall());
              add(
                  out,
                  "rule finding, settled, from the release of its line",
                  last - releaseOf(sent));
            }
            return;
          }
          String kind = "statistical finding, first told, from ";
          add(out, kind + "sending its line", at - sent.wall());
          add(out, kind + "the release of its line", at - releaseOf(sent));
          if (last != null) {
            add(out, "statistical finding, from the close of its hour", last - closeOf(sent));
          }
        });
    return out;
  }

  private static void add(Map<String, List<Long>> to, String what, long ms) {
    to.computeIfAbsent(what, name -> new ArrayList<>()).add(ms);
  }
}
