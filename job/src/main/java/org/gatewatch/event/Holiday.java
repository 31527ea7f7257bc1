package org.gatewatch.event;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Days on which people do not work, by their own calendar.
 *
 * @param dates on the wall clock of whom they are for
 * @param zones tz-database names of those they are for
 * @param peerGroups of those they are for; everyone's when no zone and no group is named
 */
public record Holiday(List<LocalDate> dates, List<String> zones, List<String> peerGroups)
    implements Serializable {
  public Holiday {
    dates = List.copyOf(dates);
    zones = List.copyOf(zones);
    peerGroups = List.copyOf(peerGroups);
  }

  /** Whether that is a day off in a zone or peer group, null where none is declared. */
  public boolean covers(LocalDate date, @Nullable String zone, @Nullable String peerGroup) {
    boolean theirs =
        (zones.isEmpty() && peerGroups.isEmpty())
            || (zone != null && zones.contains(zone))
            || (peerGroup != null && peerGroups.contains(peerGroup));
    return theirs && dates.contains(date);
  }
}
