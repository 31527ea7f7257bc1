package org.gatewatch.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * How many standard deviations an hour's {@code ln(1 + requests)} lies above the credential's own
 * past active hours, from the 24th on. The deviation is 0.3 at least, so that a regular service
 * does not alert on one request more.
 */
final class HourlyZ implements SimpleDetector {
  private static final int LEAST_HOURS = 24;
  private static final double LEAST_DEVIATION = 0.3;

  @Override
  public String id() {
    return "hourly z-score of requests";
  }

  @Override
  public double usualThreshold() {
    return 3;
  }

  @Override
  public List<Candidate> candidates(HourTable hours) {
    List<Candidate> out = new ArrayList<>();
    hours
        .rows()
        .forEach(
            (credential, rows) -> {
              Moments past = new Moments();
              for (HourTable.Hour hour : rows.values()) {
                double y = StrictMath.log1p((double) hour.requests);
                if (past.count() >= LEAST_HOURS) {
                  double z = past.z(y, LEAST_DEVIATION);
                  if (z > 0) {
                    out.add(
                        Candidate.of(credential, z, hour.start + HourTable.HOUR, hour.span, ""));
                  }
                }
                past.add(y);
              }
            });
    return out;
  }
}
