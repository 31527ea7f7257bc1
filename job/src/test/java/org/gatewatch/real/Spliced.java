package org.gatewatch.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.real.AttackSession.Call;
import org.gatewatch.real.Replayed.Finding;
import org.gatewatch.scenario.Draw;

/**
 * Real attack rows on real clients. The join is ours: each session is put onto a ServeGen client
 * (thinned to about 0.3 million requests in all) on days 10 to 13, beginning in an hour in which
 * that client is active, so that the hour gives nothing away. At most five attacks share a replay:
 * more would compete for an alert budget that is meant for real life.
 *
 * <ul>
 *   <li>identity-new: address, agent, operation, region and outcome as in the attack's rows; the
 *       principal stays the owner's, as with a stolen key. Bedrock's rows know neither address nor
 *       agent, but the caller and the model: those two.
 *   <li>volume-only: only the number, the times and, where known, the tokens of the attack's rows;
 *       all else is the owner's.
 * </ul>
 */
final class Spliced implements Part {
  private static final double K = 1.2;
  private static final int AT_ONCE = 5;

  /** Rows from which a session is more than a call or two; most are not. */
  private static final int LARGE = 20;

  private static final long DAY_MS = 86_400_000;

  @Override
  public String name() {
    return "spliced";
  }

  @Override
  public List<String> needs() {
    List<String> files = new ArrayList<>(List.of(ServeGen.RATES, ServeGen.TOKENS));
    files.add(AttackSession.INVICTUS);
    files.add(AttackSession.STRATUS);
    files.addAll(AttackSession.BEDROCK);
    return files;
  }

  /** A session on its victim; {@code shift} is added to its times. */
  private record Placed(AttackSession session, ServeGen.Client victim, long shift) {
    long start() {
      return session.rows().get(0).time() + shift;
    }

    NavigableSet<Long> times() {
      NavigableSet<Long> times = new TreeSet<>();
      session.rows().forEach(row -> times.add(row.time() + shift));
      return times;
    }

    /** On the victim, not before the attack nor a day after it, citing a span with a row of it. */
    boolean foundBy(Finding finding) {
      NavigableSet<Long> times = times();
      Long cited = times.ceiling(finding.first());
      return !finding.rule()
          && finding.credential().equals(victim.id)
          && finding.time() <= times.last() + DAY_MS
          && cited != null
          && cited <= finding.last();
    }
  }

  /** Counts of one set in one variant. */
  private static final class Tally {
    int sessions;
    int found;
    int listed;
    int large;
    int largeFound;
    final List<String> details = new ArrayList<>();
  }

  @Override
  public List<Row> run(RealData data, Path work, Path out) throws IOException {
    Path base = work.resolve("base.jsonl.zst");
    CleanClients.write(data, K, base);
    List<List<Placed>> rounds = place(AttackSession.read(data), ServeGen.read(data));
    List<Row> rows = new ArrayList<>();
    for (boolean identity : new boolean[] {true, false}) {
      String variant = identity ? "identity-new" : "volume-only";
      Map<String, Tally> tallies = new TreeMap<>();
      long falseAlerts = 0;
      long days = 0;
      long lines = 0;
      for (int r = 0; r < rounds.size(); r++) {
        Path attacks = work.resolve(variant + r + ".jsonl.zst");
        write(rounds.get(r), identity, attacks);
        Replayed replayed = Replayed.of(out.resolve(variant + "-" + r), List.of(base, attacks));
        lines += replayed.lines();
        days += replayed.days();
        falseAlerts += score(rounds.get(r), replayed, tallies);
      }
      Tally all = new Tally();
      for (Map.Entry<String, Tally> entry : tallies.entrySet()) {
        Tally t = entry.getValue();
        rows.add(row(entry.getKey(), variant, t, 0, 0, 0));
        all.sessions += t.sessions;
        all.found += t.found;
        all.listed += t.listed;
        all.large += t.large;
        all.largeFound += t.largeFound;
      }
      // Each replay holds the same clean traffic: its mean, not its sum, is what was seen.
      long perReplay = Math.round(falseAlerts / (double) rounds.size());
      rows.add(row("all three", variant, all, lines, days / rounds.size(), perReplay));
    }
    return rows;
  }

  private static Row row(
      String set, String variant, Tally t, long lines, long days, long falseAlerts) {
    return new Row(
        "spliced: " + set,
        variant,
        lines,
        days,
        falseAlerts,
        String.format(
            Locale.ROOT,
            "%d of %d (of 20 rows or more %d of %d; %d more in the digest)",
            t.found,
            t.sessions,
            t.largeFound,
            t.large,
            t.listed),
        Double.NaN,
        "the join onto servegen clients is ours; false alerts are those on the clients' own traffic,"
            + " per replay",
        t.details);
  }

  private static List<List<Placed>> place(
      List<AttackSession> sessions, List<ServeGen.Client> clients) {
    int count = (sessions.size() + AT_ONCE - 1) / AT_ONCE;
    List<List<Placed>> rounds = new ArrayList<>();
    List<Set<String>> taken = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      rounds.add(new ArrayList<>());
      taken.add(new HashSet<>());
    }
    for (int i = 0; i < sessions.size(); i++) {
      AttackSession session = sessions.get(i);
      Draw draw = Draw.of(4, "splice/" + session.set() + "/" + session.id());
      int hours = (int) (session.length() / 3_600_000) + 1;
      while (true) {
        ServeGen.Client victim = draw.pick(clients);
        int hour = 240 + draw.below(94 - Math.min(90, hours));
        if (victim.activeHour(6 * hour) && taken.get(i % count).add(victim.id)) {
          long at = ServeGen.START + hour * 3_600_000L + draw.below(1_800_000);
          rounds.get(i % count).add(new Placed(session, victim, at - session.rows().get(0).time()));
          break;
        }
      }
    }
    return rounds;
  }

  private static void write(List<Placed> attacks, boolean identity, Path log) throws IOException {
    record Line(long time, String id, String who, String more) {}
    List<Line> lines = new ArrayList<>();
    for (Placed placed : attacks) {
      List<Call> calls = placed.session.rows();
      for (int i = 0; i < calls.size(); i++) {
        Call call = calls.get(i);
        long time = call.time() + placed.shift;
        String id = "a-" + placed.victim.id + "-" + i;
        String own = placed.victim.hosts()[0];
        lines.add(
            identity
                ? new Line(time, id, who(call, placed.victim, own), identityMembers(call))
                : new Line(time, id, own, usualMembers(call, placed.victim)));
      }
    }
    lines.sort(java.util.Comparator.comparingLong(Line::time).thenComparing(Line::id));
    try (EventFile file = new EventFile(log)) {
      for (Line line : lines) {
        file.any(line.id, line.time, line.who, line.more);
      }
    }
  }

  private static String who(Call call, ServeGen.Client victim, String own) {
    String ip = call.ip();
    if (ip != null) {
      return EventFile.who(victim.id, ip, call.agent());
    }
    String principal = call.principal();
    return principal == null
        ? own
        : own.replaceFirst("\"owner-of-[^\"]*\"", "\"" + principal + "\"");
  }

  private static String identityMembers(Call call) {
    return ",\"method\":\"POST\",\"endpoint\":\""
        + call.operation()
        + "\",\"operation\":\""
        + call.operation()
        + "\",\"region\":\""
        + call.region()
        + "\",\"outcome\":\""
        + call.outcome()
        + '"'
        + (call.model() == null ? "" : ",\"model\":\"" + call.model() + '"')
        + tokens(call);
  }

  private static String usualMembers(Call call, ServeGen.Client victim) {
    return ",\"method\":\"POST\",\"endpoint\":\"/v1/messages\",\"status\":200,\"model\":\""
        + victim.model
        + '"'
        + tokens(call);
  }

  private static String tokens(Call call) {
    return call.input() == 0
        ? ""
        : ",\"input_tokens\":" + call.input() + ",\"output_tokens\":" + call.output();
  }

  /** Adds what was found; returns the alerts that belong to no attack. */
  private static long score(List<Placed> attacks, Replayed replayed, Map<String, Tally> tallies) {
    for (Placed placed : attacks) {
      Tally tally = tallies.computeIfAbsent(placed.session.set(), k -> new Tally());
      List<Finding> hits = replayed.findings().stream().filter(placed::foundBy).toList();
      boolean found = hits.stream().anyMatch(Finding::alert);
      tally.sessions++;
      tally.found += found ? 1 : 0;
      boolean large = placed.session.rows().size() >= LARGE;
      tally.large += large ? 1 : 0;
      tally.largeFound += large && found ? 1 : 0;
      tally.listed += !found && !hits.isEmpty() ? 1 : 0;
      tally.details.add(
          (found ? "found   " : hits.isEmpty() ? "missed  " : "digest  ")
              + placed.session.id()
              + ", "
              + placed.session.rows().size()
              + " rows, on "
              + placed.victim.id
              + " from "
              + java.time.Instant.ofEpochMilli(placed.start())
              + (hits.isEmpty() ? "" : ": " + hits.get(0).title()));
    }
    return replayed.alerts().stream()
        .filter(alert -> attacks.stream().noneMatch(placed -> placed.foundBy(alert)))
        .count();
  }
}
