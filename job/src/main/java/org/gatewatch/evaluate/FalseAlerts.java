package org.gatewatch.evaluate;

import java.util.Map;

/**
 * False alerts over some runs.
 *
 * @param statistical those with a statistical alert; the others are rules alone
 * @param per1000 per 1,000 active credential-days
 * @param bootstrap 95 % of {@code per1000}, over runs or credentials
 * @param poisson the same if they came independently of each other
 * @param statisticalPer1000 of the statistical lane: what the budget speaks of
 * @param statisticalPoisson its 95 % interval
 * @param perDay mean of a judged day
 * @param mostOnADay of one UTC day of one run
 * @param mostStatisticalOnADay the same of the statistical lane
 * @param byChange how many fell into which benign change, most first
 */
public record FalseAlerts(
    int count,
    int statistical,
    double per1000,
    Interval bootstrap,
    Interval poisson,
    double statisticalPer1000,
    Interval statisticalPoisson,
    double perDay,
    int mostOnADay,
    int mostStatisticalOnADay,
    Map<String, Integer> byChange) {
  int byRule() {
    return count - statistical;
  }
}
