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
import java.util.Locale;
import java.util.Map;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Profiled;
import org.gatewatch.event.Roster;

/**
 * Judges scenarios without Flink and writes what the scorer needs: {@code ScenarioRun FOLDER...},
 * findings go to {@code FOLDER.alerts.jsonl}; with {@code -Dhindsight=true} also to {@code
 * FOLDER.TAG.jsonl}, those of a second pass included. For work on quality and speed; not a test.
 */
public final class ScenarioRun {
  private ScenarioRun() {}

  public static void main(String[] args) throws IOException {
    for (String arg : args) {
      Path folder = Path.of(arg);
      List<Profiled> elements = ScenarioElements.of(folder);
      long cut = elements.get(0).time() + Long.getLong("cut", -1) * 86_400_000L;
      elements = elements.stream().filter(e -> e.time() >= cut).toList();
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
        if (Boolean.getBoolean("hindsight")) {
          hindsight(folder, roster, elements, findings);
        }
      }
    }
  }

  private static void hindsight(
      Path folder, Roster roster, List<Profiled> elements, Map<String, Finding> findings)
      throws IOException {
    List<Window> windows = new ArrayList<>();
    for (Profiled e : elements) {
      if (e.window() != null) {
        windows.add(e.window());
      }
    }
    Map<String, Finding> more = new LinkedHashMap<>();
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (Finding f :
        new Hindsight(
                new JudgeSettings(
                    Double.parseDouble(System.getProperty("hbudget", "3")),
                    Double.NaN,
                    Long.MIN_VALUE),
                roster,
                Controls.NONE,
                List.copyOf(findings.values()))
            .judge(Streams.tape(windows))) {
      more.put(f.uid(), f);
    }
    System.out.printf(
        "hindsight %.2f CPU seconds, %d findings, %d alerts%n",
        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e9,
        more.size(),
        more.values().stream().filter(Finding::alert).count());
    Map<String, Finding> all = new LinkedHashMap<>(findings);
    all.putAll(more);
    String tag = System.getProperty("tag", "hind");
    write(folder.resolveSibling(folder.getFileName() + "." + tag + ".jsonl"), all);
    write(folder.resolveSibling(folder.getFileName() + "." + tag + "-only.jsonl"), more);
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
