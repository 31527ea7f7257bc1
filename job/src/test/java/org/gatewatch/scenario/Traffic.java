package org.gatewatch.scenario;

import static org.gatewatch.scenario.ScenarioOptions.DAY_MS;
import static org.gatewatch.scenario.ScenarioOptions.HOUR_MS;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.scenario.Member.Kind;
import org.gatewatch.scenario.Member.Life;
import org.gatewatch.scenario.Request.Ask;
import org.gatewatch.scenario.Request.Origin;

/** The clean requests of one member. Each day has a random stream of its own. */
final class Traffic {
  /** Share of an hour of a working day, from the hour in which the day begins. */
  private static final double[] WORKDAY = {
    0.6, 1, 1.1, 1, 0.5, 0.9, 1.1, 1, 0.8, 0.4, 0.12, 0.06, 0.05, 0.08, 0.04
  };

  private final World world;
  private final Member member;
  private final Quirks quirks;
  private final List<Request> requests = new ArrayList<>();

  private Traffic(World world, Member member) {
    this.world = world;
    this.member = member;
    this.quirks = Quirks.of(world, member);
  }

  /** All clean requests of that member, in no particular order. */
  static List<Request> of(World world, Member member) {
    Traffic traffic = new Traffic(world, member);
    for (int day = -1; day <= world.options().days(); day++) {
      Draw draw = Draw.of(world.options().seed(), "traffic/" + member.number() + "/" + day);
      switch (member.kind()) {
        case PERSON, CONTRACTOR -> traffic.workday(day, draw);
        case SERVICE -> traffic.serviceDay(day, draw);
        case CRON -> traffic.cronDay(day, draw);
      }
    }
    return traffic.requests;
  }

  private void workday(int day, Draw draw) {
    Life life = member.life();
    long noon = ScenarioOptions.day(day) + DAY_MS / 2;
    boolean travels = life.trip().holds(noon);
    Place place = travels ? Place.TRIPS.get(life.destination()) : member.place();
    boolean weekend = Math.floorMod(day, 7) >= 5;
    boolean works = draw.chance(weekend ? life.weekend() : 0.93);
    if (!works || life.vacation().holds(noon) || quirks.absent(noon)) {
      return;
    }
    boolean inOffice = member.office() >= 0 && !weekend && draw.chance(0.55);
    boolean roams = draw.chance(0.06);
    int begin = (int) (life.startHour() + 0.5 * draw.gaussian());
    double mean = member.volume().perDay() * (weekend ? 0.3 : 1) * draw.logNormal(0, 0.3);
    for (int i = 0; i < WORKDAY.length; i++) {
      long hour = ScenarioOptions.day(day) + (begin + i) * HOUR_MS - place.offsetMs();
      double share = WORKDAY[i] / 8.7 * World.surge(hour, true) * role(hour) * quirks.volume(hour);
      int count = draw.negativeBinomial(mean * share, member.volume().size());
      Origin origin = originOf(hour, draw, travels, inOffice, roams && i > 7);
      session(draw, hour, count, origin);
    }
    curiosity(day, draw, travels, inOffice);
  }

  /** Someone without access tries the new model on launch day or the day after. */
  private void curiosity(int day, Draw draw, boolean travels, boolean inOffice) {
    boolean curious = draw.chance(0.04) && (day == 18 || day == 21);
    if (curious && !member.allows(Catalogue.RESTRICTED) && member.kind() == Kind.PERSON) {
      long at = ScenarioOptions.day(day) + 11 * HOUR_MS - member.place().offsetMs();
      Origin origin = originOf(at, draw, travels, inOffice, false);
      add(draw, at, origin, new Ask(Catalogue.ENDPOINTS.get(0), Catalogue.RESTRICTED, 403, 1));
    }
  }

  private double role(long time) {
    return time >= member.life().roleChange() ? 2.2 : 1;
  }

  /** Requests of one hour come in clumps. */
  private void session(Draw draw, long hour, int count, Origin origin) {
    long at = hour + (long) (draw.unit() * HOUR_MS);
    for (int i = 0; i < count; i++) {
      if (draw.chance(0.2)) {
        at = hour + (long) (draw.unit() * HOUR_MS);
      }
      add(draw, at, origin, usual(draw, at));
      at = hour + (at - hour + 800 + (long) draw.exponential(40_000)) % HOUR_MS;
    }
  }

  /** Round the clock; the cloud's egress subnet changes every few hours, a few alive at a time. */
  private void serviceDay(int day, Draw draw) {
    double mean = member.volume().perDay() * draw.logNormal(0, 0.12) / 24;
    for (int hour = 0; hour < 24; hour++) {
      long at = ScenarioOptions.day(day) + hour * HOUR_MS;
      double wave = 1 + 0.3 * StrictMath.sin(StrictMath.PI * (hour - 8) / 12);
      double expected = mean * wave * World.surge(at, false) * quirks.volume(at);
      int count = draw.negativeBinomial(expected, member.volume().size());
      for (int i = 0; i < count; i++) {
        long time = at + (long) (draw.unit() * HOUR_MS);
        add(draw, time, serviceOrigin(time, draw), usual(draw, time));
      }
    }
  }

  private void cronDay(int day, Draw draw) {
    boolean weekly = member.number() % 3 == 0;
    if (weekly && Math.floorMod(day, 7) != member.number() % 7) {
      return;
    }
    long at =
        ScenarioOptions.day(day)
            + (member.number() * 7 % 24) * HOUR_MS
            + member.number() * 11L % 60 * 60_000L;
    double mean = member.volume().perDay() * quirks.volume(at);
    int count = draw.negativeBinomial(mean, member.volume().size());
    for (int i = 0; i < count; i++) {
      add(draw, at, serviceOrigin(at, draw), usual(draw, at));
      at += 900 + (long) draw.exponential(6_000);
    }
  }

  private Origin originOf(long time, Draw draw, boolean travels, boolean inOffice, boolean mobile) {
    Client client = member.client();
    if (travels) {
      Network hotel = Network.visited(member.life().destination());
      return origin(hotel, hotel.address(member.number() % 7, 9 + member.number() % 90), time);
    }
    int city = Place.HOMES.indexOf(member.place());
    if (mobile && member.vendor() == null) {
      Network carrier = Network.mobile(city);
      return origin(carrier, carrier.address(draw.below(12), draw.below(150)), time);
    }
    if (inOffice) {
      Network office = Network.office(city, city == 0 && time >= World.OFFICE_MOVE);
      return origin(office, office.address(1, member.number() % 3), time);
    }
    return origin(
        member.home(), member.home().address(member.subnet(), client.lagDays() + 10), time);
  }

  private Origin origin(Network network, String address, long time) {
    Client client = member.client();
    return new Origin(network, address, client.agentAt(time), client.ja4(), member.owner());
  }

  /** Where the member's own machine sits, for attacks from the usual place. */
  static Origin usualOrigin(World world, Member member, long time, Draw draw) {
    Traffic view = new Traffic(world, member);
    boolean machine = member.kind() == Kind.SERVICE || member.kind() == Kind.CRON;
    return machine
        ? view.serviceOrigin(time, draw)
        : view.originOf(time, draw, false, false, false);
  }

  private Origin serviceOrigin(long time, Draw draw) {
    if (member.vendor() != null || member.number() % 4 == 0) {
      return origin(member.home(), member.home().address(member.subnet(), 4), time);
    }
    int turn = (int) ((time - ScenarioOptions.day(-2)) / (5 * HOUR_MS)) + draw.below(2);
    int subnet = member.subnet() + (turn * 7 + member.number()) % 9;
    return origin(member.home(), member.home().address(subnet, 20 + turn * 13 % 60), time);
  }

  private Ask usual(Draw draw, long time) {
    String endpoint = draw.pickEarly(member.endpoints());
    if (draw.chance(0.002)) {
      endpoint = draw.pick(Catalogue.ENDPOINTS);
    }
    String model = Catalogue.GENERAL_MODELS.get(member.number() % 5 == 0 ? 1 : 0);
    if (endpoint.equals("/v1/embeddings")) {
      model = Catalogue.GENERAL_MODELS.get(2);
    } else if (time >= ScenarioOptions.LAUNCH_MS) {
      if (member.allows(Catalogue.RESTRICTED) && draw.chance(0.35)) {
        model = Catalogue.RESTRICTED;
      }
      if (member.kind() == Kind.PERSON && draw.chance(0.04)) {
        endpoint = Catalogue.LAUNCHED_ENDPOINT;
      }
    }
    return new Ask(endpoint, model, status(draw, time), quirks.output(time));
  }

  private static int status(Draw draw, long time) {
    if (World.OUTAGE.holds(time) && draw.chance(0.6)) {
      return 503;
    }
    double u = draw.unit();
    return u < 0.978 ? 200 : u < 0.988 ? 429 : u < 0.994 ? 400 : u < 0.998 ? 500 : 404;
  }

  private void add(Draw draw, long time, Origin origin, Ask ask) {
    Request request = Request.of(draw, member, time, quirks.origin(origin, time), ask, null);
    boolean inLog = time >= ScenarioOptions.day(0) && time < world.options().end();
    if (inLog && member.life().active().holds(time)) {
      requests.add(request);
    }
  }
}
