package org.gatewatch.judge;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.Roster;

/**
 * Judges scenarios without Flink and writes what the scorer needs: {@code ScenarioRun FOLDER...},
 * findings go to {@code FOLDER.alerts.jsonl}. For work on quality and speed; not a test.
 */
public final class ScenarioRun {
  private ScenarioRun() {}

  public static void main(String[] args) throws IOException {
    for (String arg : args) {
      Path folder = Path.of(arg);
      List<Window> windows = ScenarioWindows.of(folder);
      Roster roster = ScenarioWindows.roster(folder);
      for (int run = 0; run < Integer.getInteger("runs", 1); run++) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        MemoryStore store = new MemoryStore();
        Judge judge =
            new Judge(
                new JudgeSettings(
                    Double.parseDouble(System.getProperty("budget", "3")),
                    Double.NaN,
                    Long.MIN_VALUE),
                roster,
                store,
                f -> findings.put(f.uid(), f));
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        feed(judge, windows);
        double seconds =
            (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
        System.out.printf(
            "%s: %,d windows in %.2f CPU seconds, %,.0f a second; %d findings%n",
            folder, windows.size(), seconds, windows.size() / seconds, findings.size());
        write(folder.resolveSibling(folder.getFileName() + ".alerts.jsonl"), findings);
      }
    }
  }

  static void feed(Judge judge, List<Window> windows) {
    long end = 0;
    for (int i = 0; i < windows.size(); ) {
      Window first = windows.get(i);
      List<Window> batch = new ArrayList<>();
      while (i < windows.size()
          && windows.get(i).close() == first.close()
          && windows.get(i).source() == first.source()) {
        batch.add(windows.get(i++));
      }
      judge.windows(first.close(), first.start(), first.source(), batch);
      end = first.close();
    }
    judge.end(end);
  }

  private static void write(Path file, Map<String, Finding> findings) throws IOException {
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      for (Finding f : findings.values()) {
        out.println(
            "{\"class_uid\":2004,\"is_alert\":"
                + f.alert()
                + ",\"time\":"
                + f.time()
                + ",\"severity\":\""
                + f.severity()
                + "\",\"score\":"
                + f.score()
                + ",\"finding_info\":{\"uid\":\""
                + f.uid()
                + "\",\"first_seen_time\":"
                + f.firstSeen()
                + ",\"last_seen_time\":"
                + f.lastSeen()
                + ",\"desc\":\""
                + f.description().replace("\\", "\\\\").replace("\"", "\\\"")
                + "\"},\"evidences\":[{\"actor\":{\"session\":{\"credential_uid\":\""
                + f.credential()
                + "\"}}}]}");
      }
    }
  }
}
