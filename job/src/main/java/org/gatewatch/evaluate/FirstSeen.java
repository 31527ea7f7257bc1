package org.gatewatch.evaluate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Alerts when a credential comes from somewhere new, on the event. The more hours it was active per
 * place it is known from, the higher the score: {@code ln((hours + 1) / (places + 1))}.
 */
final class FirstSeen implements SimpleDetector {
  private final boolean systems;

  /**
   * @param systems by autonomous system; otherwise by /24 and /64 network
   */
  FirstSeen(boolean systems) {
    this.systems = systems;
  }

  @Override
  public double usualThreshold() {
    return Double.NEGATIVE_INFINITY;
  }

  @Override
  public String id() {
    return systems ? "first-seen AS" : "first-seen /24 or /64";
  }

  @Override
  public List<Candidate> candidates(HourTable hours) {
    List<Candidate> out = new ArrayList<>();
    hours
        .rows()
        .forEach(
            (credential, rows) -> {
              Set<String> known = new HashSet<>();
              int n = 0;
              for (HourTable.Hour hour : rows.values()) {
                int before = known.size();
                Map<String, HourTable.Span> places = systems ? hour.systems : hour.networks;
                for (Map.Entry<String, HourTable.Span> place : places.entrySet()) {
                  if (known.add(place.getKey()) && before > 0) {
                    HourTable.Span span = place.getValue();
                    double score = StrictMath.log((n + 1.0) / (before + 1.0));
                    out.add(Candidate.of(credential, score, span.first, span, place.getKey()));
                  }
                }
                n++;
              }
            });
    return out;
  }
}
