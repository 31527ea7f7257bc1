package org.gatewatch.evaluate;

import java.util.List;
import org.gatewatch.stat.PBins;

/**
 * Which calibrated p-values a signal gave, in {@link PBins}.
 *
 * @param early in the first days of the log
 */
public record SignalCounts(String signal, boolean early, List<Long> counts) {
  public SignalCounts {
    counts = List.copyOf(counts);
    if (counts.size() != PBins.COUNT) {
      throw new IllegalArgumentException("expected " + PBins.COUNT + " bins: " + counts.size());
    }
  }
}
