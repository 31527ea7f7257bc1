package org.gatewatch.stat;

/** Distances on the globe. */
public final class Sphere {
  /** Mean radius of the earth, km (IUGG). */
  public static final double RADIUS_KM = 6371.0088;

  private Sphere() {}

  /**
   * Great-circle distance of two places in km by the haversine formula {@code 2 R asin(sqrt(sin^2
   * (dlat/2) + cos lat1 cos lat2 sin^2 (dlon/2)))} (Sinnott, Sky and Telescope 68, 1984), which
   * keeps its digits for near places; against the ellipsoid it errs by 0.6 % at most. NaN when a
   * coordinate is NaN.
   *
   * @param lat1 degrees, -90 to 90
   * @param lon1 degrees; whole turns do not matter
   */
  public static double km(double lat1, double lon1, double lat2, double lon2) {
    double sinLat = StrictMath.sin(StrictMath.toRadians(lat2 - lat1) / 2);
    double sinLon = StrictMath.sin(StrictMath.toRadians(lon2 - lon1) / 2);
    double cos =
        StrictMath.cos(StrictMath.toRadians(lat1)) * StrictMath.cos(StrictMath.toRadians(lat2));
    double h = sinLat * sinLat + cos * sinLon * sinLon;
    // Rounding may carry the root of antipodes past 1.
    return 2 * RADIUS_KM * StrictMath.asin(Math.min(1, Math.sqrt(h)));
  }
}
