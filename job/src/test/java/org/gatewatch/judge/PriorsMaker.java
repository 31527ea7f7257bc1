package org.gatewatch.judge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gatewatch.baseline.Priors;
import org.gatewatch.detect.Profiled;
import org.gatewatch.event.Roster;
import org.gatewatch.ingest.Formats;
import org.gatewatch.scenario.ScenarioGenerator;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsException;
import org.gatewatch.settings.SettingsLoader;

/**
 * Makes the tails of {@code priors.txt}: {@code PriorsMaker FILE}. Lifelike scenarios without
 * attacks, in whose scatter of requests and tokens the summary statistics of public traces went
 * ({@code scripts/real --statistics}), are judged from their first hour, first with scores taken at
 * their word, then three times with the tails that were counted; what the last pass counted is
 * written. Rates and means of the file are kept.
 */
public final class PriorsMaker {
  private static final int FIRST_SEED = 101;
  private static final int SEEDS = 10;
  private static final int PASSES = 3;

  private PriorsMaker() {}

  private record Log(List<Profiled> elements, Roster roster) {}

  public static void main(String[] args) throws IOException, SettingsException {
    Path file = Path.of(args[0]);
    List<String> kept =
        Files.readAllLines(file, StandardCharsets.UTF_8).stream()
            .filter(line -> !line.startsWith("tail ") && !line.startsWith("# tails"))
            .toList();
    List<Log> logs = new ArrayList<>();
    for (int seed : IntStream.range(FIRST_SEED, FIRST_SEED + SEEDS).toArray()) {
      Path folder = Files.createTempDirectory("priors");
      ScenarioGenerator.main(new String[] {folder.toString(), "lifelike", String.valueOf(seed)});
      Settings settings =
          new SettingsLoader(Formats.ids(), java.util.Map.of())
              .load(folder.resolve("gatewatch.yaml"), null);
      logs.add(new Log(ScenarioElements.make(settings), settings.roster()));
      System.err.println("seed " + seed + ": " + logs.get(logs.size() - 1).elements().size());
    }
    Priors priors = Priors.flat();
    List<String> tails = List.of();
    for (int pass = 0; pass <= PASSES; pass++) {
      Shared sum = new Shared(priors);
      for (Log log : logs) {
        Shared shared = new Shared(priors);
        Judge judge =
            new Judge(JudgeSettings.defaults(), log.roster(), new MemoryStore(shared), f -> {});
        Turns.take(judge, log.elements());
        judge.end(log.elements().get(log.elements().size() - 1).time());
        sum.count(shared);
      }
      tails = sum.tails();
      priors = priors.with(tails);
    }
    List<String> out = new ArrayList<>(kept);
    out.add(
        "# tails: lifelike scenarios, seeds "
            + FIRST_SEED
            + " to "
            + (FIRST_SEED + SEEDS - 1)
            + ", pass "
            + PASSES);
    out.addAll(tails);
    Files.write(file, out, StandardCharsets.UTF_8);
  }
}
