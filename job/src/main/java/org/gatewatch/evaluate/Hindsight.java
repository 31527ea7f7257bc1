package org.gatewatch.evaluate;

import java.util.ArrayList;
import java.util.List;

/** Scores one simple detector on some runs, and finds the threshold that serves it best. */
public final class Hindsight {
  private final List<Run> runs;
  private final List<List<Candidate>> candidates;
  private final int warmUpDays;

  /**
   * @param candidates of each run
   */
  public Hindsight(List<Run> runs, List<List<Candidate>> candidates, int warmUpDays) {
    this.runs = runs;
    this.candidates = candidates;
    this.warmUpDays = warmUpDays;
  }

  /**
   * The detector as it is commonly used, and thresholded with hindsight.
   *
   * @param falseAlerts as many as it may raise over all runs
   */
  public List<Comparison> compare(SimpleDetector detector, int falseAlerts) {
    List<Comparison> out = new ArrayList<>();
    if (!Double.isNaN(detector.usualThreshold())) {
      out.add(at(detector.id(), Comparison.AS_IS, detector.usualThreshold()));
    }
    out.add(at(detector.id(), Comparison.SAME_RATE, threshold(falseAlerts)));
    return out;
  }

  private Comparison at(String name, String setting, double threshold) {
    Evaluation e = Evaluation.of(scored(threshold), runs, warmUpDays);
    return Comparison.of(name, setting, threshold, e);
  }

  private List<Scored> scored(double threshold) {
    List<Scored> out = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      List<Alert> alerts =
          candidates.get(i).stream()
              .filter(c -> c.score() >= threshold)
              .map(Candidate::alert)
              .toList();
      out.add(Scored.of(runs.get(i), alerts, warmUpDays));
    }
    return out;
  }

  /** The lowest of its scores, found by halving, that raises no more false alerts. */
  private double threshold(int falseAlerts) {
    double[] scores =
        candidates.stream()
            .flatMap(List::stream)
            .mapToDouble(Candidate::score)
            .sorted()
            .distinct()
            .toArray();
    int low = 0;
    int high = scores.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int n = scored(scores[middle]).stream().mapToInt(s -> s.falseAlerts().size()).sum();
      if (n <= falseAlerts) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == scores.length ? Double.POSITIVE_INFINITY : scores[low];
  }
}
