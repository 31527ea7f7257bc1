package org.gatewatch.detect;

import java.util.Objects;
import org.gatewatch.event.AccessEvent;

/**
 * The order in which a credential's events are acted on: (release time, event time, log source,
 * request id, record hash), then where they stood. One method and no chain of comparators: every
 * event is compared a few times.
 */
final class EventOrder {
  private EventOrder() {}

  static int compare(AccessEvent a, AccessEvent b) {
    int by = Long.compare(a.releaseTime(), b.releaseTime());
    by = by != 0 ? by : Long.compare(a.eventTime(), b.eventTime());
    by = by != 0 ? by : a.logSource().compareTo(b.logSource());
    if (by == 0) {
      by =
          Objects.requireNonNullElse(a.requestId(), "")
              .compareTo(Objects.requireNonNullElse(b.requestId(), ""));
    }
    by = by != 0 ? by : Long.compare(a.hashHigh(), b.hashHigh());
    by = by != 0 ? by : Long.compare(a.hashLow(), b.hashLow());
    by = by != 0 ? by : Integer.compare(a.binding(), b.binding());
    by = by != 0 ? by : Integer.compare(a.file(), b.file());
    return by != 0 ? by : Long.compare(a.line(), b.line());
  }
}
