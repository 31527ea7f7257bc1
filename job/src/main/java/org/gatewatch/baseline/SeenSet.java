package org.gatewatch.baseline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.jspecify.annotations.Nullable;

/**
 * The distinct values of one kind in a window, in order of appearance: at most {@link #CAP}, the
 * rest is counted. So a window stays small whatever a client sends.
 */
public final class SeenSet {
  /** Values kept of each kind. */
  public static final int CAP = 32;

  private final ArrayList<Seen> values = new ArrayList<>(2);
  private int latest;
  private long overflow;

  /** Takes in an event's value, if it has one. */
  void add(@Nullable String value, AccessEvent event) {
    if (value == null) {
      return;
    }
    int n = values.size();
    // Most events repeat the value of the one before.
    if (n > 0 && values.get(latest).value().equals(value)) {
      values.get(latest).again(event);
      return;
    }
    for (int i = 0; i < n; i++) {
      if (values.get(i).value().equals(value)) {
        values.get(i).again(event);
        latest = i;
        return;
      }
    }
    if (n < CAP) {
      values.add(new Seen(value, event));
      latest = n;
    } else {
      overflow++;
    }
  }

  void restore(Seen seen) {
    values.add(seen);
  }

  void restoreOverflow(long count) {
    overflow = count;
  }

  /** The values kept, in order of first appearance. */
  public List<Seen> values() {
    return Collections.unmodifiableList(values);
  }

  /** Events whose value was not kept. */
  public long overflow() {
    return overflow;
  }
}
