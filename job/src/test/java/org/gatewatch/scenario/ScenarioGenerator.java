package org.gatewatch.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a scenario: a pure function of its options. Clean traffic never depends on the attacks.
 *
 * <pre>
 * java -cp ... org.gatewatch.scenario.ScenarioGenerator OUT_DIR incident
 * java -cp ... org.gatewatch.scenario.ScenarioGenerator OUT_DIR vendor-incident
 * java -cp ... org.gatewatch.scenario.ScenarioGenerator OUT_DIR evaluation SEED [no-attacks]
 * java -cp ... org.gatewatch.scenario.ScenarioGenerator OUT_DIR lifelike SEED
 * </pre>
 */
public final class ScenarioGenerator {
  private ScenarioGenerator() {}

  /**
   * Everything that happened, and how it stands in the logs.
   *
   * @param gateway in order of completion
   * @param vendors in order of arrival; every line of a vendor's log, those sent twice twice
   */
  record Scenario(
      World world,
      List<Attack> attacks,
      List<LogLine> gateway,
      Map<Vendor, List<LogLine>> vendors) {}

  /**
   * A line of a log.
   *
   * @param time event time as that log has it, epoch ms
   * @param vendor whose log, null for the gateway's
   * @param order where it stands in its file
   */
  record LogLine(Request request, long time, @Nullable Vendor vendor, long order) {
    static final Comparator<LogLine> FILE_ORDER =
        Comparator.comparingLong(LogLine::order).thenComparing(line -> line.request().id());
  }

  /** How often a vendor's proxy ships its log, ms; the batch itself travels up to two minutes. */
  private static final long BATCH_MS = 7 * 60_000L;

  static Scenario generate(ScenarioOptions options) {
    World world = new World(options);
    return of(world, Attacks.of(world));
  }

  /** That world with these attacks. */
  static Scenario of(World world, List<Attack> attacks) {
    ScenarioOptions options = world.options();
    List<Request> requests = new ArrayList<>();
    for (Member member : world.members()) {
      requests.addAll(Traffic.of(world, member));
    }
    for (Attack attack : attacks) {
      requests.addAll(attack.requests());
    }
    List<LogLine> gateway = new ArrayList<>();
    Map<Vendor, List<LogLine>> vendors = new EnumMap<>(Vendor.class);
    for (Vendor vendor : Vendor.values()) {
      vendors.put(vendor, new ArrayList<>());
    }
    for (Request request : requests) {
      gateway.add(new LogLine(request, request.start(), null, request.completed()));
      Vendor vendor = request.member().vendor();
      List<LogLine> log = vendor == null ? null : vendors.get(vendor);
      if (vendor != null && log != null) {
        addVendorLine(options.seed(), request, vendor, log);
      }
    }
    gateway.sort(LogLine.FILE_ORDER);
    vendors.values().forEach(log -> log.sort(LogLine.FILE_ORDER));
    return new Scenario(world, attacks, gateway, vendors);
  }

  /** One line in 200 never arrives, one in 1000 arrives again with the next batch. */
  private static void addVendorLine(long seed, Request request, Vendor vendor, List<LogLine> log) {
    Draw draw = Draw.of(seed, "line/" + request.id());
    if (draw.chance(0.005)) {
      return;
    }
    long time = request.start() - 5 - draw.below(40) + vendor.clockAheadMs;
    long batch = request.completed() / BATCH_MS + 1;
    log.add(new LogLine(request, time, vendor, batch));
    if (draw.chance(0.001)) {
      log.add(new LogLine(request, time, vendor, batch + 1));
    }
  }

  /** Writes a scenario; see the class. */
  public static void main(String[] args) throws IOException {
    if (args.length == 2 && args[1].equals("vendor-incident")) {
      VendorIncident.write(Path.of(args[0]));
      return;
    }
    ScenarioOptions options = args.length < 2 ? null : options(args);
    if (options == null) {
      System.err.println(
          "usage: ScenarioGenerator OUT_DIR incident | OUT_DIR vendor-incident | OUT_DIR evaluation SEED [no-attacks]"
              + " | OUT_DIR lifelike SEED");
      System.exit(2);
      return;
    }
    ScenarioWriter.write(generate(options), Path.of(args[0]));
  }

  private static @Nullable ScenarioOptions options(String[] args) {
    if (args.length == 2 && args[1].equals("incident")) {
      return ScenarioOptions.incident();
    }
    if (args.length == 3 && args[1].equals("lifelike")) {
      return ScenarioOptions.lifelike(Long.parseLong(args[2]));
    }
    if (args.length < 3 || !args[1].equals("evaluation")) {
      return null;
    }
    ScenarioOptions evaluation = ScenarioOptions.evaluation(Long.parseLong(args[2]));
    return args.length == 4 && args[3].equals("no-attacks")
        ? evaluation.withoutAttacks()
        : evaluation;
  }
}
