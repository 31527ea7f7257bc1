package org.gatewatch.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A real broker (KRaft, one node) in a process of its own, on ports of its own of the loopback. Its
 * data outlive a kill and a restart, not the closing.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final String HEAP = "384m";

  /** What of the test class path a broker needs; Jackson 3 and Flink would only be in its way. */
  private static final List<String> JARS =
      List.of(
          "kafka",
          "scala",
          "jackson-annotations-2",
          "jackson-core-2",
          "jackson-databind-2",
          "jackson-dataformat-csv-2",
          "jackson-dataformat-yaml-2",
          "jackson-datatype",
          "snakeyaml-2",
          "jopt",
          "metrics-core",
          "caffeine",
          "slf4j-api",
          "log4j",
          "zstd-jni",
          "lz4",
          "snappy",
          "re2j",
          "argparse4j",
          "jose4j",
          "pcollections",
          "hash4j",
          "HdrHistogram",
          "jspecify",
          "commons-");

  private final Path directory;
  private final int port;
  private final String cluster = Uuid.randomUuid().toString();
  private @Nullable Child process;
  private @Nullable KafkaProducer<String, String> producer;

  private KafkaBroker(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /** Starts a new one; returns when it serves. */
  public static KafkaBroker start() {
    try {
      Path directory = Files.createTempDirectory("broker");
      int port = Child.freePort();
      Files.writeString(directory.resolve("server.properties"), properties(directory, port));
      KafkaBroker broker = new KafkaBroker(directory, port);
      broker.restart();
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code bootstrap.servers}. */
  public String brokers() {
    return "127.0.0.1:" + port;
  }

  /** Creates a topic and waits until it can be written to. */
  public void createTopic(String topic, int partitions, Map<String, String> settings) {
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
          .all()
          .get();
      Await.until("topic " + topic, READY, () -> hasLeaders(admin, List.of(topic)));
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Creates a topic with the broker's settings. */
  public void createTopic(String topic, int partitions) {
    createTopic(topic, partitions, Map.of());
  }

  /**
   * Writes one record.
   *
   * @param partition null = by the key
   * @return done when the broker has it
   */
  public Future<?> send(
      String topic, @Nullable Integer partition, @Nullable String key, String value) {
    return producer().send(new ProducerRecord<>(topic, partition, key, value));
  }

  /** Writes lines to one partition, in order; returns when the broker has them. */
  public void produce(String topic, int partition, Collection<String> lines) {
    List<Future<?>> sent = new ArrayList<>();
    for (String line : lines) {
      sent.add(send(topic, partition, null, line));
    }
    flush(sent);
  }

  /** Waits for what was sent. */
  public void flush(List<Future<?>> sent) {
    producer().flush();
    for (Future<?> one : sent) {
      try {
        one.get();
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * All records of a topic up to its present end, partition after partition.
   *
   * @param isolation under {@code READ_COMMITTED} the end is before the first open transaction
   */
  public List<ConsumerRecord<String, String>> read(String topic, IsolationLevel isolation) {
    List<ConsumerRecord<String, String>> all = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(topic, isolation)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      Await.until(
          "the end of " + topic,
          READY,
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            return ends.keySet().stream()
                .allMatch(p -> consumer.position(p) >= ends.getOrDefault(p, 0L));
          });
      // What came in while this was read is left for the next time.
      all.removeIf(
          r -> r.offset() >= ends.getOrDefault(new TopicPartition(topic, r.partition()), 0L));
    }
    all.sort((a, b) -> Integer.compare(a.partition(), b.partition()));
    return all;
  }

  /** The values of {@link #read} under {@code read_committed}. */
  public List<String> committed(String topic) {
    return read(topic, IsolationLevel.READ_COMMITTED).stream().map(ConsumerRecord::value).toList();
  }

  /** Waits until a reader under {@code read_committed} has seen so many records of a topic. */
  public void awaitCommitted(String topic, int records, Duration limit) {
    int[] seen = new int[1];
    try (KafkaConsumer<String, String> consumer = consumer(topic, IsolationLevel.READ_COMMITTED)) {
      Await.until(
          records + " committed records in " + topic,
          limit,
          () -> {
            seen[0] += consumer.poll(Duration.ofMillis(100)).count();
            return seen[0] >= records;
          });
    } catch (AssertionError e) {
      throw new AssertionError("only " + seen[0] + " records in " + topic, e);
    }
  }

  /** SIGKILL; the data stay. */
  public void kill9() {
    if (process != null) {
      process.kill9();
    }
  }

  /** Starts it on the ports and the data it had; returns when it serves all its topics. */
  public void restart() {
    if (process != null) {
      process.close();
    }
    Child child =
        Child.start(
            "broker",
            directory.resolve("output.txt"),
            HEAP,
            Child.jars(name -> JARS.stream().anyMatch(name::startsWith)),
            Map.of(),
            BrokerMain.class.getName(),
            List.of(
                directory.resolve("server.properties").toString(),
                directory.resolve("data").toString(),
                cluster));
    process = child;
    try (Admin admin = admin()) {
      Await.until(
          "a broker on " + brokers(),
          READY,
          () -> {
            if (!child.isAlive()) {
              throw new AssertionError("the broker ended\n" + Child.outputs());
            }
            return !admin.describeCluster().nodes().get().isEmpty()
                && hasLeaders(admin, admin.listTopics().names().get());
          });
    }
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
    if (process != null) {
      process.close();
    }
    Child.deleteTree(directory);
  }

  /** Of all partitions, from their first record. */
  private KafkaConsumer<String, String> consumer(String topic, IsolationLevel isolation) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", brokers());
    properties.setProperty("isolation.level", isolation.toString().toLowerCase(Locale.ROOT));
    properties.setProperty("enable.auto.commit", "false");
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private KafkaProducer<String, String> producer() {
    if (producer == null) {
      Properties properties = new Properties();
      properties.setProperty("bootstrap.servers", brokers());
      properties.setProperty("linger.ms", "5");
      producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }
    return producer;
  }

  private Admin admin() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", brokers());
    properties.put("default.api.timeout.ms", 5000);
    properties.put("request.timeout.ms", 2000);
    properties.put("reconnect.backoff.max.ms", 100);
    return Admin.create(properties);
  }

  private static boolean hasLeaders(Admin admin, Collection<String> topics)
      throws ExecutionException, InterruptedException {
    return admin.describeTopics(topics).allTopicNames().get().values().stream()
        .flatMap(t -> t.partitions().stream())
        .allMatch(p -> p.leader() != null && !p.leader().isEmpty());
  }

  private static String properties(Path directory, int port) {
    int controller = Child.freePort();
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$s
        listeners=PLAINTEXT://127.0.0.1:%1$s,CONTROLLER://127.0.0.1:%2$s
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$s
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
        log.dirs=%3$s
        auto.create.topics.enable=false
        broker.session.timeout.ms=2000
        broker.heartbeat.interval.ms=250
        offsets.topic.num.partitions=1
        offsets.topic.replication.factor=1
        group.initial.rebalance.delay.ms=0
        transaction.state.log.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        transaction.max.timeout.ms=900000
        """
        .formatted(Integer.toString(port), Integer.toString(controller), directory.resolve("data"));
  }
}
