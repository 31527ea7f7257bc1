package org.gatewatch.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the score may lie: testdata/evaluation/band.json. Both ends included: a detector that got
 * better must move the band, too.
 *
 * @param seeds of the scenarios, pooled
 * @param judgedFromDay first day whose alerts count
 * @param detected least and most attacks found, by type
 */
record Band(
    List<Long> seeds, int judgedFromDay, Map<String, Range> detected, Range falsePerThousand) {

  /** Both ends included. */
  record Range(double low, double high) {
    boolean holds(double value) {
      return value >= low && value <= high;
    }
  }

  static Band read(Path file) throws IOException {
    JsonNode json = new JsonMapper().readTree(Files.readString(file));
    List<Long> seeds = new ArrayList<>();
    json.path("seeds").forEach(seed -> seeds.add(seed.asLong()));
    Map<String, Range> detected = new TreeMap<>();
    json.path("detected")
        .properties()
        .forEach(entry -> detected.put(entry.getKey(), range(entry.getValue())));
    return new Band(
        seeds,
        json.path("judged_from_day").asInt(),
        detected,
        range(json.path("false_per_1000_credential_days")));
  }

  private static Range range(JsonNode pair) {
    return new Range(pair.path(0).asDouble(), pair.path(1).asDouble());
  }

  /** Everything that lies outside, in words; empty when all is within. */
  List<String> violations(Score score) {
    List<String> outside = new ArrayList<>();
    for (String type : score.found().keySet()) {
      Range range = detected.get(type);
      if (range == null) {
        outside.add(type + ": the band says nothing about it");
      } else if (!range.holds(score.detected(type))) {
        outside.add(type + ": " + score.detected(type) + " found, band " + range);
      }
    }
    double rate = score.falsePerThousand();
    if (!falsePerThousand.holds(rate)) {
      outside.add(
          String.format(
              Locale.ROOT, "false alerts per 1,000: %.2f, band %s", rate, falsePerThousand));
    }
    return outside;
  }
}
