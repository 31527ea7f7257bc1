package org.gatewatch.io;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Keys;
import org.gatewatch.report.Ledger;

/**
 * Bounds the pseudo-credentials: on a UTC day of event time the first 100,000 are told apart,
 * further ones share one key. Without it a scan from many addresses would cost a state for each of
 * them.
 *
 * <p>Which ones come first is a matter of the merged order of the files, so below the bound nothing
 * depends on it, and above it the ledger says so.
 */
public final class AnonymousKeys {
  /** Pseudo-credentials told apart on one UTC day of event time. */
  public static final int MOST = 100_000;

  /** Days remembered: a vendor's log may lie a day behind. */
  private static final int DAYS = 2;

  private static final long DAY = 86_400_000L;

  private final int most;
  private final TreeMap<Long, Set<String>> days = new TreeMap<>();

  /**
   * @param most keys told apart on one day, at least 1
   */
  public AnonymousKeys(int most) {
    this.most = most;
  }

  /** The event, under the shared key when its own is one too many; that is counted. */
  public AccessEvent bounded(AccessEvent event, Ledger ledger) {
    if (!Keys.isAnonymous(event.key())) {
      return event;
    }
    long day = Math.floorDiv(event.eventTime(), DAY);
    Set<String> keys = days.computeIfAbsent(day, d -> new HashSet<>());
    if (keys.contains(event.key())) {
      return event;
    }
    if (keys.size() < most) {
      keys.add(event.key());
      if (days.size() > DAYS) {
        // Never the day at hand: stray days in the future would leave it without a bound.
        days.remove(days.firstKey() == day ? days.lastKey() : days.firstKey());
      }
      return event;
    }
    ledger.unmodelled("anonymous_other", 1);
    return event.withKey(Keys.OTHER);
  }
}
