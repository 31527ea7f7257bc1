package org.gatewatch.evaluate;

import com.amazon.randomcutforest.RandomCutForest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A robust random cut forest (Guha et al., ICML 2016) over the hours of all credentials: 50 trees
 * of 256 points, scored before learning. Features, none of which calls a quiet hour strange:
 * requests and tokens per request in deviations above the credential's own past, denied requests,
 * and whether the network or its AS is new. Of the settings tried (a forest for each credential;
 * raw volumes and the hour of day; no caps) this one found the most.
 */
final class CutForest implements SimpleDetector {
  private static final int TREES = 50;
  private static final int SAMPLE = 256;
  private static final int DIMENSIONS = 4;
  private static final int LEAST_HOURS = 32;
  private static final double MOST = 6;
  private static final double LEAST_DEVIATION = 0.3;
  private static final long SEED = 17;

  private record Row(String credential, HourTable.Hour hour) {}

  @Override
  public String id() {
    return "random cut forest";
  }

  @Override
  public double usualThreshold() {
    return Double.NaN;
  }

  @Override
  public List<Candidate> candidates(HourTable hours) {
    // In order of time, so that a shared forest never knows the future.
    List<Row> order = new ArrayList<>();
    hours
        .rows()
        .forEach(
            (credential, rows) -> rows.values().forEach(h -> order.add(new Row(credential, h))));
    order.sort(Comparator.comparingLong(row -> row.hour().start));
    Map<String, Past> pasts = new HashMap<>();
    List<Candidate> out = new ArrayList<>();
    RandomCutForest forest = forest();
    for (Row row : order) {
      Past past = pasts.computeIfAbsent(row.credential(), c -> new Past());
      boolean known = past.hours > LEAST_HOURS;
      float[] features = past.features(row.hour());
      if (known && forest.getTotalUpdates() > LEAST_HOURS) {
        double score = forest.getAnomalyScore(features);
        long time = row.hour().start + HourTable.HOUR;
        out.add(Candidate.of(row.credential(), score, time, row.hour().span, ""));
      }
      forest.update(features);
    }
    return out;
  }

  private static RandomCutForest forest() {
    return RandomCutForest.builder()
        .dimensions(DIMENSIONS)
        .numberOfTrees(TREES)
        .sampleSize(SAMPLE)
        .outputAfter(LEAST_HOURS)
        .randomSeed(SEED)
        .parallelExecutionEnabled(false)
        .build();
  }

  /** What a credential did so far. */
  private static final class Past {
    private final Moments requests = new Moments();
    private final Moments tokens = new Moments();
    private final Set<String> networks = new HashSet<>();
    private final Set<String> systems = new HashSet<>();
    private int hours;

    /** The hour's features, given the past; then it is past itself. */
    float[] features(HourTable.Hour hour) {
      double r = StrictMath.log1p((double) hour.requests);
      double t = StrictMath.log1p((double) hour.outputTokens / hour.requests);
      boolean newNetwork = networks.addAll(hour.networks.keySet()) && hours > 0;
      boolean newSystem = systems.addAll(hour.systems.keySet()) && hours > 0;
      float[] out = {
        capped(requests.z(r, LEAST_DEVIATION)),
        capped(tokens.z(t, LEAST_DEVIATION)),
        capped(2 * StrictMath.log1p((double) hour.denied)),
        newSystem ? 6 : newNetwork ? 2 : 0
      };
      requests.add(r);
      tokens.add(t);
      hours++;
      return out;
    }

    private static float capped(double x) {
      return (float) Math.min(MOST, Math.max(0, x));
    }
  }
}
