package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.gatewatch.stat.DayCircle;
import org.gatewatch.stat.WeekProfile;

/**
 * In which hours of the week a credential is active, on its {@link WallClock}, faded with a
 * half-life of six weeks. An hour counts {@link #LATE_HOURS} after it was seen, so that three odd
 * nights cannot teach themselves. The masses are made anew on the first window of each UTC day and
 * are part of the state.
 */
public final class Hours {
  /** How long an hour waits before it counts. */
  public static final int LATE_HOURS = 72;

  /** Windows that must count before an hour can be unusual. */
  public static final int LEAST = 3;

  private static final double FADE_PER_DAY = StrictMath.pow(0.5, 1 / 42.0);
  private static final double GRID = 1000;

  /** Strength of the group's profile, in windows. */
  private static final double GROUP = 10;

  private final WallClock clock;
  private final float[] counts = new float[WeekProfile.HOURS];
  private final float[] masses = new float[WeekProfile.HOURS];
  private int[] waiting = new int[8];
  private int waitingSize;
  private int day = Integer.MIN_VALUE;
  private float learned;

  Hours(WallClock clock) {
    this.clock = clock;
  }

  /** Windows that count by now, faded. */
  public double learned() {
    return learned;
  }

  /** The faded count of an hour of week. */
  public double count(int hourOfWeek) {
    return counts[hourOfWeek];
  }

  /**
   * {@code -ln p} of an hour of week, on a grid of 1/1000; 0 before {@link #LEAST} windows count.
   */
  public double surprise(int hourOfWeek) {
    return learned < LEAST ? 0 : Math.floor(-StrictMath.log(mass(hourOfWeek)) * GRID) / GRID;
  }

  /** The mass of all hours of the week that are no likelier than one. */
  public double mass(int hourOfWeek) {
    return WeekProfile.tail(masses, hourOfWeek);
  }

  /** Notes an active hour; it counts later. */
  public void learn(long start) {
    if (waitingSize == waiting.length) {
      waiting = Arrays.copyOf(waiting, waitingSize * 2);
    }
    waiting[waitingSize++] = (int) (start / Window.LENGTH);
  }

  /** Infers the clock; returns by how many hours it was turned. */
  int infer(DayCircle peers) {
    return clock.infer(counts, learned, peers);
  }

  /** Turns the tables after the clock was turned. */
  void turn(int by) {
    turn(counts, by);
    turn(masses, by);
  }

  private static void turn(float[] table, int by) {
    float[] before = table.clone();
    for (int h = 0; h < table.length; h++) {
      table[Math.floorMod(h + by, table.length)] = before[h];
    }
  }

  /** Whether the table is of an earlier day than a time. */
  boolean isBehind(long start) {
    return (int) Math.floorDiv(start, 24 * Window.LENGTH) > day;
  }

  /**
   * Brings the table to a day: fades, takes in the hours that waited long enough, and smooths
   * together with the group.
   */
  void roll(long start, double[] group) {
    int today = (int) Math.floorDiv(start, 24 * Window.LENGTH);
    if (day != Integer.MIN_VALUE) {
      double fade = StrictMath.pow(FADE_PER_DAY, today - day);
      for (int h = 0; h < counts.length; h++) {
        counts[h] = (float) (counts[h] * fade);
      }
      learned = (float) (learned * fade);
    }
    day = today;
    int ripe = today * 24 - LATE_HOURS;
    int kept = 0;
    for (int i = 0; i < waitingSize; i++) {
      if (waiting[i] <= ripe) {
        int h = clock.hourOfWeek(waiting[i] * Window.LENGTH);
        counts[h] += 1;
        learned += 1;
      } else {
        waiting[kept++] = waiting[i];
      }
    }
    waitingSize = kept;
    if (learned < LEAST) {
      return;
    }
    double total = 0;
    for (double g : group) {
      total += g;
    }
    double[] mixed = new double[WeekProfile.HOURS];
    double share = total > 0 ? GROUP / Math.max(total, GROUP) : 0;
    for (int h = 0; h < mixed.length; h++) {
      mixed[h] = counts[h] + share * group[h];
    }
    double[] f = WeekProfile.smooth(mixed);
    for (int h = 0; h < f.length; h++) {
      masses[h] = (float) f[h];
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(day);
    out.writeFloat(learned);
    Sparse.write(counts, out);
    Sparse.write(masses, out);
    out.writeShort(waitingSize);
    out.writeInt(waiting[0]);
    for (int i = 0; i < waitingSize; i++) {
      out.writeShort(waiting[i] - waiting[0]); // what waits is a few days old
    }
  }

  static Hours read(DataInput in, WallClock clock) throws IOException {
    Hours hours = new Hours(clock);
    hours.day = in.readInt();
    hours.learned = in.readFloat();
    Sparse.read(hours.counts, in);
    Sparse.read(hours.masses, in);
    hours.waitingSize = in.readShort();
    hours.waiting = new int[Math.max(8, hours.waitingSize)];
    int first = in.readInt();
    for (int i = 0; i < hours.waitingSize; i++) {
      hours.waiting[i] = first + in.readShort();
    }
    return hours;
  }
}
