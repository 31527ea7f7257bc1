package org.gatewatch;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.ingest.Formats;
import org.gatewatch.ingest.RecordReader;
import org.gatewatch.io.Element;
import org.gatewatch.io.InputFile;
import org.gatewatch.pipeline.NoProfile;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsLoader;

/**
 * One measured run in a process of its own: {@code parse|noop|replay CONFIG OUT}. The last line
 * printed holds what the whole process took.
 */
public final class BenchRuns {
  private BenchRuns() {}

  public static void main(String[] args) {
    try {
      Settings settings = new SettingsLoader(Formats.ids(), Map.of()).load(Path.of(args[1]), null);
      ReplayFiles files = ReplayFiles.of(settings);
      switch (args[0]) {
        case "parse" -> parse(files);
        case "noop" -> replay(settings, files, Path.of(args[2]), NoProfile::drop);
        case "replay" -> replay(settings, files, Path.of(args[2]), UnaryOperator.identity());
        default -> throw new IllegalArgumentException(args[0]);
      }
      tell(files.bytes());
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1); // threads of Flink would keep a failed process alive
    }
  }

  /** Every file on this thread: framed, parsed, redacted, enriched, hashed. */
  private static void parse(ReplayFiles files) {
    long sum = 0;
    for (InputFile file : files.files()) {
      try (RecordReader reader =
          files.ingest().open(file.binding(), Path.of(file.path()), file.index())) {
        for (RecordReader.Read read = reader.next(); read != null; read = reader.next()) {
          AccessEvent event = read.event();
          if (event == null) {
            throw new IllegalStateException(String.valueOf(read.rejected()));
          }
          sum += event.hashLow();
        }
      }
    }
    System.out.println("sum of hashes " + sum);
  }

  private static void replay(
      Settings settings, ReplayFiles files, Path out, UnaryOperator<DataStream<Element>> tap)
      throws Exception {
    int parallelism = Math.min(8, Runtime.getRuntime().availableProcessors());
    new Replay(settings, files, Long.MIN_VALUE, Long.MAX_VALUE, out, parallelism)
        .run(progress -> {}, new Configuration(), tap);
  }

  /** Bytes read, CPU (user + system) in ns, wall in ms since the start, peak memory in KiB. */
  public static void tell(long bytes) throws IOException {
    long cpu =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    long wall = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    long peak = -1;
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        peak = Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    System.out.println("measured " + bytes + " " + cpu + " " + wall + " " + peak);
  }
}
