package org.gatewatch.io;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Keys;
import org.gatewatch.report.Ledger;

/**
 * Bounds the pseudo-credentials: in an hour of event time the first 100,000 are told apart, further
 * ones share one key. Without it a scan from many addresses would cost a state for each of them.
 *
 * <p>Which ones come first is a matter of the merged order of the files, so below the bound nothing
 * depends on it, and above it the ledger says so.
 */
public final class AnonymousKeys {
  /** Pseudo-credentials told apart in one hour of event time. */
  public static final int MOST = 100_000;

  /** Hours remembered: what a vendor's log may lie behind, and one more at each end. */
  private static final int HOURS = 8;

  private static final long HOUR = 3_600_000L;

  private final int most;
  private final TreeMap<Long, Set<String>> hours = new TreeMap<>();

  /**
   * @param most keys told apart in one hour, at least 1
   */
  public AnonymousKeys(int most) {
    this.most = most;
  }

  /** The event, under the shared key when its own is one too many; that is counted. */
  public AccessEvent bounded(AccessEvent event, Ledger ledger) {
    if (!Keys.isAnonymous(event.key())) {
      return event;
    }
    Set<String> keys =
        hours.computeIfAbsent(Math.floorDiv(event.eventTime(), HOUR), hour -> new HashSet<>());
    if (keys.contains(event.key())) {
      return event;
    }
    if (keys.size() < most) {
      keys.add(event.key());
      if (hours.size() > HOURS) {
        hours.pollFirstEntry();
      }
      return event;
    }
    ledger.unmodelled("anonymous_other", 1);
    return event.withKey(Keys.OTHER);
  }
}
