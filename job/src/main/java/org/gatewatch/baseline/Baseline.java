package org.gatewatch.baseline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/** What is normal for one credential. Mutable; state is frozen while a window is judged. */
public final class Baseline {
  /** Bytes that all known values of a credential may take, saved: the rest takes up to 5 KB. */
  static final int MOST_KNOWN = 3000;

  private static final long DAY = 24 * Window.LENGTH;

  private @Nullable Habits gateway;
  private @Nullable Habits vendor;
  public final WallClock clock;
  public final Volume volume;
  public final Level tokens;
  public final Level bytes;
  public final LongRun longRun;
  public final Days days;
  public final Scope scope;
  public final Level tokenTotal;
  public final Level byteTotal;
  public final Matched matched;
  private final long firstStart;
  private int windows;
  private int activeDays;
  private long lastDay;

  /**
   * @param firstStart start of the first window ever seen, ms
   */
  public Baseline(long firstStart) {
    this.firstStart = firstStart;
    this.lastDay = Long.MIN_VALUE;
    clock = new WallClock();
    volume = new Volume(clock);
    tokens = new Level();
    bytes = new Level();
    longRun = new LongRun();
    days = new Days();
    scope = new Scope();
    tokenTotal = new Level();
    byteTotal = new Level();
    matched = new Matched();
  }

  private Baseline(DataInput in) throws IOException {
    firstStart = in.readLong();
    windows = in.readInt();
    activeDays = in.readInt();
    lastDay = in.readLong();
    clock = WallClock.read(in);
    gateway = in.readBoolean() ? Habits.read(in, clock) : null;
    vendor = in.readBoolean() ? Habits.read(in, clock) : null;
    volume = Volume.read(in, clock);
    tokens = Level.read(in);
    bytes = Level.read(in);
    longRun = LongRun.read(in);
    days = Days.read(in);
    scope = Scope.read(in);
    tokenTotal = Level.read(in);
    byteTotal = Level.read(in);
    matched = Matched.read(in);
  }

  /** Habits as that log source sees them; empty ones at first. */
  public Habits habits(LogSource source) {
    if (source == LogSource.VENDOR) {
      if (vendor == null) {
        vendor = new Habits(clock);
      }
      return vendor;
    }
    if (gateway == null) {
      gateway = new Habits(clock);
    }
    return gateway;
  }

  /** Before a window is judged: once a day the clock is set and the table of hours made. */
  public void roll(Window w, Peers peers) {
    Habits habits = habits(w.source());
    if (!habits.hours.isBehind(w.start())) {
      return;
    }
    if (w.source() == LogSource.GATEWAY || gateway == null) {
      int turn = habits.hours.infer(peers.workingDay());
      if (turn != 0) {
        habits(LogSource.GATEWAY).hours.turn(turn);
        habits(LogSource.VENDOR).hours.turn(turn);
        volume.turn(turn);
      }
    }
    habits.hours.roll(w.start(), peers.hours(w.source()));
  }

  /** Notes that a window was seen, learned from or not. */
  public void count(Window w) {
    habits(w.source()).count(w);
    if (w.source() == LogSource.GATEWAY || gateway == null) {
      windows++;
    }
    long day = Math.floorDiv(w.start(), DAY);
    if (day > lastDay) {
      lastDay = day;
      activeDays++;
    }
  }

  /**
   * Keeps what is known within its bound, whatever a client sends: the set that takes most forgets
   * first. Called after a window was learned.
   */
  public void trim() {
    while (known() > MOST_KNOWN) {
      KnownSet largest = scope.names;
      largest = gateway == null ? largest : gateway.largest(largest);
      largest = vendor == null ? largest : vendor.largest(largest);
      largest.dropOldest();
    }
  }

  /** Bytes that all known values take when saved. */
  int known() {
    return scope.names.bytes()
        + (gateway == null ? 0 : gateway.bytes())
        + (vendor == null ? 0 : vendor.bytes());
  }

  /** Days since the first window, at a time. */
  public double ageDays(long time) {
    return (time - firstStart) / (double) DAY;
  }

  public long firstStart() {
    return firstStart;
  }

  /** Windows seen. */
  public int windows() {
    return windows;
  }

  /** UTC days with a window. */
  public int activeDays() {
    return activeDays;
  }

  /** The last UTC day with a window, days since the epoch. */
  public long lastDay() {
    return lastDay;
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(firstStart);
    out.writeInt(windows);
    out.writeInt(activeDays);
    out.writeLong(lastDay);
    clock.write(out);
    out.writeBoolean(gateway != null);
    if (gateway != null) {
      gateway.write(out);
    }
    out.writeBoolean(vendor != null);
    if (vendor != null) {
      vendor.write(out);
    }
    volume.write(out);
    tokens.write(out);
    bytes.write(out);
    longRun.write(out);
    days.write(out);
    scope.write(out);
    tokenTotal.write(out);
    byteTotal.write(out);
    matched.write(out);
  }

  /**
   * The same again, to go its own way; until a zone is declared for it, on the clock as it is.
   *
   * @param time when it goes its own way, epoch ms
   */
  public Baseline copy(long time) {
    ByteArrayOutputStream bytesOut = new ByteArrayOutputStream();
    try {
      write(new DataOutputStream(bytesOut));
      Baseline copy = read(new DataInputStream(new ByteArrayInputStream(bytesOut.toByteArray())));
      copy.clock.startFrom(clock, time);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  public static Baseline read(DataInput in) throws IOException {
    return new Baseline(Objects.requireNonNull(in));
  }
}
