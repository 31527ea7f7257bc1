package org.gatewatch.evaluate;

import java.util.List;

/**
 * A detector that anybody could write in an afternoon.
 *
 * <p>Deterministic.
 */
public interface SimpleDetector {
  /** What it does, in a few words. */
  String id();

  /** The threshold it is commonly used with; NaN when there is none. */
  double usualThreshold();

  /** All that it may alert on, in any order. */
  List<Candidate> candidates(HourTable hours);
}
