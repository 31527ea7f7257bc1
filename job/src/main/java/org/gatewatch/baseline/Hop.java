package org.gatewatch.baseline;

/**
 * A move between networks that nobody makes: see {@link Place#impossibleKm}.
 *
 * @param left the last event before it
 * @param arrived the first event after it
 * @param km great-circle distance
 */
public record Hop(Place from, Place to, Cited left, Cited arrived, double km) {
  /** Whether both hops join the same two systems. */
  boolean joinsSame(Place a, Place b) {
    String x = from.system();
    String y = to.system();
    return (x.equals(a.system()) && y.equals(b.system()))
        || (x.equals(b.system()) && y.equals(a.system()));
  }
}
