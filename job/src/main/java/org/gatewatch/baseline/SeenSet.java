package org.gatewatch.baseline;

import java.util.ArrayList;
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

  // A window has a dozen of these sets, and most hold nothing.
  private @Nullable ArrayList<Seen> values;
  private int latest;
  private long overflow;

  /** Takes in an event's value, if it has one. */
  void add(@Nullable String value, AccessEvent event) {
    if (value == null) {
      return;
    }
    if (values == null) {
      restore(new Seen(value, event));
      return;
    }
    int n = values.size();
    // Most events repeat the value of the one before.
    if (values.get(latest).value().equals(value)) {
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
    if (values == null) {
      values = new ArrayList<>(2);
    }
    values.add(seen);
  }

  void restoreOverflow(long count) {
    overflow = count;
  }

  /** The values kept, in order of first appearance; to be read only. */
  public List<Seen> values() {
    return values == null ? List.of() : values;
  }

  /** Whether no event had a value. */
  public boolean isEmpty() {
    return values == null;
  }

  /** Events whose value was not kept. */
  public long overflow() {
    return overflow;
  }
}
