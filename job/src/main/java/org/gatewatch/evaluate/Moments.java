package org.gatewatch.evaluate;

/** Mean and deviation so far, by Welford's updates (Technometrics 1962). */
final class Moments {
  private long count;
  private double mean;
  private double squares;

  void add(double x) {
    count++;
    double d = x - mean;
    mean += d / count;
    squares += d * (x - mean);
  }

  long count() {
    return count;
  }

  /** How many deviations, of at least {@code least}, a value lies above the mean; 0 at first. */
  double z(double x, double least) {
    double deviation = count < 2 ? least : Math.sqrt(squares / (count - 1));
    return count == 0 ? 0 : (x - mean) / Math.max(least, deviation);
  }
}
