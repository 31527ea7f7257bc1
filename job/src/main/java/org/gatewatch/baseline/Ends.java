package org.gatewatch.baseline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gatewatch.event.AccessEvent;

/** The first and the last events of a window, for citing. */
final class Ends {
  final ArrayList<Cited> first = new ArrayList<>(Window.CITED);

  /** As it was when it was read. */
  final ArrayList<Cited> last = new ArrayList<>(0);

  // Citing each event of a busy hour is waste: the last ones are cited when somebody asks,
  // which is when they are written or judged.
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

  /**
   * The last events after {@link #first}. Nothing changes by asking: a checkpoint may be writing
   * this while it is copied.
   */
  List<Cited> last() {
    ArrayList<Cited> all = new ArrayList<>(last);
    for (AccessEvent e : latest) {
      all.add(Cited.of(e));
    }
    return Collections.unmodifiableList(
        all.subList(Math.max(0, all.size() - Window.CITED), all.size()));
  }
}
