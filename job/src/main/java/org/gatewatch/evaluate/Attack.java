package org.gatewatch.evaluate;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/**
 * One labelled attack.
 *
 * @param credentials those it used, at least one
 * @param start its first request, epoch ms
 * @param end its last request, epoch ms
 * @param lines event times of its log lines by credential, epoch ms
 * @param requests first event time of each of its requests, sorted, epoch ms
 */
public record Attack(
    String id,
    String type,
    List<String> credentials,
    long start,
    long end,
    Map<String, NavigableSet<Long>> lines,
    List<Long> requests) {
  private static final long GRACE = ActiveDays.DAY;

  public Attack {
    credentials = List.copyOf(credentials);
    requests = List.copyOf(requests);
  }

  /**
   * The strict rule: the alert is on a credential of the attack, lies between its start and 24
   * hours after its end, and cites a span that holds a line of the attack on that credential.
   */
  boolean isFoundBy(Alert alert) {
    if (!credentials.contains(alert.credential()) || alert.time() < start || isOver(alert.time())) {
      return false;
    }
    NavigableSet<Long> own = lines.get(alert.credential());
    Long line = own == null ? null : own.ceiling(alert.firstSeen());
    return line != null && line <= alert.lastSeen();
  }

  /** Whether nothing at or after that time counts for it any more. */
  boolean isOver(long time) {
    return time > end + GRACE;
  }

  /** How long it lasted, days; an hour at least. */
  double days() {
    return Math.max((end - start) / (double) ActiveDays.DAY, 1 / 24.0);
  }

  /** Requests that had been made by that time. */
  int requestsUntil(long time) {
    int low = 0;
    int high = requests.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (requests.get(middle) <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
