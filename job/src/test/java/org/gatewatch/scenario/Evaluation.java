package org.gatewatch.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes scenarios, replays them and pools their scores. */
final class Evaluation {
  private Evaluation() {}

  /**
   * The pooled score of the band's seeds.
   *
   * @param work an empty folder; each scenario is written below it
   * @param replay from a scenario's folder (it holds gatewatch.yaml) to its alerts.jsonl
   */
  static Score run(Band band, Path work, Function<Path, Path> replay) throws IOException {
    List<Score> scores = new ArrayList<>();
    for (long seed : band.seeds()) {
      Path folder = work.resolve("seed-" + seed);
      ScenarioWriter.write(ScenarioGenerator.generate(ScenarioOptions.evaluation(seed)), folder);
      Path alerts = replay.apply(folder);
      long judgedFrom = ScenarioOptions.day(band.judgedFromDay());
      scores.add(Score.of(Truth.read(folder), Alert.read(alerts), judgedFrom));
    }
    return scores.stream().reduce(Score::plus).orElseThrow();
  }
}
