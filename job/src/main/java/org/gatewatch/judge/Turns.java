package org.gatewatch.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Profiled;

/** Hands what PROFILE told to the judge, in turn: windows that closed together go together. */
public final class Turns {
  private Turns() {}

  /**
   * Judges elements.
   *
   * @param due in {@link Profiled#ORDER}, complete: nothing that belongs before the last is missing
   */
  public static void take(Judge judge, List<Profiled> due) {
    for (int i = 0; i < due.size(); ) {
      Window first = due.get(i).window();
      if (first == null) {
        Profiled single = due.get(i++);
        Window pane = single.pane();
        if (pane != null) {
          judge.pane(pane);
        } else {
          judge.rule(Objects.requireNonNull(single.hit()));
        }
        continue;
      }
      boolean matched = first.matches() != null;
      List<Window> together = new ArrayList<>();
      for (; i < due.size(); i++) {
        Window next = due.get(i).window();
        if (next == null
            || next.close() != first.close()
            || next.source() != first.source()
            || (next.matches() != null) != matched) {
          break;
        }
        together.add(next);
      }
      if (matched && first.partial()) {
        continue; // what is missing may be still to come
      }
      judge.windows(first.close(), first.start(), first.source(), together);
    }
  }
}
