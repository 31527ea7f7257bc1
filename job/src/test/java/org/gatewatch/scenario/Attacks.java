package org.gatewatch.scenario;

import static org.gatewatch.scenario.ScenarioOptions.DAY_MS;
import static org.gatewatch.scenario.ScenarioOptions.HOUR_MS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gatewatch.scenario.Member.Kind;
import org.gatewatch.scenario.Request.Ask;
import org.gatewatch.scenario.Request.Origin;

/**
 * The attacks of a scenario, each on a credential of its own, each with a random stream of its own.
 * They only add requests to what their victims do anyway.
 */
final class Attacks {
  private final World world;
  private final ScenarioOptions options;
  private final Set<Member> victims = new HashSet<>();
  private final List<Attack> attacks = new ArrayList<>();

  private Attacks(World world) {
    this.world = world;
    this.options = world.options();
  }

  static List<Attack> of(World world) {
    Attacks all = new Attacks(world);
    for (AttackType type : AttackType.values()) {
      for (int i = 0; i < world.options().attacks().getOrDefault(type, 0); i++) {
        all.add(type, i);
      }
    }
    return all.attacks;
  }

  private void add(AttackType type, int index) {
    Draw draw = Draw.of(options.seed(), "attack/" + type.text() + "/" + index);
    String id = "attack-" + (attacks.size() + 1);
    Member victim = victim(type, draw);
    List<Request> requests = new ArrayList<>();
    Plan plan = new Plan(id, victim, draw, requests);
    String description =
        switch (type) {
          case LEFTOVER_CONTRACTOR -> leftover(plan);
          case LEAKED_KEY_NEW_NETWORK -> leaked(plan, index);
          case ENDPOINT_GUESS -> guess(plan);
          case VOLUME_BURST -> burst(plan);
          case TOKEN_JUMP -> tokens(plan);
          case OFF_HOURS -> nights(plan);
        };
    requests.removeIf(request -> request.start() >= options.end());
    requests.sort(Comparator.comparingLong(Request::start).thenComparing(Request::id));
    String credential = victim.idAt(requests.get(0).start());
    attacks.add(new Attack(id, type, credential, description, requests));
  }

  private record Plan(String id, Member victim, Draw draw, List<Request> requests) {
    void add(long time, Origin origin, Ask ask) {
      requests.add(Request.of(draw, victim, time, origin, ask, id));
    }
  }

  private Member victim(AttackType type, Draw draw) {
    List<Member> fit =
        world.members().stream()
            .filter(member -> !victims.contains(member) && suits(type, member))
            .toList();
    if (fit.isEmpty()) {
      throw new IllegalArgumentException("too few credentials for another " + type.text());
    }
    Member victim = draw.pick(fit);
    victims.add(victim);
    return victim;
  }

  private boolean suits(AttackType type, Member member) {
    boolean over = member.life().active().until() < options.end();
    if (type == AttackType.LEFTOVER_CONTRACTOR) {
      return over;
    }
    boolean established = member.life().active().from() == ScenarioOptions.day(0) && !over;
    boolean plain = established && member.contract().oldKey() == null && member.vendor() == null;
    return switch (type) {
      case LEAKED_KEY_NEW_NETWORK -> plain && member.kind() != Kind.CRON;
      case ENDPOINT_GUESS, TOKEN_JUMP -> plain && member.volume().perDay() > 8;
      default -> plain && member.kind() == Kind.PERSON;
    };
  }

  /** Local working time: that many hours after nine o'clock of a Monday to Thursday, day 16 on. */
  private long workingTime(Member victim, Draw draw, int latestDay) {
    int day;
    do {
      day = 16 + draw.below(latestDay - 16);
    } while (day % 7 >= 4);
    return ScenarioOptions.day(day)
        + (9 + draw.below(5)) * HOUR_MS
        - (victim.kind() == Kind.PERSON ? victim.place().offsetMs() : 0);
  }

  private String leftover(Plan plan) {
    Draw draw = plan.draw();
    int outsiders = 4 + draw.below(2);
    int firstNetwork = draw.below(12);
    long from = ScenarioOptions.LAUNCH_MS + (long) draw.between(0, 3 * HOUR_MS);
    int guesses = 36 + draw.below(10);
    for (int i = 0; i < guesses; i++) {
      long time = from + (long) draw.between(0, 9 * HOUR_MS);
      String endpoint = i == guesses / 2 ? Catalogue.CANARY : Catalogue.guessedEndpoint(draw);
      int status = draw.chance(0.92) ? (draw.chance(0.6) ? 404 : 403) : 200;
      plan.add(
          time,
          outsider(plan.victim(), firstNetwork, i % outsiders),
          new Ask(endpoint, Catalogue.guessedModel(draw), status, 1));
    }
    for (long hour = from + 9 * HOUR_MS; hour < options.end(); hour += HOUR_MS) {
      for (int k = 0; k < outsiders; k++) {
        Origin origin = outsider(plan.victim(), firstNetwork, k);
        long local = (hour + origin.network().place().offsetMs()) / HOUR_MS % 24;
        int count = draw.negativeBinomial(local >= 10 ? 1.1 : 0.1, 0.5);
        for (int i = 0; i < count; i++) {
          long time = hour + (long) (draw.unit() * HOUR_MS);
          plan.add(time, origin, new Ask("/v1/messages", Catalogue.RESTRICTED, 200, 1.5));
        }
      }
    }
    return "contract over since the first week, key left enabled; "
        + outsiders
        + " outsiders from as many networks through the vendor's proxy from launch day on: "
        + guesses
        + " guesses of names, then steady use of "
        + Catalogue.RESTRICTED;
  }

  private static Origin outsider(Member victim, int firstNetwork, int k) {
    Network network = Network.outside(firstNetwork + k);
    String agent = Client.OUTSIDE.get(k % Client.OUTSIDE.size());
    return new Origin(
        network, network.address(40 + k, 77), agent, Client.ja4Of(agent), victim.owner());
  }

  private String leaked(Plan plan, int index) {
    Draw draw = plan.draw();
    Network network = Network.outside(20 + 3 * index + draw.below(3));
    String agent = draw.pick(Client.OUTSIDE);
    Origin origin =
        new Origin(
            network,
            network.address(draw.below(200), 33),
            agent,
            Client.ja4Of(agent),
            plan.victim().owner());
    long from = workingTime(plan.victim(), draw, options.days() - 2);
    int hours = 3 + draw.below(4);
    for (int hour = 0; hour < hours; hour++) {
      int count = 8 + draw.below(10);
      for (int i = 0; i < count; i++) {
        long time = from + hour * HOUR_MS + (long) (draw.unit() * HOUR_MS);
        plan.add(time, origin, new Ask("/v1/messages", "heron-2", 200, 1.3));
      }
    }
    return "stolen key used for "
        + hours
        + " hours from "
        + network.type()
        + " network AS"
        + network.asn()
        + " in "
        + network.place().country()
        + " with "
        + agent;
  }

  private String guess(Plan plan) {
    Draw draw = plan.draw();
    long from = workingTime(plan.victim(), draw, options.days() - 2);
    int guesses = 28 + draw.below(12);
    boolean canary = draw.chance(0.5);
    for (int i = 0; i < guesses; i++) {
      long time = from + (long) draw.between(0, 2.5 * HOUR_MS);
      String endpoint =
          canary && i == guesses / 2 ? Catalogue.CANARY : Catalogue.guessedEndpoint(draw);
      int status = draw.chance(0.9) ? (draw.chance(0.7) ? 404 : 403) : 200;
      plan.add(
          time,
          Traffic.usualOrigin(world, plan.victim(), time, draw),
          new Ask(endpoint, Catalogue.guessedModel(draw), status, 1));
    }
    return guesses
        + " guesses of endpoint and model names from the usual place, nine in ten refused"
        + (canary ? ", one on the canary" : "");
  }

  private String burst(Plan plan) {
    Draw draw = plan.draw();
    long from = workingTime(plan.victim(), draw, options.days() - 2);
    int hours = 2 + draw.below(2);
    double hourly = StrictMath.max(60, 15 * plan.victim().volume().perDay() / 8.7);
    for (int hour = 0; hour < hours; hour++) {
      int count = (int) (hourly * draw.between(0.8, 1.3));
      for (int i = 0; i < count; i++) {
        usual(plan, from + hour * HOUR_MS + (long) (draw.unit() * HOUR_MS), 1);
      }
    }
    return hours + " hours at 15 times the usual volume, same network and client";
  }

  private String tokens(Plan plan) {
    Draw draw = plan.draw();
    Member victim = plan.victim();
    long from = workingTime(victim, draw, options.days() - 3);
    int perHour = (int) StrictMath.max(5, victim.volume().perDay() / 12);
    for (int hour = 0; hour < 14; hour++) {
      long at = from + (hour < 7 ? hour * HOUR_MS : DAY_MS + (hour - 7) * HOUR_MS);
      for (int i = 0; i < perHour; i++) {
        usual(plan, at + (long) (draw.unit() * HOUR_MS), 8);
      }
    }
    return "two days of seven hours with further requests of eight times the usual output";
  }

  private String nights(Plan plan) {
    Draw draw = plan.draw();
    long from = workingTime(plan.victim(), draw, options.days() - 5);
    long midnight = from - (from + plan.victim().place().offsetMs()) % DAY_MS;
    for (int night = 1; night <= 3; night++) {
      int count = 14 + draw.below(16);
      for (int i = 0; i < count; i++) {
        long time = midnight + night * DAY_MS + (long) (draw.between(1.5, 5) * HOUR_MS);
        usual(plan, time, 1);
      }
    }
    return "three nights between 1:30 and 5:00 local time from the owner's own network";
  }

  private void usual(Plan plan, long time, double outputFactor) {
    Member victim = plan.victim();
    Origin origin = Traffic.usualOrigin(world, victim, time, plan.draw());
    plan.add(time, origin, new Ask(victim.endpoints().get(0), "heron-2", 200, outputFactor));
  }
}
