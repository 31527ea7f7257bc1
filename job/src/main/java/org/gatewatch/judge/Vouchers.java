package org.gatewatch.judge;

import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Habits;
import org.gatewatch.baseline.KnownSet;
import org.gatewatch.baseline.Seen;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.ValueSignal;
import org.gatewatch.detect.Vouching;

/** Who else uses a value, from the store's rows. */
final class Vouchers implements Vouching {
  private final Store store;

  Vouchers(Store store) {
    this.store = store;
  }

  @Override
  public int others(String kind, String value, String credential) {
    NetworkRow row = store.network(kind + ":" + value);
    return row == null ? 0 : row.others(credential);
  }

  /**
   * Notes the values of a window that may vouch: accepted, not quarantined. Once a day and
   * credential is enough; called before the baseline learns the window, which tells.
   */
  void learn(Baseline own, Window w) {
    Habits habits = own.habits(w.source());
    for (Seen seen : w.networks().values()) {
      if (!habits.networks.usedToday(seen.value(), w.start())) {
        use("net:" + seen.value(), w);
        if (seen.first().asn() >= 0) {
          use("as:AS" + seen.first().asn(), w);
        }
      }
    }
    for (ValueSignal signal : ValueSignal.values()) {
      KnownSet known = signal.known(habits);
      for (Seen seen : signal.seen(w).values()) {
        String key = signal.key(seen.value());
        if (!known.usedToday(key, w.start())) {
          use(signal.kind() + ":" + key, w);
        }
      }
    }
  }

  private void use(String key, Window w) {
    NetworkRow row = store.network(key);
    if (row == null) {
      row = new NetworkRow(key);
    }
    row.use(w.credential(), w.start());
    store.put(row);
  }
}
