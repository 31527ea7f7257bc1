package org.gatewatch.live;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.gatewatch.io.KafkaOutlet;
import org.gatewatch.io.KafkaStart;
import org.gatewatch.io.Parcel;

/**
 * From a topic to a topic without end: each line with its number among the lines of its key. A line
 * lost or counted twice shows in all that follow.
 */
public final class CopyJob {
  /** Of all records: older than any retention. */
  static final long EVENT_TIME_MS = 1_000_000_000_000L;

  private CopyJob() {}

  /** Brokers, topic in, topic out. */
  public static void main(String[] args) throws Exception {
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
    build(env, args[0], args[1], args[2], UnaryOperator.identity());
    env.executeAsync("copy");
  }

  static void build(
      StreamExecutionEnvironment env,
      String brokers,
      String in,
      String out,
      UnaryOperator<DataStream<String>> tap) {
    env.setMaxParallelism(128);
    KafkaSource<String> source =
        KafkaSource.<String>builder()
            .setBootstrapServers(brokers)
            .setTopics(in)
            .setGroupId("copy-" + out)
            .setStartingOffsets(new KafkaStart(Long.MIN_VALUE))
            .setValueOnlyDeserializer(new SimpleStringSchema())
            .build();
    WatermarkStrategy<String> past =
        WatermarkStrategy.<String>noWatermarks().withTimestampAssigner((e, t) -> EVENT_TIME_MS);
    DataStream<String> lines = env.fromSource(source, past, "in", Types.STRING).uid("in");
    DataStream<Parcel> parcels =
        tap.apply(lines)
            .keyBy(CopyJob::key, Types.STRING)
            .process(new Numbering())
            .returns(Parcel.TYPE)
            .uid("number");
    KafkaOutlet.attach(parcels, "copy", "1", new KafkaOutlet.Settings(brokers, out, Map.of()));
  }

  /** Of a line {@code key/text}. */
  static String key(String line) {
    return line.substring(0, line.indexOf('/'));
  }

  private static final class Numbering extends KeyedProcessFunction<String, String, Parcel> {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("NullAway.Init") // Flink calls open first
    private transient ValueState<Integer> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.INT));
    }

    @Override
    public void processElement(String line, Context context, Collector<Parcel> out)
        throws Exception {
      Integer before = count.value();
      int number = before == null ? 1 : before + 1;
      count.update(number);
      out.collect(new Parcel(context.getCurrentKey(), number, line + " " + number));
    }
  }
}
