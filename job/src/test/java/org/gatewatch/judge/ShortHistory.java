package org.gatewatch.judge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Profiled;
import org.gatewatch.event.Roster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * How much is found when the log starts three days before the attack: {@code ShortHistory
 * FOLDER...}. Each attack is replayed by itself, from three days before it to a day after it; an
 * alert of either lane counts when its span reaches into the attack. False are the statistical
 * alerts of credentials that no attack touches in that time.
 */
public final class ShortHistory {
  private static final long DAY = 86_400_000L;
  private static final long BEFORE = 3 * DAY;

  private ShortHistory() {}

  public static void main(String[] args) throws IOException {
    Map<String, int[]> types = new TreeMap<>();
    long falseAlerts = 0;
    long days = 0;
    for (String arg : args) {
      Path folder = Path.of(arg);
      List<Profiled> elements = ScenarioElements.of(folder);
      Roster roster = ScenarioElements.settings(folder).roster();
      List<JsonNode> attacks =
          Files.readAllLines(folder.resolve("attacks.jsonl"), StandardCharsets.UTF_8).stream()
              .map(line -> new ObjectMapper().readTree(line))
              .toList();
      for (JsonNode attack : attacks) {
        long start = Instant.parse(attack.get("start").asString()).toEpochMilli();
        long end = Instant.parse(attack.get("end").asString()).toEpochMilli();
        long from = Window.startOf(start - BEFORE);
        long to = end + DAY;
        Set<String> touched = new HashSet<>();
        for (JsonNode other : attacks) {
          if (Instant.parse(other.get("end").asString()).toEpochMilli() >= from - DAY
              && Instant.parse(other.get("start").asString()).toEpochMilli() <= to) {
            touched.add(other.get("credential_id").asString());
          }
        }
        Map<String, Finding> findings = new LinkedHashMap<>();
        Shared shared =
            Boolean.getBoolean("flat")
                ? new Shared(org.gatewatch.baseline.Priors.flat())
                : new Shared();
        Judge judge =
            new Judge(
                JudgeSettings.defaults(),
                roster,
                new MemoryStore(shared),
                f -> findings.merge(f.uid(), f, (a, b) -> a.alert() ? a : b));
        List<Profiled> part =
            elements.stream().filter(e -> startOf(e) >= from && e.time() <= to).toList();
        Set<String> active = new HashSet<>();
        for (Profiled e : part) {
          Window w = e.window();
          if (w != null && !touched.contains(e.credential())) {
            active.add(w.start() / DAY + e.credential());
          }
        }
        Turns.take(judge, part);
        judge.end(to);
        days += active.size();
        boolean found = false;
        String credential = attack.get("credential_id").asString();
        for (Finding f : findings.values()) {
          if (!f.alert()) {
            continue;
          }
          found |=
              f.credential().equals(credential)
                  && f.time() >= start
                  && f.firstSeen() <= end
                  && f.lastSeen() >= start;
          falseAlerts +=
              f.lane() == Finding.Lane.BEHAVIOUR && !touched.contains(f.credential()) ? 1 : 0;
        }
        int[] count = types.computeIfAbsent(attack.get("type").asString(), t -> new int[2]);
        count[0] += found ? 1 : 0;
        count[1]++;
      }
    }
    int found = 0;
    int all = 0;
    for (var type : types.entrySet()) {
      System.out.printf("%-20s %d of %d%n", type.getKey(), type.getValue()[0], type.getValue()[1]);
      found += type.getValue()[0];
      all += type.getValue()[1];
    }
    System.out.printf(
        "found %d of %d; %d false statistical alerts in %,d credential-days: %.2f per 1,000%n",
        found, all, falseAlerts, days, 1000.0 * falseAlerts / days);
  }

  private static long startOf(Profiled e) {
    Window w = e.window();
    Window pane = e.pane();
    return w != null ? w.start() : pane != null ? pane.start() : e.time() - Window.LENGTH;
  }
}
