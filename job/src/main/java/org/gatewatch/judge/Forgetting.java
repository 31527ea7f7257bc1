package org.gatewatch.judge;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.gatewatch.baseline.KnownSet;
import org.gatewatch.baseline.Window;
import org.gatewatch.event.Roster;

/** What of the store is let go when a day is settled, so that nobody fills it. */
final class Forgetting {
  /** Strangers kept beyond those whose day is open. */
  static final int MOST_STRANGERS = 100_000;

  /** Shared values kept. */
  static final int MOST_VALUES = 1_000_000;

  private static final long KEEP_DAYS = 400;
  private static final long KEEP_STRANGER_DAYS = 7;

  private final Roster roster;
  private final Store store;

  Forgetting(Roster roster, Store store) {
    this.roster = roster;
    this.store = store;
  }

  /** Whether a credential was not seen for so long that it is nobody any more. */
  boolean isOver(CredentialRow row, long day) {
    long keep = row.isStranger(roster) ? KEEP_STRANGER_DAYS : KEEP_DAYS;
    return row.days.isEmpty() && row.lastDay() < day - keep;
  }

  /** Lets go of whole days of strangers, those last seen longest ago, until there is room. */
  void strangers(int known) {
    if (known <= MOST_STRANGERS) {
      return;
    }
    TreeMap<Long, Integer> days = new TreeMap<>();
    for (Iterator<CredentialRow> it = store.credentials(); it.hasNext(); ) {
      CredentialRow row = it.next();
      if (row.isStranger(roster) && row.days.isEmpty()) {
        days.merge(row.lastDay(), 1, Integer::sum);
      }
    }
    long last = oldest(days, known, MOST_STRANGERS);
    for (Iterator<CredentialRow> it = store.credentials(); it.hasNext(); ) {
      CredentialRow row = it.next();
      if (row.isStranger(roster) && row.days.isEmpty() && row.lastDay() <= last) {
        it.remove();
      }
    }
  }

  /**
   * Lets go of shared values unused for 90 days, and of whole hours of them until there is room.
   */
  void values(long day) {
    values(day * DayClose.DAY - KnownSet.TTL_HOURS * Window.LENGTH, MOST_VALUES);
  }

  /**
   * As above.
   *
   * @param before event time, ms: what was last used before it goes
   * @param most values that may be left
   */
  void values(long before, int most) {
    TreeMap<Long, Integer> hours = new TreeMap<>();
    int known = 0;
    for (Iterator<NetworkRow> it = store.networks(); it.hasNext(); ) {
      long seen = it.next().lastSeen();
      if (seen < before) {
        it.remove();
      } else {
        hours.merge(seen, 1, Integer::sum);
        known++;
      }
    }
    if (known <= most) {
      return;
    }
    long last = oldest(hours, known, most);
    for (Iterator<NetworkRow> it = store.networks(); it.hasNext(); ) {
      if (it.next().lastSeen() <= last) {
        it.remove();
      }
    }
  }

  /** Up to which time rows have to go for no more than so many to be left. */
  private static long oldest(NavigableMap<Long, Integer> counts, int known, int most) {
    long last = Long.MIN_VALUE;
    for (int left = known; left > most && !counts.isEmpty(); ) {
      Map.Entry<Long, Integer> first = counts.pollFirstEntry();
      left -= first.getValue();
      last = first.getKey();
    }
    return last;
  }
}
