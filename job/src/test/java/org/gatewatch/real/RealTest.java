package org.gatewatch.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gatewatch.scenario.Draw;
import org.junit.jupiter.api.Test;

class RealTest {
  private static final RealData DATA = new RealData(shared().resolve("data"));

  /** Garwood's interval as in R 4.3: {@code poisson.test(n)$conf.int}. */
  @Test
  void theIntervalIsExact() {
    assertEquals(0, Interval.of(0).low());
    assertEquals(3.688879, Interval.of(0).high(), 1e-6);
    assertEquals(0.02531781, Interval.of(1).low(), 1e-8);
    assertEquals(5.571643, Interval.of(1).high(), 1e-6);
    assertEquals(4.795389, Interval.of(10).low(), 1e-6);
    assertEquals(18.39036, Interval.of(10).high(), 1e-5);
  }

  @Test
  void drawsFollowTheQuantilesTheyAreGiven() {
    Quantiles law = new Quantiles(100, 400, 3000, 9000);
    Draw draw = Draw.of(1, "quantiles");
    int n = 40_000;
    int[] above = new int[3];
    for (int i = 0; i < n; i++) {
      long x = law.draw(draw);
      above[0] += x > 100 ? 1 : 0;
      above[1] += x > 400 ? 1 : 0;
      above[2] += x > 3000 ? 1 : 0;
      assertTrue(x >= 1 && x <= 9000);
    }
    // Three sigma of a binomial.
    assertEquals(0.5, above[0] / (double) n, 0.0075);
    assertEquals(0.1, above[1] / (double) n, 0.0045);
    assertEquals(0.01, above[2] / (double) n, 0.0015);
  }

  @Test
  void aLawOfOneValueDrawsThatValue() {
    assertEquals(7, new Quantiles(7, 7, 7, 7).draw(Draw.of(1, "one")));
    assertEquals(1, new Quantiles(0, 0, 0, 0).draw(Draw.of(1, "none")));
  }

  /** A negative binomial's scatter is 1/size, and thinning leaves it. */
  @Test
  void scatterIsThatOfTheLawAndThinningLeavesIt() {
    for (double keep : new double[] {1, 0.2}) {
      HourStatistics statistics = new HourStatistics();
      Draw draw = Draw.of(1, "scatter");
      for (int credential = 0; credential < 20; credential++) {
        for (int hour = 0; hour < 600; hour++) {
          int count = 1 + draw.negativeBinomial(60, 2);
          for (int i = 0; i < count; i++) {
            if (draw.chance(keep)) {
              statistics.add("c" + credential, hour * 3_600_000L + i, 100);
            }
          }
        }
      }
      Object scatter = statistics.json().get("requests_scatter");
      Object mean = scatter instanceof Map<?, ?> spread ? spread.get("mean") : null;
      assertEquals(0.5, mean instanceof Double d ? d : Double.NaN, 0.06);
    }
  }

  @Test
  void theExpansionKeepsEachClientsRatesAndComesInOrderOfTime() throws Exception {
    assumeTrue(DATA.has(ServeGen.RATES) && DATA.has(ServeGen.TOKENS), "no servegen at " + DATA);
    List<ServeGen.Client> clients = ServeGen.read(DATA);
    assertEquals(205, clients.size());
    Map<String, Integer> counts = new HashMap<>();
    long[] last = {0};
    double k = 2;
    ServeGen.expand(
        clients,
        k,
        (client, time, in, out) -> {
          assertTrue(time >= last[0] && in >= 1 && out >= 1);
          last[0] = time;
          counts.merge(client.id, 1, Integer::sum);
        });
    double expected = 0;
    int drawn = 0;
    for (ServeGen.Client client : clients) {
      expected += Math.min(client.total(), k * Math.sqrt(client.total()));
      drawn += counts.getOrDefault(client.id, 0);
    }
    assertEquals(1, drawn / expected, 0.01);
  }

  @Test
  void attackSessionsHoldTheirRowsInOrderWithoutTellTaleAgents() throws Exception {
    assumeTrue(new Spliced().needs().stream().allMatch(DATA::has), "no attack rows at " + DATA);
    List<AttackSession> sessions = AttackSession.read(DATA);
    Set<String> ids = new HashSet<>();
    for (AttackSession session : sessions) {
      assertTrue(ids.add(session.set() + session.id()));
      long last = Long.MIN_VALUE;
      for (AttackSession.Call call : session.rows()) {
        assertTrue(call.time() >= last);
        last = call.time();
        assertTrue(call.agent() == null || !call.agent().contains("stratus"), call.agent());
      }
    }
    // 35 detonations, as the set's file names say.
    assertEquals(35, sessions.stream().filter(s -> s.set().endsWith("stratus")).count());
  }

  private static Path shared() {
    String root = System.getProperty("GATEWATCH_SHARED", System.getenv("GATEWATCH_SHARED"));
    return Path.of(root == null ? "../../shared" : root);
  }
}
