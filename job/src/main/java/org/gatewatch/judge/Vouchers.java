package org.gatewatch.judge;

import java.util.HashMap;
import java.util.List;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Habits;
import org.gatewatch.baseline.KnownSet;
import org.gatewatch.baseline.Scope;
import org.gatewatch.baseline.Seen;
import org.gatewatch.baseline.SeenSet;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Context;
import org.gatewatch.detect.NewNamesSignal;
import org.gatewatch.detect.ValueSignal;
import org.gatewatch.detect.Vouching;
import org.gatewatch.event.LogSource;

/** Who else uses a value, from the store's rows. */
final class Vouchers implements Vouching {
  /** New names an hour above which a client makes names up, such as paths with ids in them. */
  private static final double MOST_NEW = 0.5;

  /** Others who must use a new name in the same hour before it counts as everybody's. */
  private static final int LAUNCH = 3;

  /** Values new to everybody that one credential may bring on a UTC day; further ones vouch not. */
  private static final int MOST_A_DAY = 64;

  private final Store store;
  private final HashMap<String, Integer> users = new HashMap<>();
  private List<Window> hour = List.of();

  Vouchers(Store store) {
    this.store = store;
  }

  @Override
  public int others(String kind, String value, String credential) {
    NetworkRow row = store.network(kind + ":" + value);
    int known = row == null ? 0 : row.others(credential);
    return known == 0 && kind.equals(NewNamesSignal.KIND) ? launched(value) : known;
  }

  /** The windows to be judged together: a name that several of them bring is a launch. */
  void hour(List<Window> windows) {
    hour = windows;
    users.clear();
  }

  /** Users of a name in this very hour; 0 when they are few, the one who asks among them. */
  private int launched(String name) {
    if (users.isEmpty()) {
      for (Window w : hour) {
        for (SeenSet set : NewNamesSignal.accepted(w)) {
          for (Seen seen : set.values()) {
            users.merge(Scope.key(seen.value()), 1, Integer::sum);
          }
        }
      }
    }
    int n = users.getOrDefault(name, 0) - 1;
    return n < LAUNCH ? 0 : Math.min(n, NetworkRow.MOST);
  }

  /**
   * Notes the values of a window that may vouch: accepted, not quarantined. Once a day and
   * credential is enough; called before the baseline learns the window, which tells.
   */
  void learn(CredentialRow row, Baseline own, Window w, Context c) {
    if (w.source() == LogSource.GATEWAY) {
      learnNames(row, own, w, c);
    }
    Habits habits = own.habits(w.source());
    for (Seen seen : w.networks().values()) {
      if (w.isAccepted(w.networks(), seen) && !habits.networks.usedToday(seen.value(), w.start())) {
        use("net:" + seen.value(), row, w);
        if (seen.first().asn() >= 0) {
          use("as:AS" + seen.first().asn(), row, w);
        }
      }
    }
    for (ValueSignal signal : ValueSignal.all()) {
      KnownSet known = signal.known(habits);
      for (Seen seen : signal.seen(w).values()) {
        String key = signal.key(seen);
        if (w.isAccepted(signal.seen(w), seen) && !known.usedToday(key, w.start())) {
          use(signal.kind() + ":" + signal.shared(key, c), row, w);
        }
      }
    }
  }

  /** Names vouch too, but not those of a client that has new ones all the time. */
  private void learnNames(CredentialRow row, Baseline own, Window w, Context c) {
    boolean settled = NewNamesSignal.expected(own, c) < MOST_NEW;
    for (SeenSet set : NewNamesSignal.accepted(w)) {
      for (Seen seen : set.values()) {
        String key = Scope.key(seen.value());
        if (!own.scope.names.usedToday(key, w.start())
            && (settled || own.scope.names.contains(key, w.start()))) {
          use(NewNamesSignal.KIND + ":" + key, row, w);
        }
      }
    }
  }

  private void use(String key, CredentialRow by, Window w) {
    NetworkRow row = store.network(key);
    if (row == null) {
      if (!by.brings(Math.floorDiv(w.start(), DayClose.DAY), MOST_A_DAY)) {
        return;
      }
      row = new NetworkRow(key);
    }
    row.use(w.credential(), w.start());
    store.put(row);
  }
}
