package org.gatewatch.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gatewatch.scenario.ScenarioGenerator.LogLine;
import org.junit.jupiter.api.Test;

class QuirksTest {
  private static final ScenarioOptions LIFELIKE = new ScenarioOptions(7, 60, 24, Map.of(), true);

  @Test
  void aLifelikeScenarioIsAFunctionOfItsOptions() {
    assertEquals(texts(LIFELIKE), texts(LIFELIKE));
  }

  @Test
  void tidyMembersHaveNoQuirks() {
    World tidy = new World(new ScenarioOptions(7, 60, 24, Map.of()));
    for (Member member : tidy.members()) {
      Quirks quirks = Quirks.of(tidy, member);
      for (long hour = 0; hour < 24 * 24; hour++) {
        long time = ScenarioOptions.day(hour / 24.0);
        assertEquals(1, quirks.volume(time));
        assertEquals(1, quirks.output(time));
        assertFalse(quirks.absent(time));
      }
      assertTrue(quirks.changes().isEmpty());
    }
  }

  @Test
  void lifelikeMembersSwitchPlacesAndClientsMoreThanTidyOnes() {
    assertTrue(identities(LIFELIKE) > 1.5 * identities(new ScenarioOptions(7, 60, 24, Map.of())));
    World world = new World(LIFELIKE);
    Set<String> kinds = new HashSet<>();
    world.members().forEach(m -> Quirks.of(world, m).changes().forEach(c -> kinds.add(c.kind())));
    assertTrue(kinds.containsAll(Set.of("trip", "vacation", "failover")), kinds.toString());
  }

  private static List<String> texts(ScenarioOptions options) {
    return ScenarioGenerator.generate(options).gateway().stream().map(LineText::of).toList();
  }

  /** Pairs of network and agent per credential. */
  private static double identities(ScenarioOptions options) {
    Map<Integer, Set<String>> seen = new HashMap<>();
    for (LogLine line : ScenarioGenerator.generate(options).gateway()) {
      Request.Origin origin = line.request().origin();
      seen.computeIfAbsent(line.request().member().number(), n -> new HashSet<>())
          .add(origin.network().asn() + " " + origin.agent());
    }
    return seen.values().stream().mapToInt(Set::size).average().orElse(0);
  }
}
