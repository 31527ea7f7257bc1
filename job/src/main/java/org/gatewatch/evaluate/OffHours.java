package org.gatewatch.evaluate;

import java.util.ArrayList;
import java.util.List;

/** Alerts on use from 22 to 6 o'clock UTC and at weekends; the more requests, the higher. */
final class OffHours implements SimpleDetector {
  @Override
  public String id() {
    return "off-hours (22-06, weekends)";
  }

  @Override
  public double usualThreshold() {
    return Double.NEGATIVE_INFINITY;
  }

  @Override
  public List<Candidate> candidates(HourTable hours) {
    List<Candidate> out = new ArrayList<>();
    hours
        .rows()
        .forEach(
            (credential, rows) -> {
              for (HourTable.Hour hour : rows.values()) {
                int h = hour.hourOfDay();
                if (h >= 22 || h < 6 || hour.dayOfWeek() >= 5) {
                  double score = hour.requests;
                  long end = hour.start + HourTable.HOUR;
                  out.add(Candidate.of(credential, score, end, hour.span, ""));
                }
              }
            });
    return out;
  }
}
