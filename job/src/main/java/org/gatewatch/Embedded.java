package org.gatewatch;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.gatewatch.io.Element;
import org.gatewatch.io.FilesEnd;
import org.gatewatch.io.FolderSink;
import org.gatewatch.io.FrontWatermarks;
import org.gatewatch.io.Output;
import org.gatewatch.io.OutputPlan;
import org.gatewatch.io.ReplayPlan;
import org.gatewatch.io.ReplaySource;
import org.gatewatch.pipeline.Names;
import org.gatewatch.pipeline.Pipeline;
import org.gatewatch.settings.Settings;
import org.jspecify.annotations.Nullable;

/** The graph on a Flink of its own, inside this process. */
final class Embedded {
  private static final long TICK_MS = 250;

  private Embedded() {}

  /**
   * Runs a replay to its end.
   *
   * @param parallelism of PROFILE, at least 1
   * @param tick called some times a second while it runs
   * @param flink configuration that is kept where it says something
   * @param tap put in between source and graph
   * @param kept where the state at the end of the files is kept; null to keep none
   * @param scratch directory for what Flink unpacks
   * @throws ExecutionException when the job failed, with the reason as its cause
   */
  static void run(
      Settings settings,
      ReplayPlan in,
      OutputPlan out,
      int parallelism,
      Runnable tick,
      Configuration flink,
      UnaryOperator<DataStream<Element>> tap,
      @Nullable KeptState kept,
      Path scratch)
      throws ExecutionException, InterruptedException {
    Configuration configuration = configuration(flink, scratch);
    // A failed replay is run again by whoever started it: what fails here fails the same way twice.
    setDefault(configuration, RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    env.setMaxParallelism(Names.MAX_PARALLELISM);
    DataStream<Element> read =
        env.fromSource(new ReplaySource(in), FrontWatermarks.strategy(), "files", Pipeline.ELEMENT)
            .uid(Names.SOURCE)
            .setParallelism(1);
    DataStream<Output> outputs =
        kept == null
            ? Pipeline.build(tap.apply(read), settings, out.again() != null)
            : Pipeline.watch(Map.of(), tap.apply(read), settings, in.run());
    outputs.sinkTo(new FolderSink(out)).name("output").uid(Names.OUTPUT).setParallelism(1);
    if (kept != null) {
      // A watch that begins with this state has told its receivers nothing of it, and joins it.
      Pipeline.notices(outputs, settings, out.version())
          .sinkTo(new DiscardingSink<>())
          .setParallelism(1);
    }
    try {
      JobClient job = env.executeAsync("gatewatch replay");
      await(job, tick, kept, FilesEnd.of(in.run()));
    } catch (InterruptedException | ExecutionException e) {
      throw e;
    } catch (Exception e) {
      throw new ExecutionException(e);
    }
  }

  /** What every Flink inside this process is told, beside what it is told already. */
  static Configuration configuration(Configuration flink, Path scratch) {
    Configuration configuration = new Configuration(flink);
    setDefault(configuration, PipelineOptions.GENERIC_TYPES, false);
    setDefault(configuration, PipelineOptions.OBJECT_REUSE, true);
    setDefault(configuration, RestOptions.BIND_ADDRESS, "127.0.0.1");
    setDefault(configuration, CoreOptions.TMP_DIRS, scratch.toString());
    setDefault(configuration, TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    setDefault(configuration, TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    setDefault(configuration, TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8));
    return configuration;
  }

  private static void await(JobClient job, Runnable tick, @Nullable KeptState kept, FilesEnd end)
      throws ExecutionException, InterruptedException {
    CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
    while (true) {
      try {
        result.get(TICK_MS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException running) {
        tick.run();
        if (kept != null) {
          kept.look(job, end);
        }
      }
    }
  }

  static <T> void setDefault(
      Configuration configuration, org.apache.flink.configuration.ConfigOption<T> option, T value) {
    if (!configuration.contains(option)) {
      configuration.set(option, value);
    }
  }
}
