package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.gatewatch.ingest.InputException;
import org.gatewatch.io.KafkaOutlet;
import org.gatewatch.io.Parcel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ShowOutput.class)
@SuppressWarnings("NullAway.Init") // JUnit starts the broker first
class KafkaOutletTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int LINES = 2000;
  private static final int PIECE = 500;

  private static KafkaBroker broker;

  @TempDir Path checkpoints;

  @BeforeAll
  static void start() {
    broker = KafkaBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void aReaderSeesEachLineOnceWhateverFails() throws Exception {
    broker.createTopic("in", 2);
    broker.createTopic("calm", 2);
    broker.createTopic("shaken", 2);
    JobClient calm = run("calm", UnaryOperator.identity());
    Blast.ARMED.set(2);
    JobClient shaken =
        run("shaken", lines -> lines.map(new Blast(50)).returns(Types.STRING).uid("blast"));
    // In pieces, so that there are lines before, between and after the blasts.
    int sent = 0;
    while (sent < LINES || Blast.ARMED.get() > 0) {
      CopyLines.send(broker, "in", sent, sent + PIECE);
      sent += PIECE;
      broker.awaitCommitted("calm", sent, LIMIT);
    }
    broker.awaitCommitted("shaken", sent, LIMIT);
    calm.cancel().get();
    shaken.cancel().get();

    List<ConsumerRecord<String, String>> read =
        broker.read("shaken", IsolationLevel.READ_COMMITTED);
    assertEquals(CopyLines.expected(sent), CopyLines.byKey(read));
    assertEquals(
        CopyLines.byKey(broker.read("calm", IsolationLevel.READ_COMMITTED)), CopyLines.byKey(read));
    assertTrue(
        broker.read("shaken", IsolationLevel.READ_UNCOMMITTED).size() >= read.size(),
        "aborted records are hidden, not gone");
    for (ConsumerRecord<String, String> record : read) {
      assertTrue(
          record.timestamp() > CopyJob.EVENT_TIME_MS,
          "a record as old as its event would be deleted by the topic's retention");
    }
  }

  @Test
  void withoutCheckpointsNothingWouldEverBeSeen() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment();
    DataStream<Parcel> parcels = env.fromData(new Parcel("u", 1, "{}"));
    KafkaOutlet.Settings settings = new KafkaOutlet.Settings("127.0.0.1:1", "t", Map.of());
    InputException e =
        assertThrows(
            InputException.class, () -> KafkaOutlet.attach(parcels, "to-kafka", "1", settings));
    assertEquals(
        "sink to-kafka: Kafka is written at checkpoints, and they are off; expected"
            + " execution.checkpointing.interval in the configuration of Flink",
        e.getMessage());
  }

  @Test
  void whatThePromiseHangsOnCannotBeChosen() {
    Map<String, String> properties =
        Map.of("acks", "0", "transactional.id", "mine", "ssl.protocol", "TLSv1.3");
    InputException e =
        assertThrows(
            InputException.class, () -> new KafkaOutlet.Settings("b:9092", "t", properties));
    assertEquals(
        "Kafka sink to topic t: the properties [acks, transactional.id] cannot be chosen; expected"
            + " others of Kafka's producer, such as those of TLS and SASL",
        e.getMessage());
  }

  private JobClient run(String out, UnaryOperator<DataStream<String>> tap) throws Exception {
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(RestOptions.BIND_PORT, "0");
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.resolve(out).toUri().toString());
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
    CopyJob.build(env, broker.brokers(), "in", out, tap);
    return env.executeAsync(out);
  }
}
