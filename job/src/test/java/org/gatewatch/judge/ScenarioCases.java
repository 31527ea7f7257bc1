package org.gatewatch.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gatewatch.baseline.Window;
import org.gatewatch.cases.Case;
import org.gatewatch.cases.Cases;
import org.gatewatch.cases.Usage;
import org.gatewatch.cases.UsageBook;
import org.gatewatch.detect.Profiled;
import org.gatewatch.detect.Restricted;
import org.gatewatch.ingest.Formats;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsException;
import org.gatewatch.settings.SettingsLoader;

/** What a replay of a scenario's folder makes of its findings, without Flink. */
public final class ScenarioCases {
  private ScenarioCases() {}

  /**
   * The cases of a folder that holds {@code gatewatch.yaml}: its lines read, profiled, judged and
   * put together by the product's own code, with its default budget.
   */
  public static List<Case> of(Path folder) throws IOException {
    Settings settings;
    try {
      settings =
          new SettingsLoader(Formats.ids(), Map.of()).load(folder.resolve("gatewatch.yaml"), null);
    } catch (SettingsException e) {
      throw new IOException(e);
    }
    List<Profiled> elements = ScenarioElements.make(settings);
    UsageBook book = new UsageBook();
    TreeMap<String, Finding> findings = new TreeMap<>();
    Judge judge =
        new Judge(
            new JudgeSettings(3, Double.NaN, Long.MIN_VALUE, Restricted.of(settings.policy())),
            settings.roster(),
            new MemoryStore(),
            f -> {
              findings.put(f.uid(), f);
              book.suspect(f.credential());
            });
    for (int from = 0, to; from < elements.size(); from = to) {
      to = from + 1;
      while (to < elements.size() && elements.get(to).time() == elements.get(from).time()) {
        to++;
      }
      List<Profiled> together = elements.subList(from, to);
      for (Profiled element : together) {
        Window window = element.window();
        if (window != null && window.matches() == null) {
          book.add(window);
        }
      }
      Turns.take(judge, together);
    }
    judge.end(elements.get(elements.size() - 1).time());
    List<Usage> usages = new ArrayList<>();
    book.tell(settings.roster(), usages::add);
    return new Cases(usages, List.of()).of(List.copyOf(findings.values()));
  }
}
