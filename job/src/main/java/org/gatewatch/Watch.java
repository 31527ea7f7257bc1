package org.gatewatch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.gatewatch.ingest.Binding;
import org.gatewatch.io.Element;
import org.gatewatch.io.FolderSink;
import org.gatewatch.io.FollowPlan;
import org.gatewatch.io.FollowSource;
import org.gatewatch.io.FrontWatermarks;
import org.gatewatch.io.InputFile;
import org.gatewatch.io.InputNames;
import org.gatewatch.io.KafkaInput;
import org.gatewatch.io.LiveWatermarks;
import org.gatewatch.io.Outlets;
import org.gatewatch.io.Output;
import org.gatewatch.io.OutputPlan;
import org.gatewatch.io.ReadFiles;
import org.gatewatch.io.ReplayPlan;
import org.gatewatch.io.ReplaySource;
import org.gatewatch.pipeline.Names;
import org.gatewatch.pipeline.Pipeline;
import org.gatewatch.settings.Live;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.Topic;
import org.jspecify.annotations.Nullable;

/**
 * One watch: what it reads for ever, where its outputs go. A binding with a topic is read from
 * Kafka; where it has paths, too, they are its history, read first. A binding with paths alone is
 * followed as its files grow.
 *
 * @param history files of the bindings that have a topic
 * @param read what a replay has read, from whose state the watch began; null without one
 * @param run its name, for its progress
 * @param out the output directory; exists
 */
record Watch(
    Settings settings, ReplayFiles history, @Nullable ReadFiles read, String run, Path out) {

  /** The same with what is declared now. */
  Watch with(Settings declared) throws IOException {
    return new Watch(declared, history.with(declared), read, run, out);
  }

  /** Puts the whole graph into an environment. */
  void build(StreamExecutionEnvironment env) throws IOException {
    env.setMaxParallelism(Names.MAX_PARALLELISM);
    boolean anew =
        env.getConfiguration().getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isEmpty();
    Live live = settings.live();
    Map<String, DataStream<Element>> inputs = new LinkedHashMap<>();
    TreeMap<Integer, List<String>> topics = new TreeMap<>();
    for (Topic topic : live.topics()) {
      Binding binding = settings.bindings().get(topic.binding());
      long since = read == null ? newest(binding) : read.since(binding);
      topics.put(topic.binding(), topic.topics());
      String name = "topic-" + binding.name();
      inputs.put(
          name,
          env.fromSource(
                  KafkaInput.source(
                      history.ingest(),
                      Pipeline.ELEMENT,
                      topic.binding(),
                      topic.topics(),
                      topic.brokers(),
                      topic.properties(),
                      "gatewatch-" + binding.name(),
                      since),
                  // A record is logged after what it tells of, so none is released before that.
                  // What goes on from a checkpoint goes on from there, whatever the files hold now.
                  LiveWatermarks.ofPartitions(
                      live.idleAfterMs(), anew || read != null ? since : Long.MIN_VALUE),
                  binding.name(),
                  Pipeline.ELEMENT)
              .uid(Names.LIVE_SOURCE + name));
    }
    List<Integer> followed = followed();
    if (!followed.isEmpty()) {
      inputs.put(
          "files",
          env.fromSource(
                  new FollowSource(
                      new FollowPlan(
                          history.ingest(),
                          settings.bindings(),
                          followed,
                          live.idleAfterMs(),
                          read)),
                  // The source itself closes time: it knows what is still to be read.
                  LiveWatermarks.strategy(Long.MAX_VALUE, Long.MIN_VALUE),
                  "files",
                  Pipeline.ELEMENT)
              .uid(Names.LIVE_SOURCE + "files")
              .setParallelism(1));
    }
    DataStream<Output> outputs = Pipeline.watch(inputs, past(env), settings, run);
    outputs.sinkTo(new FolderSink(plan(topics))).name("output").uid(Names.OUTPUT).setParallelism(1);
    if (!live.sinks().isEmpty()) {
      Outlets.attach(
          Pipeline.notices(outputs, settings, Version.text()),
          live.sinks(),
          OutputDirectory.id(out));
    }
  }

  /** Bindings that are read from files that grow. */
  private List<Integer> followed() {
    return settings.bindings().stream()
        .map(Binding::index)
        .filter(binding -> settings.live().topic(binding) == null)
        .toList();
  }

  private @Nullable DataStream<Element> past(StreamExecutionEnvironment env) {
    if (history.files().isEmpty()) {
      return null;
    }
    ReplayPlan plan =
        new ReplayPlan(
            run,
            history.ingest(),
            settings.bindings(),
            history.files(),
            history.formats(),
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            1,
            /* kept= */ false);
    WatermarkStrategy<Element> fronts = FrontWatermarks.strategy();
    return env.fromSource(new ReplaySource(plan), fronts, "history", Pipeline.ELEMENT)
        .uid(Names.SOURCE)
        .setParallelism(1);
  }

  /** Where a binding's topic goes on from its history, ms: in its newest file, or before. */
  private long newest(Binding binding) {
    long newest =
        history.files().stream()
            .filter(f -> f.binding() == binding.index())
            .mapToLong(InputFile::firstTime)
            .max()
            .orElse(Long.MIN_VALUE);
    return newest == Long.MIN_VALUE ? newest : newest - ReadFiles.overlap(binding);
  }

  private OutputPlan plan(TreeMap<Integer, List<String>> topics) throws IOException {
    return new OutputPlan(
        run,
        out.toString(),
        Version.text(),
        settings.bindings(),
        new InputNames(read == null ? history.paths() : read.paths(), topics),
        settings.fingerprint(),
        OutputDirectory.codeFingerprint(),
        settings.controls(),
        settings.redactionKey().fingerprint(),
        /* live= */ true,
        null);
  }
}
