package org.gatewatch.scenario;

import java.time.ZoneId;
import java.util.List;

/** A city: where someone sits. */
record Place(String zone, String country, double latitude, double longitude) {
  /** Where the lab's and the vendors' people live. */
  static final List<Place> HOMES =
      List.of(
          new Place("Europe/London", "GB", 51.5, -0.1),
          new Place("America/New_York", "US", 40.7, -74.0),
          new Place("Europe/Berlin", "DE", 52.5, 13.4),
          new Place("America/Los_Angeles", "US", 37.8, -122.4),
          new Place("Asia/Kolkata", "IN", 13.0, 77.6));

  /** Where they travel. */
  static final List<Place> TRIPS =
      List.of(
          new Place("Asia/Singapore", "SG", 1.3, 103.8),
          new Place("Europe/Lisbon", "PT", 38.7, -9.1),
          new Place("Europe/Paris", "FR", 48.9, 2.4),
          new Place("America/Toronto", "CA", 43.7, -79.4));

  /** Where outsiders come from. */
  static final List<Place> OUTSIDE =
      List.of(
          new Place("Europe/Warsaw", "PL", 52.2, 21.0),
          new Place("America/Sao_Paulo", "BR", -23.6, -46.6),
          new Place("Asia/Jakarta", "ID", -6.2, 106.8),
          new Place("Africa/Nairobi", "KE", -1.3, 36.8),
          new Place("Europe/Bucharest", "RO", 44.4, 26.1),
          new Place("Asia/Almaty", "KZ", 43.2, 76.9));

  /** Local time minus UTC, ms. The scenario's weeks hold no change of the clocks. */
  long offsetMs() {
    return ZoneId.of(zone).getRules().getOffset(ScenarioOptions.START).getTotalSeconds() * 1000L;
  }
}
