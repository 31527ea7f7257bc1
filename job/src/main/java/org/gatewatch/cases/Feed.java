package org.gatewatch.cases;

import java.util.List;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of one binding, as far as it limits what a case can know.
 *
 * @param name of the binding
 * @param vendor whose log it is; null for a gateway's
 * @param first event time of the first event taken, epoch ms; MAX_VALUE without any
 * @param last event time of the last event taken, epoch ms; MIN_VALUE without any
 * @param rejected lines that could not be read
 * @param late events left out
 * @param gaps stretches of at least six hours without an event
 */
public record Feed(
    String name,
    LogSource source,
    @Nullable String vendor,
    long first,
    long last,
    long rejected,
    long late,
    List<Gap> gaps) {

  /** A stretch without an event, epoch ms. */
  public record Gap(long from, long to) {
    boolean overlaps(long first, long last) {
      return from <= last && to >= first;
    }
  }

  public Feed {
    gaps = List.copyOf(gaps);
  }
}
