package org.gatewatch.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a budget would have cost on credential-days without an attack, if p_day alone decided.
 *
 * @param stated budget per 1,000 credential-days
 * @param days credential-days without an attack
 * @param realised those of them with {@code p_day <= stated/1000}, per 1,000
 * @param interval 95 %, as if days were independent
 */
public record RealisedRate(double stated, long days, double realised, Interval interval) {
  private static final double[] BUDGETS = {0.5, 1, 2, 3, 5, 10, 20};

  /** Empty when the runs hold no judged days. */
  static List<RealisedRate> of(List<Run> runs, int warmUpDays) {
    List<Double> p = new ArrayList<>();
    for (Run run : runs) {
      Map<String, Set<Long>> attacked = attacked(run);
      for (Run.JudgedDay day : run.days()) {
        if (day.day() >= run.judgedFrom(warmUpDays)
            && !attacked.getOrDefault(day.credential(), Set.of()).contains(day.day())) {
          p.add(day.pDay());
        }
      }
    }
    List<RealisedRate> out = new ArrayList<>();
    for (double budget : p.isEmpty() ? new double[0] : BUDGETS) {
      long n = p.stream().filter(x -> x <= budget / 1000).count();
      double per = p.size() / 1000.0;
      out.add(new RealisedRate(budget, p.size(), n / per, Interval.poisson(n, per)));
    }
    return out;
  }

  /** Days of an attack, and the one after. */
  private static Map<String, Set<Long>> attacked(Run run) {
    Map<String, Set<Long>> out = new HashMap<>();
    for (Attack attack : run.attacks()) {
      for (String credential : attack.credentials()) {
        Set<Long> days = out.computeIfAbsent(credential, c -> new HashSet<>());
        long last = Math.floorDiv(attack.end(), ActiveDays.DAY) + 1;
        for (long d = Math.floorDiv(attack.start(), ActiveDays.DAY); d <= last; d++) {
          days.add(d);
        }
      }
    }
    return out;
  }
}
