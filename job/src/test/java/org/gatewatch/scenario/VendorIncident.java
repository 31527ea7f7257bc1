package org.gatewatch.scenario;

import static org.gatewatch.scenario.ScenarioOptions.DAY_MS;
import static org.gatewatch.scenario.ScenarioOptions.HOUR_MS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gatewatch.scenario.Member.Span;
import org.gatewatch.scenario.Request.Ask;
import org.gatewatch.scenario.Request.Origin;
import org.gatewatch.scenario.ScenarioGenerator.LogLine;
import org.gatewatch.scenario.ScenarioGenerator.Scenario;

/**
 * The incident of testdata/vendor-incident: from launch day on, two outsiders reach the restricted
 * model through a vendor with a contractor's leftover credential and guessed names; three days
 * later they try the vendor's integration key, which they found beside it; and for a morning the
 * vendor's feed is silent while they go on.
 */
final class VendorIncident {
  /** The vendor's feed is silent: day 24, 06:00 to 15:00 UTC. */
  static final Span SILENT =
      new Span(ScenarioOptions.day(24) + 6 * HOUR_MS, ScenarioOptions.day(24) + 15 * HOUR_MS);

  private static final int OUTSIDERS = 2;
  private static final int FIRST_NETWORK = 5;
  private static final double HOURLY = 2.2;

  private VendorIncident() {}

  static ScenarioOptions options() {
    return new ScenarioOptions(2, 30, 30, Map.of());
  }

  static Scenario generate() {
    World world = new World(options());
    Member leftover =
        world.members().stream()
            .filter(m -> m.vendor() != null && m.life().active().until() < options().end())
            .findFirst()
            .orElseThrow();
    Member second =
        world.members().stream()
            .filter(m -> m.vendor() == leftover.vendor() && !m.equals(leftover))
            .findFirst()
            .orElseThrow();
    List<Attack> attacks = List.of(leftover(leftover), spread(second));
    Scenario all = ScenarioGenerator.of(world, attacks);
    Map<Vendor, List<LogLine>> vendors = new EnumMap<>(all.vendors());
    vendors.computeIfPresent(
        java.util.Objects.requireNonNull(leftover.vendor()),
        (v, lines) -> lines.stream().filter(line -> !SILENT.holds(line.time())).toList());
    return new Scenario(world, attacks, all.gateway(), vendors);
  }

  private static Attack leftover(Member victim) {
    Draw draw = Draw.of(2, "vendor-incident/leftover");
    List<Request> requests = new ArrayList<>();
    long from = ScenarioOptions.LAUNCH_MS + 50 * 60_000L;
    for (int i = 0; i < 30; i++) {
      int status = i % 10 == 9 ? 200 : draw.chance(0.6) ? 404 : 403;
      String endpoint = i == 17 ? Catalogue.CANARY : Catalogue.guessedEndpoint(draw);
      Ask ask = new Ask(endpoint, Catalogue.guessedModel(draw), status, 1);
      long time = from + (long) draw.between(0, 4 * HOUR_MS);
      requests.add(Request.of(draw, victim, time, outsider(victim, i), ask, "attack-1"));
    }
    for (long hour = from + 4 * HOUR_MS; hour < options().end() - DAY_MS; hour += HOUR_MS) {
      long ofDay = hour / HOUR_MS % 24;
      int count = draw.negativeBinomial(ofDay >= 5 && ofDay < 20 ? HOURLY : 0.1, 2);
      for (int i = 0; i < count; i++) {
        long time = hour + (long) (draw.unit() * HOUR_MS);
        Ask ask = new Ask("/v1/messages", Catalogue.RESTRICTED, 200, 1.5);
        requests.add(
            Request.of(draw, victim, time, outsider(victim, draw.below(9)), ask, "attack-1"));
      }
    }
    return attack(
        "attack-1",
        AttackType.LEFTOVER_CONTRACTOR,
        victim,
        "contract over, key left enabled; two outsiders through the vendor's proxy from launch day"
            + " on, 30 guesses of names, then steady use of the restricted model",
        requests);
  }

  private static Attack spread(Member victim) {
    Draw draw = Draw.of(2, "vendor-incident/spread");
    List<Request> requests = new ArrayList<>();
    long from = ScenarioOptions.day(20) + 9 * HOUR_MS;
    for (int i = 0; i < 36; i++) {
      long time = from + (long) draw.between(0, 3 * HOUR_MS);
      boolean allowed = i % 3 == 0;
      Ask ask =
          new Ask(
              "/v1/messages", allowed ? "heron-2" : Catalogue.RESTRICTED, allowed ? 200 : 403, 1);
      requests.add(Request.of(draw, victim, time, outsider(victim, 0), ask, "attack-2"));
    }
    return attack(
        "attack-2",
        AttackType.LEAKED_KEY_NEW_NETWORK,
        victim,
        "the same outsiders try the vendor's integration key for three hours; the restricted model"
            + " is refused to it",
        requests);
  }

  private static Origin outsider(Member victim, int i) {
    int k = i % OUTSIDERS;
    Network network = Network.outside(FIRST_NETWORK + k);
    String agent = Client.OUTSIDE.get(k);
    return new Origin(
        network, network.address(40 + k, 77), agent, Client.ja4Of(agent), victim.owner());
  }

  private static Attack attack(
      String id, AttackType type, Member victim, String description, List<Request> requests) {
    requests.sort(Comparator.comparingLong(Request::start).thenComparing(Request::id));
    return new Attack(id, type, victim.id(), description, requests);
  }

  /** Writes the scenario and, beside it, what a case about it must answer. */
  static void write(Path folder) throws IOException {
    Scenario scenario = generate();
    ScenarioWriter.write(scenario, folder);
    Files.writeString(folder.resolve("truth.json"), truth(scenario) + "\n");
  }

  private static String truth(Scenario scenario) {
    List<Request> all = scenario.attacks().stream().flatMap(a -> a.requests().stream()).toList();
    TreeSet<String> networks = new TreeSet<>();
    all.forEach(r -> networks.add(r.origin().address()));
    return new LineText()
        .text("credentials", String.join(" ", ids(scenario)))
        .text("addresses", String.join(" ", networks))
        .text("start", LineText.time(all.stream().mapToLong(Request::start).min().orElseThrow()))
        .text("end", LineText.time(all.stream().mapToLong(Request::start).max().orElseThrow()))
        .number("requests", all.size())
        .number("input_tokens", all.stream().mapToLong(Request::inputTokens).sum())
        .number("output_tokens", all.stream().mapToLong(r -> Math.max(0, r.outputTokens())).sum())
        .text("contained", "yes")
        .text("vendor", "larkfield")
        .text("revoke", String.join(" ", ids(scenario)))
        .text("silent_from", LineText.time(SILENT.from()))
        .text("silent_to", LineText.time(SILENT.until()))
        .end();
  }

  private static List<String> ids(Scenario scenario) {
    return scenario.attacks().stream().flatMap(a -> Stream.of(a.credentialId())).sorted().toList();
  }
}
