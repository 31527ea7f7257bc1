package org.gatewatch.scenario;

import static org.gatewatch.scenario.ScenarioOptions.DAY_MS;
import static org.gatewatch.scenario.ScenarioOptions.HOUR_MS;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.scenario.Member.Kind;
import org.gatewatch.scenario.Member.Span;
import org.gatewatch.scenario.Request.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What makes one member's life less tidy than {@link Traffic} has it: only in lifelike scenarios,
 * and from random streams of its own, so that without them not a byte changes. Sizes follow the
 * summary statistics of public traces (ServeGen, coding sessions): scatter of hourly requests .6 in
 * the middle and 2 at the upper tenth, variance of ln output tokens between hours .1 and .3 or
 * more.
 */
final class Quirks {
  /** A member without any. */
  private static final Quirks NONE = new Quirks();

  private static final long BLOCK_MS = 600_000;
  private static final List<String> TOOLS =
      List.of("heron-vscode/0.9.4", "heron-notebook/3.2.0", "okhttp/4.12.0", "axios/1.7.2");

  /**
   * A change that is no attack.
   *
   * @param kind as in benign.jsonl
   */
  record Change(String kind, Span span) {}

  private final @Nullable Member member;
  private final long seed;
  private final List<Change> changes = new ArrayList<>();
  private final List<Span> absences = new ArrayList<>();
  private double[] volume = {};
  private double[] output = {};

  private double scale = 1;
  private double outputScale = 1;
  private double outputSpread;
  private double afterChange = 1;
  private double outputAfterChange = 1;
  private long changeAt = Long.MAX_VALUE;
  private int weeklyHour = -1;
  private double weeklyFactor = 1;
  private double phone;
  private double tool;
  private String toolAgent = "";
  private double vpn;
  private double cafe;
  private int renumbering;
  private boolean serverless;
  private long switchAt = Long.MAX_VALUE;
  private String switchTo = "";
  private long[] patches = {};
  private final List<Span> elsewhere = new ArrayList<>();

  private Quirks() {
    member = null;
    seed = 0;
  }

  private Quirks(World world, Member member) {
    seed = world.options().seed();
    this.member = member;
    Draw draw = Draw.of(seed, "quirks/" + member.number());
    boolean machine = member.kind() == Kind.SERVICE || member.kind() == Kind.CRON;
    int days = world.options().days();
    scale = StrictMath.min(20, draw.logNormal(machine ? 0.5 : 0.8, machine ? 1 : 0.6));
    boolean labels = machine && draw.chance(0.15);
    outputScale = labels ? 0.02 : draw.logNormal(0, machine ? 0.8 : 0.4);
    outputSpread = draw.between(0, 0.9);
    volume = wave(draw, days, 0.8, StrictMath.min(1.4, draw.logNormal(-0.85, 0.65)));
    output = wave(draw, days, 0.9, StrictMath.min(1.2, draw.logNormal(-1.2, 0.6)));
    batches(draw, machine ? 0.004 : 0.002);
    if (draw.chance(0.1)) {
      changeAt = ScenarioOptions.day(4 + draw.below(days - 6));
      afterChange = draw.logNormal(0, 0.9);
      outputAfterChange = draw.logNormal(0, 0.4);
      changes.add(new Change("role_change", new Span(changeAt, world.options().end())));
    }
    patches = new long[draw.below(4)];
    for (int i = 0; i < patches.length; i++) {
      patches[i] = ScenarioOptions.day(draw.between(0, days));
    }
    if (draw.chance(machine ? 0.06 : 0.15)) {
      switchAt = ScenarioOptions.day(3 + draw.below(days - 4));
      switchTo = draw.pick(machine ? Client.SERVICES : Client.PEOPLE);
      changes.add(new Change("client_change", new Span(switchAt, switchAt + 3 * DAY_MS)));
    }
    if (machine) {
      machine(draw, days);
    } else {
      person(draw, days);
    }
  }

  /** The quirks of a member, none unless the scenario is lifelike. */
  static Quirks of(World world, Member member) {
    return world.options().lifelike() ? new Quirks(world, member) : NONE;
  }

  private void machine(Draw draw, int days) {
    weeklyHour = draw.chance(0.3) ? draw.below(168) : -1;
    weeklyFactor = draw.between(3, 15);
    serverless = draw.chance(0.25);
    int failovers = draw.chance(0.3) ? 1 + draw.below(2) : 0;
    for (int i = 0; i < failovers; i++) {
      away(draw, "failover", draw.between(0, days), draw.between(1, 8) / 24);
    }
    if (draw.chance(0.05)) {
      away(draw, "migration", draw.between(4, days - 2), days);
    }
  }

  private void person(Draw draw, int days) {
    phone = draw.chance(0.35) ? draw.between(0.05, 0.3) : 0;
    tool = draw.chance(0.3) ? draw.between(0.05, 0.4) : 0;
    toolAgent = draw.pick(TOOLS);
    vpn = draw.chance(0.2) ? draw.between(0.1, 0.5) : 0;
    cafe = draw.chance(0.25) ? draw.between(0.05, 0.2) : 0;
    renumbering = draw.chance(0.4) ? 2 + draw.below(9) : 0;
    int trips = draw.chance(0.3) ? 1 + draw.below(2) : 0;
    for (int i = 0; i < trips; i++) {
      away(draw, "trip", draw.below(days), 1 + draw.below(4));
    }
    if (draw.chance(0.3)) {
      int from = draw.below(days);
      Span span = span(from, 2 + draw.below(13));
      absences.add(span);
      changes.add(new Change("vacation", span));
    }
    for (int day = 0; day < days; day++) {
      if (draw.chance(0.02)) {
        absences.add(span(day, 1)); // ill
      }
    }
  }

  private void away(Draw draw, String kind, double from, double length) {
    Span span = span(from, length);
    elsewhere.add(span);
    changes.add(new Change(kind, span));
    // The stream goes on alike for every kind.
    draw.bits();
  }

  private static Span span(double from, double days) {
    return new Span(ScenarioOptions.day(from), ScenarioOptions.day(from + days));
  }

  /** Hourly factors of mean one: the exponential of an autoregression of order one. */
  private static double[] wave(Draw draw, int days, double memory, double sd) {
    double[] factors = new double[24 * (days + 4)];
    double x = sd * draw.gaussian();
    double fresh = StrictMath.sqrt(1 - memory * memory) * sd;
    for (int i = 0; i < factors.length; i++) {
      factors[i] = StrictMath.exp(x - sd * sd / 2);
      x = memory * x + fresh * draw.gaussian();
    }
    return factors;
  }

  /** Rare hours with much more work. */
  private void batches(Draw draw, double chance) {
    for (int i = 0; i < volume.length; i++) {
      if (draw.chance(chance)) {
        volume[i] *= draw.between(4, 15);
      }
    }
  }

  private static int index(long time, int length) {
    long hour = Math.floorDiv(time - ScenarioOptions.day(-2), HOUR_MS);
    return (int) StrictMath.max(0, StrictMath.min(length - 1, hour));
  }

  /** Times the usual requests in that hour. */
  double volume(long hour) {
    if (member == null) {
      return 1;
    }
    long sinceStart = Math.floorDiv(hour - ScenarioOptions.day(0), HOUR_MS);
    boolean weekly = weeklyHour >= 0 && Math.floorMod(sinceStart, 168L) == weeklyHour;
    return scale
        * volume[index(hour, volume.length)]
        * (hour >= changeAt ? afterChange : 1)
        * (weekly ? weeklyFactor : 1);
  }

  /** Times the usual output of a request at that time. */
  double output(long time) {
    Member self = member;
    if (self == null) {
      return 1;
    }
    Draw draw = Draw.of(seed, "output/" + self.number() + "/" + time);
    return outputScale
        * draw.logNormal(0, outputSpread)
        * output[index(time, output.length)]
        * (time >= changeAt ? outputAfterChange : 1);
  }

  /** Not at work at all, besides the vacation of its life. */
  boolean absent(long noon) {
    return absences.stream().anyMatch(span -> span.holds(noon));
  }

  /** Changes for benign.jsonl. */
  List<Change> changes() {
    return changes;
  }

  /** Where a request really comes from that usually comes from {@code usual}. */
  Origin origin(Origin usual, long time) {
    Member self = member;
    if (self == null) {
      return usual;
    }
    String agent = agent(self, usual.agent(), time);
    boolean machine = self.kind() == Kind.SERVICE || self.kind() == Kind.CRON;
    Draw block = Draw.of(seed, "block/" + self.number() + "/" + Math.floorDiv(time, BLOCK_MS));
    for (int i = 0; i < elsewhere.size(); i++) {
      if (elsewhere.get(i).holds(time)) {
        Network there =
            machine
                ? Network.cloud((self.number() + 1 + i) % 4)
                : Network.elsewhere((self.number() * 5 + 3 * i) % 160, null);
        int subnet = machine ? 200 + self.number() % 40 : self.number() % 9;
        return new Origin(
            there,
            there.address(subnet, 30 + block.below(machine ? 4 : 1)),
            agent,
            usual.ja4(),
            usual.principal());
      }
    }
    return machine
        ? machineOrigin(self, usual, agent, block)
        : personOrigin(self, usual, agent, time, block);
  }

  private Origin machineOrigin(Member self, Origin usual, String agent, Draw block) {
    String address =
        serverless && self.vendor() == null
            ? usual.network().address(block.below(200), block.below(200))
            : usual.address();
    return new Origin(usual.network(), address, agent, usual.ja4(), usual.principal());
  }

  private Origin personOrigin(Member self, Origin usual, String agent, long time, Draw block) {
    long day = Math.floorDiv(time + self.place().offsetMs(), DAY_MS);
    Draw today = Draw.of(seed, "today/" + self.number() + "/" + day);
    boolean atHome = usual.network().equals(self.home());
    if (block.chance(phone)) {
      int city = Math.max(0, Place.HOMES.indexOf(self.place()));
      Network carrier = Network.mobile(city);
      String app = "heron-mobile/2." + (time >= ScenarioOptions.day(15) ? 5 : 4);
      String ja4 = Client.ja4Of("heron-mobile");
      return new Origin(
          carrier, carrier.address(block.below(12), block.below(150)), app, ja4, usual.principal());
    }
    boolean byTool = block.chance(tool);
    String program = byTool ? toolAgent : agent;
    String ja4 = byTool ? Client.ja4Of(toolAgent) : usual.ja4();
    Network network = usual.network();
    String address = usual.address();
    if (today.chance(vpn) && self.vendor() == null) {
      network = Network.vpn(Math.max(0, Place.HOMES.indexOf(self.place())) % 2);
      address = network.address(1, today.below(2));
    } else if (atHome && today.chance(cafe)) {
      network = Network.elsewhere(160 + self.number() % 60, self.place());
      address = network.address(today.below(3), today.below(100));
    } else if (atHome && renumbering > 0) {
      int lease = (int) Math.floorDiv(day, (long) renumbering);
      int subnet = Draw.of(seed, "lease/" + self.number() + "/" + lease).below(250);
      address = network.address(subnet, 20 + self.number() % 100);
    }
    return new Origin(network, address, program, ja4, usual.principal());
  }

  private String agent(Member self, String usual, long time) {
    String program = usual;
    if (time >= switchAt) {
      program = new Client(switchTo, self.client().lagDays()).agentAt(time);
    }
    int patch = 0;
    for (long at : patches) {
      patch += time >= at ? 1 : 0;
    }
    return patch > 0 && program.endsWith(".0")
        ? program.substring(0, program.length() - 1) + patch
        : program;
  }
}
