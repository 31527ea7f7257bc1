package org.gatewatch.scenario;

import static org.gatewatch.scenario.ScenarioOptions.DAY_MS;
import static org.gatewatch.scenario.ScenarioOptions.HOUR_MS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.gatewatch.scenario.Member.Kind;
import org.gatewatch.scenario.Request.Ask;
import org.gatewatch.scenario.Request.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Intrusions that reach over several credentials, and what resembles them: a function of the world.
 *
 * <p>Each intrusion uses two to five credentials of the lab, of one vendor or of both, within some
 * days, and perhaps tries a few more in passing. Its identity is one host, one prefix, a chain of
 * networks, each further credential being used from where the one before was used last, or nothing
 * but a client that hops from prefix to prefix. The client is a common tool, one of its own, or
 * mimics the owner's.
 *
 * <p>What resembles them: attacks on single credentials that come out of one office's NAT, out of
 * one busy prefix of a cloud, or out of one exit of a hosting company, with common tools, in the
 * same days; the same from places of their own; and colleagues at a conference, behind its NAT.
 */
final class Intruders {
  /** Begins the id of an attack of an intrusion: {@code intrusion-2.1}. */
  static final String INTRUSION = "intrusion-";

  private static final int FIRST_DAY = 16;

  private final World world;
  private final ScenarioOptions options;
  private final Set<Member> victims = new HashSet<>();
  private final List<Attack> attacks = new ArrayList<>();

  private Intruders(World world) {
    this.world = world;
    this.options = world.options();
  }

  /** How an intruder's places hang together. */
  private enum Way {
    HOST,
    PREFIX,
    CHAIN,
    HOPS
  }

  /** Where somebody sits in a network, and with what. */
  private record Hand(Network network, int subnet, int host, @Nullable String agent) {
    /** Of an address of its own for each credential when {@code shift} says so. */
    Origin at(Member victim, long time, int shift) {
      String client = agent == null ? victim.client().agentAt(time) : agent;
      String ja4 = agent == null ? victim.client().ja4() : Client.ja4Of(agent);
      String address = network.address(subnet, (host + 7 * shift) % 200);
      return new Origin(network, address, client, ja4, victim.owner());
    }
  }

  /**
   * All of them.
   *
   * @param intrusions how many
   */
  static List<Attack> of(World world, int intrusions) {
    Intruders all = new Intruders(world);
    for (int i = 0; i < intrusions; i++) {
      all.intrusion(i);
    }
    all.behindTheOffice();
    all.inTheCloud();
    all.alone();
    all.conference();
    all.throughOneExit();
    return all.attacks;
  }

  /** Of an attack id, what tells which attacks are of one hand; its own id when alone. */
  static String hand(String attack) {
    return attack.startsWith(INTRUSION) ? attack.substring(0, attack.indexOf('.')) : attack;
  }

  private void intrusion(int index) {
    Draw draw = Draw.of(options.seed(), "intrusion/" + index);
    int reach = 2 + draw.below(4);
    int tries = draw.chance(0.3) ? 2 + draw.below(5) : 0;
    double way = draw.unit();
    Way how = way < 0.45 ? Way.HOST : way < 0.7 ? Way.PREFIX : way < 0.9 ? Way.CHAIN : Way.HOPS;
    double client = draw.unit();
    String agent =
        client < 0.55
            ? draw.pick(Client.OUTSIDE)
            : client < 0.8 ? "sync-" + draw.hex(4) + "/0." + draw.below(9) : null;
    Kind only = null;
    Vendor of = null;
    double aim = draw.unit();
    if (aim < 0.3) {
      of = Vendor.values()[draw.below(Vendor.values().length)];
    } else if (aim < 0.5) {
      only = Kind.CONTRACTOR;
    } else if (aim < 0.7) {
      only = Kind.PERSON;
    }
    List<Hand> hands = new ArrayList<>();
    int at = 16 * index % 80 + draw.below(4);
    boolean oneOperator = draw.chance(0.5);
    long from = time(FIRST_DAY + draw.below(6), draw);
    for (int k = 0; k < reach + tries; k++) {
      boolean fresh = k == 0 || how == Way.HOPS || (how == Way.CHAIN && draw.chance(0.6));
      List<Hand> here = new ArrayList<>();
      if (!fresh || (how == Way.CHAIN && k > 0)) {
        here.add(hands.get(hands.size() - 1));
      }
      if (fresh) {
        int number = how == Way.HOPS && oneOperator ? at : at + 2 * hands.size();
        hands.add(new Hand(Network.outside(number), draw.below(250), draw.below(200), agent));
        here.add(hands.get(hands.size() - 1));
      }
      Member victim = victim(draw, k < reach ? only : null, k < reach ? of : null);
      if (victim == null) {
        continue;
      }
      long start = k < reach ? from : from - (long) draw.between(0, 8 * HOUR_MS);
      String id = INTRUSION + index + "." + k;
      int shift = how == Way.PREFIX ? k : 0;
      List<Request> requests = new ArrayList<>();
      for (Hand hand : here) {
        long begin = start + here.indexOf(hand) * (2 * HOUR_MS + 600_000L);
        requests.addAll(
            k < reach
                ? use(id, victim, draw, begin, hand, shift)
                : tried(id, victim, draw, begin, hand, shift));
      }
      add(id, victim, how + ", " + (agent == null ? "the owner's client" : agent), requests);
      from += (long) draw.between(0, 1.6 * DAY_MS);
    }
  }

  /** Working time of a Monday to Thursday, that day or the next that is one. */
  private static long time(int day, Draw draw) {
    int then = day % 7 >= 4 ? day + 7 - day % 7 : day;
    return ScenarioOptions.day(then) + (long) draw.between(6 * HOUR_MS, 18 * HOUR_MS);
  }

  /** An established credential of that kind and vendor; of any when there is none left. */
  private @Nullable Member victim(Draw draw, @Nullable Kind only, @Nullable Vendor of) {
    List<Member> fit =
        world.members().stream()
            .filter(m -> !victims.contains(m) && m.kind() != Kind.CRON)
            .filter(m -> m.life().active().from() == ScenarioOptions.day(0))
            .filter(m -> m.life().active().until() >= options.end())
            .filter(m -> m.contract().oldKey() == null)
            .toList();
    List<Member> wanted =
        fit.stream()
            .filter(m -> only == null || m.kind() == only)
            .filter(m -> of == null || m.vendor() == of)
            .toList();
    if (fit.isEmpty()) {
      return null;
    }
    Member victim = draw.pick(wanted.isEmpty() ? fit : wanted);
    victims.add(victim);
    return victim;
  }

  /** What is done with a credential: some hours of use, a look around, or a slow pull over days. */
  private List<Request> use(String id, Member victim, Draw draw, long from, Hand hand, int shift) {
    List<Request> out = new ArrayList<>();
    double what = draw.unit();
    if (what < 0.5) {
      int hours = 2 + draw.below(4);
      int count = hours * (6 + draw.below(12));
      for (int i = 0; i < count; i++) {
        long time = from + (long) (draw.unit() * hours * HOUR_MS);
        Ask ask = new Ask("/v1/messages", "heron-2", 200, 1.3);
        out.add(Request.of(draw, victim, time, hand.at(victim, time, shift), ask, id));
      }
    } else if (what < 0.75) {
      int guesses = 12 + draw.below(24);
      for (int i = 0; i < guesses; i++) {
        long time = from + (long) (draw.unit() * 2 * HOUR_MS);
        int status = draw.chance(0.85) ? (draw.chance(0.6) ? 404 : 403) : 200;
        String endpoint = Catalogue.guessedEndpoint(draw);
        Ask ask = new Ask(endpoint, Catalogue.guessedModel(draw), status, 1);
        out.add(Request.of(draw, victim, time, hand.at(victim, time, shift), ask, id));
      }
    } else {
      int days = 2 + draw.below(3);
      for (int day = 0; day < days; day++) {
        int count = 8 + draw.below(14);
        for (int i = 0; i < count; i++) {
          long time = from + day * DAY_MS + (long) (draw.unit() * 5 * HOUR_MS);
          Ask ask = new Ask("/v1/messages", "heron-2", 200, 3);
          out.add(Request.of(draw, victim, time, hand.at(victim, time, shift), ask, id));
        }
      }
    }
    return out;
  }

  /** Whether it works at all. */
  private static List<Request> tried(
      String id, Member victim, Draw draw, long from, Hand hand, int shift) {
    List<Request> out = new ArrayList<>();
    int count = 1 + draw.below(3);
    for (int i = 0; i < count; i++) {
      long time = from + i * 20_000L;
      Ask ask = new Ask("/v1/models", "heron-2", 200, 1);
      out.add(Request.of(draw, victim, time, hand.at(victim, time, shift), ask, id));
    }
    return out;
  }

  private void add(String id, Member victim, String description, List<Request> requests) {
    requests.removeIf(r -> r.start() >= options.end());
    requests.sort(Comparator.comparingLong(Request::start).thenComparing(Request::id));
    if (!requests.isEmpty()) {
      String credential = victim.idAt(requests.get(0).start());
      attacks.add(
          new Attack(id, AttackType.LEAKED_KEY_NEW_NETWORK, credential, description, requests));
    }
  }

  private void single(String id, Draw draw, long from, Hand hand, @Nullable Kind kind) {
    Member victim = victim(draw, kind, null);
    if (victim != null) {
      add(id, victim, "alone, " + hand.agent(), use(id, victim, draw, from, hand, 0));
    }
  }

  /** Three strangers behind the NAT of one office, within two days, with common tools. */
  private void behindTheOffice() {
    Draw draw = Draw.of(options.seed(), "intrusion/office");
    int city = 1 + draw.below(3);
    long from = time(FIRST_DAY + draw.below(9), draw);
    for (int i = 0; i < 3; i++) {
      Hand hand =
          new Hand(Network.office(city, false), 1, draw.below(3), draw.pick(Client.OUTSIDE));
      single("office-" + i, draw, from + (long) draw.between(0, 2 * DAY_MS), hand, Kind.SERVICE);
    }
  }

  /** Three strangers in the prefix of a cloud that most services are seen from. */
  private void inTheCloud() {
    Draw draw = Draw.of(options.seed(), "intrusion/cloud");
    int region = draw.below(4);
    int busiest =
        IntStream.range(0, 210)
            .boxed()
            .max(Comparator.comparingLong(subnet -> users(region, subnet)))
            .orElseThrow();
    long from = time(FIRST_DAY + draw.below(9), draw);
    for (int i = 0; i < 3; i++) {
      Hand hand =
          new Hand(Network.cloud(region), busiest, 20 + draw.below(60), draw.pick(Client.OUTSIDE));
      single("cloud-" + i, draw, from + (long) draw.between(0, 2 * DAY_MS), hand, Kind.PERSON);
    }
  }

  private long users(int region, int subnet) {
    return world.members().stream()
        .filter(m -> m.kind() == Kind.SERVICE || m.kind() == Kind.CRON)
        .filter(m -> m.home().equals(Network.cloud(region)))
        .filter(m -> subnet >= m.subnet() && subnet < m.subnet() + 9)
        .count();
  }

  /** Two strangers from places of their own with the same common tool. */
  private void alone() {
    Draw draw = Draw.of(options.seed(), "intrusion/alone");
    String agent = draw.pick(Client.OUTSIDE);
    long from = time(FIRST_DAY + draw.below(9), draw);
    for (int i = 0; i < 2; i++) {
      Hand hand = new Hand(Network.outside(80 + 2 * i), draw.below(250), draw.below(200), agent);
      single("alone-" + i, draw, from + (long) draw.between(0, 2 * DAY_MS), hand, null);
    }
  }

  /** Two strangers out of one exit of a hosting company that nobody else uses. */
  private void throughOneExit() {
    Draw draw = Draw.of(options.seed(), "intrusion/exit");
    Network exit = Network.outside(85);
    int subnet = draw.below(250);
    long from = time(FIRST_DAY + draw.below(9), draw);
    for (int i = 0; i < 2; i++) {
      Hand hand = new Hand(exit, subnet, draw.below(200), draw.pick(Client.OUTSIDE));
      single("exit-" + i, draw, from + (long) draw.between(0, 2 * DAY_MS), hand, null);
    }
  }

  /** Five colleagues at a conference for two days, behind one address of its NAT. */
  private void conference() {
    Draw draw = Draw.of(options.seed(), "intrusion/conference");
    Network place = Network.elsewhere(200 + draw.below(19), null);
    long from = time(FIRST_DAY + draw.below(9), draw);
    for (int i = 0; i < 5; i++) {
      Member victim = victim(draw, Kind.PERSON, null);
      if (victim == null) {
        return;
      }
      String id = "conference-" + i;
      Hand hand = new Hand(place, 3, 1 + draw.below(2), null);
      List<Request> requests = new ArrayList<>();
      int count = 10 + (int) victim.volume().perDay();
      for (int k = 0; k < count; k++) {
        long time = from + draw.below(2) * DAY_MS + (long) (draw.unit() * 7 * HOUR_MS);
        Ask ask = new Ask(draw.pickEarly(victim.endpoints()), "heron-2", 200, 1);
        requests.add(Request.of(draw, victim, time, hand.at(victim, time, 0), ask, id));
      }
      add(id, victim, "at a conference", requests);
    }
  }
}
