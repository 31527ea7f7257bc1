package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.gatewatch.baseline.Matches;
import org.gatewatch.baseline.Window;

/**
 * When a credential's owner came in lately, by a log of logins. Logins within ten minutes of one
 * that is remembered are not told apart, so that the {@link #MOST} of them span half a day at
 * least, more than a vendor's log may lag.
 */
final class Logins {
  private static final int MOST = 96;
  private static final long APART = Window.LENGTH / 6;

  private final long[] times = new long[MOST];
  private int count;

  /** Remembers a login, at an event time in ms. */
  void add(long time) {
    int at = Arrays.binarySearch(times, 0, count, time);
    int insert = at < 0 ? -at - 1 : at;
    if (at >= 0 || (insert > 0 && time - times[insert - 1] < APART)) {
      return;
    }
    if (count == MOST) {
      if (insert == 0) {
        return;
      }
      System.arraycopy(times, 1, times, 0, insert - 1);
      times[insert - 1] = time;
      return;
    }
    System.arraycopy(times, insert, times, insert + 1, count - insert);
    times[insert] = time;
    count++;
  }

  /** How long before a time the last login was, as {@link Matches#age} tells ages apart. */
  int age(long time) {
    long from = Long.MIN_VALUE;
    for (int i = 0; i < count && times[i] <= time + Reconciler.SKEW; i++) {
      from = times[i];
    }
    return from == Long.MIN_VALUE ? Matches.AGES - 1 : Matches.age(Math.max(0, time - from));
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(count);
    for (int i = 0; i < count; i++) {
      out.writeLong(times[i]);
    }
  }

  void readFrom(DataInput in) throws IOException {
    count = in.readByte();
    for (int i = 0; i < count; i++) {
      times[i] = in.readLong();
    }
  }
}
