package org.gatewatch.evaluate;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a simple detector makes of the same log.
 *
 * @param name what it does, in a few words
 * @param setting {@link #AS_IS}, or {@link #SAME_RATE}: thresholded with hindsight to the highest
 *     false-alert rate that is not above ours
 * @param threshold that it used
 * @param falsePer1000 its false alerts per 1,000 active credential-days
 * @param found attacks found
 * @param attacks of how many
 * @param chance what random alerts at that rate would have found
 * @param types found by type
 */
public record Comparison(
    String name,
    String setting,
    double threshold,
    double falsePer1000,
    int found,
    int attacks,
    double chance,
    Map<String, Integer> types) {
  static final String AS_IS = "as is";
  static final String SAME_RATE = "same rate";

  static Comparison of(String name, String setting, double threshold, Evaluation e) {
    TreeMap<String, Integer> types = new TreeMap<>();
    e.types().forEach((type, s) -> types.put(type, s.found()));
    return new Comparison(
        name,
        setting,
        threshold,
        e.falseAlerts().per1000(),
        e.total().found(),
        e.total().attacks(),
        e.total().chance(),
        types);
  }
}
