package org.gatewatch.scenario;

import java.io.IOException;
import java.nio.file.Files;
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
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.gatewatch.cases.Case;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.ScenarioCases;
import org.gatewatch.judge.Severity;
import org.gatewatch.scenario.ScenarioGenerator.LogLine;
import org.gatewatch.scenario.ScenarioGenerator.Scenario;
import org.jspecify.annotations.Nullable;

/**
 * How well findings of one intrusion come together: pairs of credentials in one case against the
 * truth of {@link Intruders}. The logs are written, read, profiled, judged and put together by the
 * product's own code.
 *
 * <pre>
 * java -cp ... org.gatewatch.scenario.JoiningScore WORK_DIR SEED...
 * </pre>
 *
 * prints a line for each seed, their sum, and how many cases of severity high and above the same
 * logs without attacks make; {@code -Dtell=true} also the pairs that are wrong or missed.
 *
 * <p>A credential counts as alerted when an alert stands on it; for recall the alert must also cite
 * a line of the intrusion. Only findings that were raised can be joined, so recall is of the pairs
 * of which both are alerted; of all pairs, those with a credential on which nothing was raised
 * included, is told beside it.
 *
 * @param right pairs of alerted credentials in one case, rightly so
 * @param joined pairs of alerted credentials in one case
 * @param meant pairs of alerted credentials that one intruder used
 * @param named pairs of credentials in one case, those with entries in the digest alone included
 * @param namedRight of those, the right ones
 * @param all pairs of credentials that one intruder used, found or not
 */
public record JoiningScore(int right, int joined, int meant, int namedRight, int named, int all) {
  private static final int CREDENTIALS = 140;
  private static final int INTRUSIONS = 4;

  /** A month of a lab as untidy as life, without attacks. */
  static World world(long seed, int credentials) {
    return new World(new ScenarioOptions(seed, credentials, 30, Map.of(), true));
  }

  /** Such a month with intrusions and what resembles them. */
  static Scenario scenario(long seed, int credentials, int intrusions) {
    World world = world(seed, credentials);
    return ScenarioGenerator.of(world, Intruders.of(world, intrusions));
  }

  /** The same world with nothing but what is harmless. */
  static Scenario clean(Scenario scenario) {
    return ScenarioGenerator.of(
        scenario.world(),
        scenario.attacks().stream().filter(a -> a.id().startsWith("conference")).toList());
  }

  /** Writes, replays and scores a scenario. */
  static JoiningScore of(Scenario scenario, Path folder) throws IOException {
    ScenarioWriter.write(scenario, folder);
    return of(scenario, ScenarioCases.of(folder));
  }

  private static JoiningScore of(Scenario scenario, List<Case> cases) {
    TreeMap<String, Attack> attacks = new TreeMap<>();
    scenario.attacks().forEach(a -> attacks.put(a.credentialId(), a));
    Map<String, NavigableSet<Long>> lines = lines(scenario);
    TreeSet<String> alerted = new TreeSet<>();
    TreeSet<String> found = new TreeSet<>();
    TreeMap<String, TreeSet<String>> together = new TreeMap<>();
    for (Case c : cases) {
      for (Finding f : c.members()) {
        together.computeIfAbsent(c.uid(), u -> new TreeSet<>()).add(f.credential());
        if (f.alert()) {
          alerted.add(f.credential());
          Attack attack = attacks.get(f.credential());
          NavigableSet<Long> own = attack == null ? null : lines.get(attack.id());
          Long line = own == null ? null : own.ceiling(f.firstSeen());
          if (line != null && line <= f.lastSeen()) {
            found.add(f.credential());
          }
        }
      }
    }
    Set<String> inOneCase = new HashSet<>();
    together.values().forEach(t -> pairs(t, (a, b) -> inOneCase.add(a + " " + b)));
    int[] n = new int[6];
    TreeSet<String> everybody = new TreeSet<>(attacks.keySet());
    together.values().forEach(everybody::addAll);
    pairs(
        everybody,
        (a, b) -> {
          Attack left = attacks.get(a);
          Attack right = attacks.get(b);
          boolean same =
              left != null
                  && right != null
                  && Intruders.hand(left.id()).equals(Intruders.hand(right.id()));
          boolean joined = inOneCase.contains(a + " " + b);
          boolean both = alerted.contains(a) && alerted.contains(b);
          boolean bothFound = found.contains(a) && found.contains(b);
          n[0] += same && joined && both ? 1 : 0;
          n[1] += joined && both ? 1 : 0;
          n[2] += same && (bothFound || (joined && both)) ? 1 : 0;
          n[3] += same && joined ? 1 : 0;
          n[4] += joined ? 1 : 0;
          n[5] += same ? 1 : 0;
          if (Boolean.getBoolean("tell") && (joined != same) && (joined || bothFound)) {
            System.out.println(
                (same ? "  missed " : both ? "  wrong " : "  wrong, in the digest alone ")
                    + told(a, left)
                    + " and "
                    + told(b, right));
          }
        });
    return new JoiningScore(n[0], n[1], n[2], n[3], n[4], n[5]);
  }

  private static String told(String credential, @Nullable Attack attack) {
    return credential
        + (attack == null ? "" : " (" + attack.id() + ": " + attack.description() + ")");
  }

  private static Map<String, NavigableSet<Long>> lines(Scenario scenario) {
    Map<String, NavigableSet<Long>> out = new TreeMap<>();
    scenario.attacks().forEach(a -> out.put(a.id(), new TreeSet<>()));
    Stream.concat(
            scenario.gateway().stream(), scenario.vendors().values().stream().flatMap(List::stream))
        .forEach(
            line -> {
              NavigableSet<Long> own = out.get(String.valueOf(line.request().attack()));
              if (own != null) {
                own.add(line.time());
              }
            });
    return out;
  }

  private static void pairs(NavigableSet<String> of, BiConsumer<String, String> take) {
    for (String a : of) {
      for (String b : of.tailSet(a, false)) {
        take.accept(a, b);
      }
    }
  }

  JoiningScore plus(JoiningScore other) {
    return new JoiningScore(
        right + other.right,
        joined + other.joined,
        meant + other.meant,
        namedRight + other.namedRight,
        named + other.named,
        all + other.all);
  }

  /** Right among joined; 1 when nothing was. */
  double precision() {
    return joined == 0 ? 1 : (double) right / joined;
  }

  /** Right among meant; 1 when nothing was. */
  double recall() {
    return meant == 0 ? 1 : (double) right / meant;
  }

  /** One line for people. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%3d right of %3d joined and %3d meant: precision %.3f, recall %.3f; with the digest %3d of"
            + " %3d; of all %3d pairs %.3f",
        right,
        joined,
        meant,
        precision(),
        recall(),
        namedRight,
        named,
        all,
        all == 0 ? 1 : (double) namedRight / all);
  }

  /** Cases of severity high and above, and active credential-days, of a scenario. */
  static int[] severe(Scenario scenario, Path folder) throws IOException {
    ScenarioWriter.write(scenario, folder);
    int cases = 0;
    for (Case c : ScenarioCases.of(folder)) {
      cases += c.severity().compareTo(Severity.HIGH) >= 0 ? 1 : 0;
    }
    Set<String> days = new HashSet<>();
    for (LogLine line : scenario.gateway()) {
      long day = Math.floorDiv(line.time(), ScenarioOptions.DAY_MS);
      days.add(day + line.request().member().idAt(line.request().start()));
    }
    return new int[] {cases, days.size()};
  }

  /** Prints the table; see the class. */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("usage: JoiningScore WORK_DIR SEED...");
      System.exit(2);
      return;
    }
    List<JoiningScore> scores = new ArrayList<>();
    int severe = 0;
    int days = 0;
    for (String seed : List.of(args).subList(1, args.length)) {
      Path work = Files.createDirectories(Path.of(args[0]));
      Scenario scenario = scenario(Long.parseLong(seed), CREDENTIALS, INTRUSIONS);
      JoiningScore score = of(scenario, work.resolve("seed-" + seed));
      scores.add(score);
      int[] clean = severe(clean(scenario), work.resolve("clean-" + seed));
      severe += clean[0];
      days += clean[1];
      System.out.println(
          seed + "  " + score.text() + "; clean " + clean[0] + " severe in " + clean[1]);
    }
    System.out.println("all  " + scores.stream().reduce(JoiningScore::plus).orElseThrow().text());
    System.out.printf(
        Locale.ROOT,
        "cases of severity high and above on the clean logs: %d in %d credential-days, %.2f per 1,000%n",
        severe,
        days,
        days == 0 ? 0 : 1000.0 * severe / days);
  }
}
