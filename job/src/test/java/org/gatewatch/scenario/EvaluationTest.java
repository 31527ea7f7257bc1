package org.gatewatch.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gatewatch.Gatewatch;
import org.gatewatch.scenario.Truth.Incident;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final Path BAND = Path.of("..", "testdata", "evaluation", "band.json");

  /** Guards the scoring itself: a replay that knows the truth finds all, without a false alert. */
  @Test
  void aReplayThatKnowsTheTruthHasAPerfectScore(@TempDir Path work) throws IOException {
    Band oneSeed = new Band(List.of(3L), 14, Map.of(), new Band.Range(0, 0));
    Score score = Evaluation.run(oneSeed, work, EvaluationTest::oracle);
    assertEquals(AttackType.values().length, score.found().size());
    for (String type : score.found().keySet()) {
      assertEquals(3, score.detected(type), type);
      assertEquals(0, score.medianDelayMs(type), type);
    }
    assertEquals(0, score.falseAlerts().size());
    assertTrue(score.activeCredentialDays() > 1000);
  }

  @Test
  void theCommittedBandSpeaksOfEveryAttackType() throws IOException {
    Band band = Band.read(BAND);
    assertTrue(!band.seeds().isEmpty());
    for (AttackType type : AttackType.values()) {
      Band.Range range = band.detected().get(type.text());
      assertTrue(range != null && range.low() <= range.high(), type.text());
    }
  }

  /**
   * Quality within the committed band. The band moves only with a reason, told in the commit that
   * moves it.
   */
  @Test
  void detectionStaysWithinTheCommittedBand(@TempDir Path work) throws IOException {
    Band band = Band.read(BAND);
    Score score = Evaluation.run(band, work, EvaluationTest::replay);
    Files.writeString(Path.of("target", "evaluation.txt"), score.table());
    assertEquals(List.of(), band.violations(score), score.table());
  }

  private static Path replay(Path scenario) {
    Path out = scenario.resolve("out");
    String config = scenario.resolve("gatewatch.yaml").toString();
    assertEquals(
        0, Gatewatch.run("replay", "--quiet", "--config", config, "--out", out.toString()));
    return out.resolve("alerts.jsonl");
  }

  private static Path oracle(Path scenario) {
    try {
      StringBuilder lines = new StringBuilder();
      for (Incident attack : Truth.read(scenario).attacks()) {
        long start = attack.start();
        lines.append(
            "{\"is_alert\":true,\"time\":%d,\"finding_info\":{\"uid\":\"%s\",\"first_seen_time\":%d,\"last_seen_time\":%d},\"unmapped\":{\"gatewatch\":{\"credential\":\"%s\"}}}\n"
                .formatted(start, attack.id(), start, start, attack.credential()));
      }
      return Files.writeString(scenario.resolve("alerts.jsonl"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
