package org.gatewatch.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * All that can be said of some runs together.
 *
 * @param runs names of the outputs
 * @param days judged days of all runs
 * @param credentialDays active credential-days judged
 * @param alerts judged alerts
 * @param early alerts of the first days, not judged
 * @param digest digest entries judged
 * @param types by type of attack
 */
public record Evaluation(
    List<String> runs,
    int warmUpDays,
    long days,
    long credentialDays,
    int alerts,
    int early,
    int digest,
    FalseAlerts falseAlerts,
    Summary total,
    Map<String, Summary> types,
    List<SignalCalibration> signals,
    List<RealisedRate> rates) {

  /**
   * Scores runs and pools them.
   *
   * @param warmUpDays days at the start of each log that are not judged
   */
  public static Evaluation of(List<Run> runs, int warmUpDays) {
    return of(runs.stream().map(run -> Scored.of(run, warmUpDays)).toList(), runs, warmUpDays);
  }

  static Evaluation of(List<Scored> scored, List<Run> runs, int warmUpDays) {
    FalseAlerts falseAlerts = falseAlerts(scored);
    TreeMap<String, Summary> types = new TreeMap<>();
    TreeSet<String> names = new TreeSet<>();
    scored.forEach(s -> s.attacks().forEach(f -> names.add(f.attack().type())));
    for (String type : names) {
      types.put(type, summary(scored, f -> f.attack().type().equals(type), falseAlerts.per1000()));
    }
    return new Evaluation(
        runs.stream().map(Run::name).toList(),
        warmUpDays,
        sum(scored, Scored::judgedDays),
        sum(scored, Scored::credentialDays),
        (int) sum(scored, Scored::alerts),
        (int) sum(scored, Scored::early),
        (int) sum(scored, Scored::digest),
        falseAlerts,
        summary(scored, f -> true, falseAlerts.per1000()),
        types,
        SignalCalibration.of(runs),
        RealisedRate.of(runs, warmUpDays));
  }

  private static long sum(List<Scored> scored, ToLongFunction<Scored> of) {
    return scored.stream().mapToLong(of).sum();
  }

  private static Summary summary(
      List<Scored> scored, Predicate<Scored.Found> which, double falsePer1000) {
    List<Scored.Found> attacks = new ArrayList<>();
    scored.forEach(s -> s.attacks().stream().filter(which).forEach(attacks::add));
    Units units = new Units(scored);
    for (int i = 0; i < scored.size(); i++) {
      for (Scored.Found f : scored.get(i).attacks()) {
        if (which.test(f)) {
          units.add(i, f.attack().credentials().get(0), f.detected() ? 1 : 0, 1);
        }
      }
    }
    return Summary.of(attacks, units.interval(), falsePer1000);
  }

  private static FalseAlerts falseAlerts(List<Scored> scored) {
    Units units = new Units(scored);
    TreeMap<String, Integer> causes = new TreeMap<>();
    int count = 0;
    int statistical = 0;
    int most = 0;
    int mostStatistical = 0;
    for (int i = 0; i < scored.size(); i++) {
      Scored s = scored.get(i);
      Map<Long, int[]> days = new HashMap<>();
      for (Scored.FalseAlert f : s.falseAlerts()) {
        count++;
        statistical += f.statistical() ? 1 : 0;
        causes.merge(f.change(), 1, Integer::sum);
        units.add(i, f.credential(), 1, 0);
        int[] day = days.computeIfAbsent(Math.floorDiv(f.time(), ActiveDays.DAY), d -> new int[2]);
        day[0]++;
        day[1] += f.statistical() ? 1 : 0;
        most = Math.max(most, day[0]);
        mostStatistical = Math.max(mostStatistical, day[1]);
      }
      long from = s.run().active().last() + 1 - s.judgedDays();
      for (var credential : s.run().active().active().entrySet()) {
        units.add(i, credential.getKey(), 0, credential.getValue().tailMap(from, true).size());
      }
    }
    double per = sum(scored, Scored::credentialDays) / 1000.0;
    long judged = sum(scored, Scored::judgedDays);
    Map<String, Integer> ranked = new LinkedHashMap<>();
    causes.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(e -> ranked.put(e.getKey(), e.getValue()));
    return new FalseAlerts(
        count,
        statistical,
        per > 0 ? count / per : 0,
        units.interval().times(1000),
        Interval.poisson(count, per),
        per > 0 ? statistical / per : 0,
        Interval.poisson(statistical, per),
        judged > 0 ? count / (double) judged : 0,
        most,
        mostStatistical,
        ranked);
  }

  /** What the bootstrap draws: whole runs, or the credentials of a single one. */
  private static final class Units {
    private final boolean byRun;
    private final TreeMap<String, long[]> units = new TreeMap<>();

    Units(List<Scored> scored) {
      byRun = scored.size() > 1;
      for (int i = 0; byRun && i < scored.size(); i++) {
        add(i, "", 0, 0);
      }
    }

    void add(int run, String credential, long numerator, long denominator) {
      String key = byRun ? Integer.toString(run) : credential;
      long[] unit = units.computeIfAbsent(key, k -> new long[2]);
      unit[0] += numerator;
      unit[1] += denominator;
    }

    Interval interval() {
      long[] a = units.values().stream().mapToLong(u -> u[0]).toArray();
      long[] b = units.values().stream().mapToLong(u -> u[1]).toArray();
      return Interval.bootstrap(a, b);
    }
  }
}
