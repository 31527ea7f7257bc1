package org.gatewatch.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gatewatch.scenario.ScenarioGenerator.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings of one intrusion come together, from log lines to cases, on small logs. */
class JoiningScoreTest {
  private static final int CREDENTIALS = 60;
  private static final int INTRUSIONS = 3;
  private static final List<Long> SEEDS = List.of(2L, 4L);

  @Test
  void intrusionsAreJoinedAndStrangersAreNot(@TempDir Path work) throws IOException {
    List<JoiningScore> scores = new ArrayList<>();
    for (long seed : SEEDS) {
      Scenario scenario = JoiningScore.scenario(seed, CREDENTIALS, INTRUSIONS);
      scores.add(JoiningScore.of(scenario, work.resolve("seed-" + seed)));
    }
    JoiningScore all = scores.stream().reduce(JoiningScore::plus).orElseThrow();
    assertTrue(all.meant() >= 10, all.text());
    assertTrue(all.precision() >= 0.95, all.text());
    assertTrue(all.recall() >= 0.9, all.text());
  }

  @Test
  void everyCredentialIsAttackedOnceAndEveryIntrusionReachesTwo() {
    for (long seed = 1; seed <= 5; seed++) {
      World world = JoiningScore.world(seed, CREDENTIALS);
      List<Attack> attacks = Intruders.of(world, INTRUSIONS);
      Set<String> credentials = new HashSet<>();
      attacks.forEach(a -> assertTrue(credentials.add(a.credentialId()), a.credentialId()));
      for (int i = 0; i < INTRUSIONS; i++) {
        String hand = Intruders.INTRUSION + i;
        assertTrue(
            attacks.stream().filter(a -> Intruders.hand(a.id()).equals(hand)).count() >= 2, hand);
      }
      assertEquals(attacks, Intruders.of(world, INTRUSIONS));
    }
  }
}
