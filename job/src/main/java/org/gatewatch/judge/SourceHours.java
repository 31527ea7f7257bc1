package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.gatewatch.baseline.Window;

/**
 * Which hours of one log have lines as a rule: how often hours of that time of the UTC day, on
 * working days or weekends, were over and had none. Bounded: 48 kinds of hours, of each the last 60
 * or so, faded. Only hours that are over are in it, and those of a silence when it has ended.
 */
final class SourceHours {
  /** Below this a log is said to be silent: -ln 1e-6. */
  static final double SILENT = 13.815510557964274;

  /** Hours that must be known before anything is said: two weeks. */
  static final int LEAST_HOURS = 14 * 24;

  /** A longer silence is another log: what was known is forgotten. */
  static final int MOST_HOURS = 60 * 24;

  private static final int KINDS = 48;
  private static final float REMEMBERED = 60;
  private static final long HOUR = Window.LENGTH;

  private final float[] over = new float[KINDS];
  private final float[] empty = new float[KINDS];
  private int known;
  private long last = Long.MIN_VALUE;

  /** Start of the silence that was told, ms; MIN_VALUE for none, and where it ended. */
  long toldFrom = Long.MIN_VALUE;

  long toldUntil = Long.MIN_VALUE;

  /** Whether the silence that was told was another rule's to tell. */
  boolean left;

  /** End of the last hour with lines, ms: where a silence begins; MIN_VALUE before any. */
  long from() {
    return last == Long.MIN_VALUE ? last : (last + 1) * HOUR;
  }

  /** Whether what is silent now was told, or left to another rule. */
  boolean isTold() {
    return last != Long.MIN_VALUE && toldFrom == from();
  }

  /**
   * Takes in an hour with lines, and the empty ones before it.
   *
   * @param start of the hour, ms; later than those before, otherwise nothing is learned
   */
  void lines(long start) {
    long hour = Math.floorDiv(start, HOUR);
    if (last != Long.MIN_VALUE && hour - last > MOST_HOURS) {
      java.util.Arrays.fill(over, 0);
      java.util.Arrays.fill(empty, 0);
      known = 0;
    } else if (last != Long.MIN_VALUE) {
      for (long h = last + 1; h < hour; h++) {
        learn(h, true);
      }
    }
    if (last == Long.MIN_VALUE || hour > last) {
      learn(hour, false);
      last = hour;
    }
  }

  private void learn(long hour, boolean silent) {
    int kind = kind(hour);
    if (over[kind] >= REMEMBERED) {
      float keep = 1 - 1 / REMEMBERED;
      over[kind] *= keep;
      empty[kind] *= keep;
    }
    over[kind]++;
    empty[kind] += silent ? 1 : 0;
    known = Math.min(LEAST_HOURS, known + 1);
  }

  /** Hour of the UTC day, and of a weekend whether. */
  private static int kind(long hour) {
    int day = Instant.ofEpochSecond(hour * 3600).atOffset(ZoneOffset.UTC).getDayOfWeek().getValue();
    return (int) Math.floorMod(hour, 24L) + (day >= 6 ? 24 : 0);
  }

  /**
   * Laplace's rule of succession (Essai philosophique sur les probabilités, 1814): of n hours e
   * were empty, so the next one is with (e + 1)/(n + 2). The hours before and after of the same
   * kind of day count half.
   */
  private double chance(long hour) {
    int kind = kind(hour);
    int day = kind / 24 * 24;
    int before = day + (kind + 23) % 24;
    int after = day + (kind + 1) % 24;
    double n = over[kind] + (over[before] + over[after]) / 2.0;
    double e = empty[kind] + (empty[before] + empty[after]) / 2.0;
    return (e + 1) / (n + 2);
  }

  /**
   * How surprising it is that all hours since the last lines were empty: {@code -ln} of the product
   * of their chances, each at most as large as it was counted. What is more often empty than not is
   * a pause. After one, only the most surprising hour up to the next counts: a log that did not
   * begin again on a day, such as a holiday, is one thing and not one for each hour of it.
   *
   * @param end before which all hours are over, ms
   * @return 0 while too little is known
   */
  double surprise(long end) {
    long to = Math.floorDiv(end, HOUR);
    if (known < LEAST_HOURS || to - last > MOST_HOURS) {
      return 0;
    }
    double sum = 0;
    double most = 0;
    boolean paused = false;
    for (long h = last + 1; h < to; h++) {
      double chance = chance(h);
      if (chance > 0.5) {
        paused = true;
        sum += most;
        most = 0;
      } else if (paused) {
        most = Math.max(most, -StrictMath.log(chance));
      } else {
        sum -= StrictMath.log(chance);
      }
    }
    return sum + most;
  }

  void write(DataOutput out) throws IOException {
    for (int k = 0; k < KINDS; k++) {
      out.writeFloat(over[k]);
      out.writeFloat(empty[k]);
    }
    out.writeInt(known);
    out.writeLong(last);
    out.writeLong(toldFrom);
    out.writeLong(toldUntil);
    out.writeBoolean(left);
  }

  static SourceHours read(DataInput in) throws IOException {
    SourceHours hours = new SourceHours();
    for (int k = 0; k < KINDS; k++) {
      hours.over[k] = in.readFloat();
      hours.empty[k] = in.readFloat();
    }
    hours.known = in.readInt();
    hours.last = in.readLong();
    hours.toldFrom = in.readLong();
    hours.toldUntil = in.readLong();
    hours.left = in.readBoolean();
    return hours;
  }
}
