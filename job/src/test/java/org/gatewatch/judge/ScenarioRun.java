package org.gatewatch.judge;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gatewatch.detect.Profiled;
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
      List<Profiled> elements = ScenarioElements.of(folder);
      Roster roster = ScenarioElements.settings(folder).roster();
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
                f -> take(findings, f));
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Turns.take(judge, elements);
        judge.end(elements.get(elements.size() - 1).time());
        double seconds =
            (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9;
        System.out.printf(
            "%s: %s in %.2f CPU seconds, %,.0f a second; %d findings%n",
            folder, counts(elements), seconds, elements.size() / seconds, findings.size());
        write(folder.resolveSibling(folder.getFileName() + ".alerts.jsonl"), findings);
      }
    }
  }

  /** A finding that paged has paged, whatever became of it. */
  private static void take(Map<String, Finding> findings, Finding f) {
    Finding before = findings.get(f.uid());
    if (f.change().kind() == Change.Kind.WITHDRAWN && before != null) {
      System.out.println("  " + f.credential() + " " + f.change().reason());
      return;
    }
    findings.put(f.uid(), f);
  }

  private static String counts(List<Profiled> elements) {
    long hits = elements.stream().filter(e -> e.hit() != null).count();
    long panes = elements.stream().filter(e -> e.pane() != null).count();
    return String.format(
        Locale.ROOT,
        "%,d windows, %,d panes, %,d hits",
        elements.size() - hits - panes,
        panes,
        hits);
  }

  private static void write(Path file, Map<String, Finding> findings) throws IOException {
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      for (Finding f : findings.values()) {
        out.println(
            "{\"lane\":\""
                + f.lane()
                + "\",\"class_uid\":2004,\"is_alert\":"
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
