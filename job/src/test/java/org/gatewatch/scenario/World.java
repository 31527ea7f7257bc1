package org.gatewatch.scenario;

import static org.gatewatch.scenario.ScenarioOptions.DAY_MS;
import static org.gatewatch.scenario.ScenarioOptions.HOUR_MS;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.scenario.Member.Contract;
import org.gatewatch.scenario.Member.Kind;
import org.gatewatch.scenario.Member.Life;
import org.gatewatch.scenario.Member.Span;
import org.gatewatch.scenario.Member.Volume;

/** The lab: who has a credential, and what the calendar holds. A function of the options. */
final class World {
  /** The model provider is down. */
  static final Span OUTAGE =
      new Span(
          ScenarioOptions.day(11) + 14 * HOUR_MS,
          ScenarioOptions.day(11) + 15 * HOUR_MS + 1_200_000);

  /** The office of the first city moves into another network. */
  static final long OFFICE_MOVE = ScenarioOptions.day(20);

  private static final String KINDS = "PPSPCPPVPSPPVCPSPPVS";
  private static final List<String> TEAMS = List.of("research", "platform", "safety", "product");

  private final ScenarioOptions options;
  private final List<Member> members = new ArrayList<>();
  private int people;
  private int services;
  private int contractors;

  World(ScenarioOptions options) {
    this.options = options;
    for (int number = 0; number < options.credentials(); number++) {
      Draw draw = Draw.of(options.seed(), "member/" + number);
      members.add(
          switch (KINDS.charAt(number % KINDS.length())) {
            case 'P' -> person(number, draw);
            case 'S' -> service(number, draw);
            case 'C' -> cron(number, draw);
            default -> vendorMember(number, draw);
          });
    }
  }

  ScenarioOptions options() {
    return options;
  }

  List<Member> members() {
    return members;
  }

  /** How much busier everyone is: twice on launch day, back within the week. */
  static double surge(long time, boolean person) {
    if (time < ScenarioOptions.LAUNCH_MS) {
      return 1;
    }
    double days = (time - ScenarioOptions.LAUNCH_MS) / (double) DAY_MS;
    return 1 + (person ? 1.0 : 0.2) * StrictMath.exp(-days / 2);
  }

  private Member person(int number, Draw draw) {
    int ordinal = people++;
    int city = draw.below(4);
    String team = TEAMS.get(draw.below(TEAMS.size()));
    boolean early = team.equals("research") || draw.chance(0.4);
    boolean joiner = ordinal % 9 == 4;
    long from = joiner ? ScenarioOptions.day(5 + draw.below(14)) : ScenarioOptions.day(0);
    return new Member(
        number,
        key(number),
        Kind.PERSON,
        "user-" + three(number),
        team,
        null,
        Place.HOMES.get(city),
        Network.home(city, draw.below(2)),
        number % 250,
        draw.chance(0.8) ? city : -1,
        new Client(draw.pickEarly(Client.PEOPLE), draw.below(6)),
        new Volume(
            StrictMath.min(120, draw.logNormal(3.0, 0.7)),
            draw.between(0.6, 2),
            draw.between(6, 7.5),
            draw.between(5, 6.2)),
        Catalogue.models(early),
        Catalogue.endpoints(draw, 3 + draw.below(3)),
        new Contract(from - (joiner ? 2 * HOUR_MS : age(draw)), null, null, null),
        life(draw, from, options.end(), 0.04));
  }

  private Member service(int number, Draw draw) {
    int ordinal = services++;
    int region = draw.below(4);
    boolean rotates = ordinal % 6 == 1;
    long issued = ScenarioOptions.day(0) - age(draw);
    long rotation = ScenarioOptions.day(8 + draw.below(16)) + (9 + draw.below(8)) * HOUR_MS;
    return new Member(
        number,
        key(number),
        Kind.SERVICE,
        "team-" + draw.pick(TEAMS),
        "pipelines",
        null,
        Network.cloud(region).place(),
        Network.cloud(region),
        draw.below(200),
        -1,
        new Client(draw.pick(Client.SERVICES), 2 + draw.below(20)),
        new Volume(
            StrictMath.min(420, draw.logNormal(4.6, 0.6)),
            draw.between(2, 8),
            draw.between(6.5, 8),
            draw.between(4, 6)),
        Catalogue.models(draw.chance(0.25)),
        Catalogue.endpoints(draw, 1 + draw.below(2)),
        new Contract(
            rotates ? rotation - DAY_MS : issued,
            null,
            rotates ? key(9000 + number) : null,
            rotates ? rotation : null),
        steady());
  }

  private Member cron(int number, Draw draw) {
    int region = draw.below(4);
    return new Member(
        number,
        key(number),
        Kind.CRON,
        "team-" + draw.pick(TEAMS),
        "batch",
        null,
        Network.cloud(region).place(),
        Network.cloud(region),
        draw.below(200),
        -1,
        new Client(draw.chance(0.5) ? "curl/8.5.0" : "heron-python", 9),
        new Volume(
            draw.between(25, 90), draw.between(8, 30), draw.between(6.5, 8), draw.between(5, 6.5)),
        Catalogue.models(false),
        Catalogue.endpoints(draw, 1),
        new Contract(ScenarioOptions.day(0) - age(draw), null, null, null),
        steady());
  }

  /** Every fourth one's contract ends in the first week; the second and third are integrations. */
  private Member vendorMember(int number, Draw draw) {
    int ordinal = contractors++;
    Vendor vendor = Vendor.values()[(ordinal + ordinal / 4) % 2];
    boolean integration = ordinal == 1 || ordinal == 2;
    boolean ending = ordinal % 4 == 0;
    Network office = Network.officeOf(vendor);
    long expires =
        ending ? ScenarioOptions.day(4 + draw.below(4)) : options.end() + age(draw) + DAY_MS;
    long until = ending ? expires - 6 * HOUR_MS : options.end();
    return new Member(
        number,
        key(number),
        integration ? Kind.SERVICE : Kind.CONTRACTOR,
        vendor.text + (integration ? ":integration" : ":user-" + three(number)),
        vendor.text + (integration ? "-integration" : "-evaluation"),
        vendor,
        office.place(),
        office,
        3 + draw.below(3),
        -1,
        new Client(draw.pickEarly(Client.PEOPLE), 1 + draw.below(8)),
        new Volume(
            integration ? 110 : StrictMath.min(110, draw.logNormal(3.3, 0.5)),
            integration ? 5 : draw.between(0.7, 2),
            draw.between(6, 7),
            draw.between(5, 6.2)),
        Catalogue.models(ending || draw.chance(0.5)),
        Catalogue.endpoints(draw, 2 + draw.below(2)),
        new Contract(ScenarioOptions.day(0) - age(draw), integration ? null : expires, null, null),
        integration ? steady() : life(draw, ScenarioOptions.day(0), until, 0));
  }

  private Life life(Draw draw, long from, long until, double roleChanges) {
    Span vacation = draw.chance(0.25) ? span(draw, 4 + draw.below(6)) : Span.NEVER;
    Span trip = draw.chance(0.22) ? span(draw, 2 + draw.below(4)) : Span.NEVER;
    int destination = draw.below(Place.TRIPS.size());
    long change =
        draw.chance(roleChanges) ? ScenarioOptions.day(8 + draw.below(18)) : options.end();
    double startHour = 8.7 + 0.8 * draw.gaussian();
    double weekend = draw.chance(0.3) ? draw.between(0.2, 0.5) : 0.04;
    return new Life(new Span(from, until), vacation, trip, destination, change, startHour, weekend);
  }

  private Life steady() {
    Span always = new Span(ScenarioOptions.day(0), options.end());
    return new Life(always, Span.NEVER, Span.NEVER, 0, options.end(), 0, 1);
  }

  private Span span(Draw draw, int days) {
    int from = draw.below(options.days() - days);
    return new Span(ScenarioOptions.day(from), ScenarioOptions.day(from + days));
  }

  private static long age(Draw draw) {
    return (30 + draw.below(500)) * DAY_MS;
  }

  private static String key(int number) {
    return "key-" + (number + 10_000 + "").substring(1);
  }

  private static String three(int number) {
    return (number + 1000 + "").substring(1);
  }
}
