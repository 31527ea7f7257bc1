package org.gatewatch.evaluate;

import java.util.Arrays;
import java.util.List;

/**
 * What became of some attacks. Times and counts until detection are of those found; those never
 * found are counted, not imputed.
 *
 * @param interval 95 % of found / attacks
 * @param byRule found by the rule lane
 * @param byStatistics found by the statistical lane
 * @param chance how many random alerts at the same rate of false ones would have found: the sum of
 *     {@code 1 - exp(-f D k / 1000)} for D days on k credentials
 * @param medianHours from the first request to the first true alert
 * @param medianLetThrough requests of the attack until then
 * @param inDigest with a digest entry that speaks of it
 * @param digestOnly of those, without an alert
 */
public record Summary(
    int attacks,
    int found,
    Interval interval,
    int byRule,
    int byStatistics,
    double chance,
    double medianHours,
    double p90Hours,
    double medianLetThrough,
    double p90LetThrough,
    int inDigest,
    int digestOnly) {

  static Summary of(List<Scored.Found> attacks, Interval interval, double falsePer1000) {
    List<Scored.Found> found = attacks.stream().filter(Scored.Found::detected).toList();
    double[] hours = found.stream().mapToDouble(Scored.Found::hours).sorted().toArray();
    double[] let = found.stream().mapToDouble(f -> f.attack().requestsUntil(f.at())).toArray();
    Arrays.sort(let);
    double chance = 0;
    for (Scored.Found f : attacks) {
      double credentialDays = f.attack().days() * f.attack().credentials().size();
      chance -= StrictMath.expm1(-falsePer1000 * credentialDays / 1000);
    }
    return new Summary(
        attacks.size(),
        found.size(),
        interval,
        (int) attacks.stream().filter(f -> f.byRule() != Scored.NEVER).count(),
        (int) attacks.stream().filter(f -> f.byStatistics() != Scored.NEVER).count(),
        chance,
        Interval.quantile(hours, 0.5),
        Interval.quantile(hours, 0.9),
        Interval.quantile(let, 0.5),
        Interval.quantile(let, 0.9),
        (int) attacks.stream().filter(Scored.Found::inDigest).count(),
        (int) attacks.stream().filter(f -> f.inDigest() && !f.detected()).count());
  }
}
