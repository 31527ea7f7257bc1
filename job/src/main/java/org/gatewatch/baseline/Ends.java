package org.gatewatch.baseline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gatewatch.event.AccessEvent;

/** The first and the last events of a window, for citing. */
final class Ends {
  final ArrayList<Cited> first = new ArrayList<>(Window.CITED);
  final ArrayList<Cited> last = new ArrayList<>(Window.CITED);

  // Citing each event of a busy hour is waste: the last ones are cited when somebody asks.
  private final ArrayDeque<AccessEvent> latest = new ArrayDeque<>(Window.CITED);

  void add(AccessEvent e) {
    if (first.size() < Window.CITED) {
      first.add(Cited.of(e));
    } else {
      if (latest.size() == Window.CITED) {
        latest.removeFirst();
      }
      latest.addLast(e);
    }
  }

  /** The last events after {@link #first}. */
  List<Cited> last() {
    for (AccessEvent e = latest.pollFirst(); e != null; e = latest.pollFirst()) {
      last.add(Cited.of(e));
    }
    int extra = last.size() - Window.CITED;
    if (extra > 0) {
      last.subList(0, extra).clear();
    }
    return Collections.unmodifiableList(last);
  }
}
