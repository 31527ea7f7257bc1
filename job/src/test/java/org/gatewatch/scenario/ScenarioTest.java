package org.gatewatch.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.gatewatch.scenario.ScenarioGenerator.LogLine;
import org.gatewatch.scenario.ScenarioGenerator.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioTest {
  private static final ScenarioOptions SMALL =
      new ScenarioOptions(5, 60, 24, ScenarioOptions.incident().attacks());
  private static final Path INCIDENT = Path.of("..", "testdata", "incident");

  @Test
  void attacksNeverChangeACleanLine() {
    Scenario with = ScenarioGenerator.generate(SMALL);
    Scenario without = ScenarioGenerator.generate(SMALL.withoutAttacks());
    assertEquals(texts(without.gateway()), clean(with.gateway()));
    for (Vendor vendor : Vendor.values()) {
      assertEquals(
          texts(without.vendors().getOrDefault(vendor, List.of())),
          clean(with.vendors().getOrDefault(vendor, List.of())));
    }
  }

  @Test
  void seedsDiffer() {
    ScenarioOptions other = new ScenarioOptions(6, 60, 24, Map.of());
    assertTrue(
        ScenarioGenerator.generate(other).gateway().size()
            != ScenarioGenerator.generate(SMALL.withoutAttacks()).gateway().size());
  }

  @Test
  void gatewayLinesLieLessThanFiveMinutesBehindAndVendorLinesLessThanThirty() {
    Scenario scenario = ScenarioGenerator.generate(SMALL);
    assertTrue(furthestBehind(scenario.gateway()) < 5 * 60_000L);
    for (List<LogLine> log : scenario.vendors().values()) {
      assertTrue(furthestBehind(log) < 30 * 60_000L);
    }
  }

  @Test
  void vendorLinesAreMissingAndDuplicatedAsRarelyAsDocumented() {
    Scenario scenario = ScenarioGenerator.generate(ScenarioOptions.incident());
    long passed =
        scenario.gateway().stream().filter(l -> l.request().member().vendor() != null).count();
    long lines = scenario.vendors().values().stream().mapToLong(List::size).sum();
    Set<String> ids = new HashSet<>();
    scenario.vendors().values().forEach(log -> log.forEach(l -> ids.add(l.request().id())));
    // 11,700 lines: a binomial three sigma either way.
    assertEquals(0.005, (passed - ids.size()) / (double) passed, 0.002);
    assertEquals(0.001, (lines - ids.size()) / (double) passed, 0.0009);
  }

  @Test
  void theLeftoverCredentialIsUnusedBetweenItsContractAndTheLaunch() {
    Scenario scenario = ScenarioGenerator.generate(ScenarioOptions.incident());
    Attack leftover = scenario.attacks().get(0);
    assertEquals(AttackType.LEFTOVER_CONTRACTOR, leftover.type());
    Member victim = leftover.requests().get(0).member();
    Long expires = victim.contract().expires();
    for (LogLine line : scenario.gateway()) {
      if (line.request().member().equals(victim)) {
        boolean attack = line.request().attack() != null;
        assertTrue(
            attack
                ? line.time() >= ScenarioOptions.LAUNCH_MS
                : expires != null && line.time() < expires);
      }
    }
  }

  @Test
  void requestIdsAreUnique() {
    Scenario scenario = ScenarioGenerator.generate(ScenarioOptions.incident());
    Map<String, Long> ids =
        scenario.gateway().stream()
            .collect(
                Collectors.groupingBy(l -> l.request().id(), HashMap::new, Collectors.counting()));
    assertEquals(scenario.gateway().size(), ids.size());
  }

  /**
   * If this fails after a change on purpose: write testdata/incident again (its README says how).
   */
  @Test
  void theCommittedIncidentIsWhatTheGeneratorWrites(@TempDir Path folder) throws IOException {
    ScenarioWriter.write(ScenarioGenerator.generate(ScenarioOptions.incident()), folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        assertEquals(
            List.of(content(file).split("\n")),
            List.of(content(INCIDENT.resolve(name)).split("\n")),
            name);
      }
    }
  }

  private static String content(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> texts(List<LogLine> log) {
    return log.stream().map(LineText::of).toList();
  }

  private static List<String> clean(List<LogLine> log) {
    return texts(log.stream().filter(line -> line.request().attack() == null).toList());
  }

  private static long furthestBehind(List<LogLine> log) {
    long front = Long.MIN_VALUE;
    long behind = 0;
    for (LogLine line : log) {
      front = Math.max(front, line.time());
      behind = Math.max(behind, front - line.time());
    }
    return behind;
  }
}
