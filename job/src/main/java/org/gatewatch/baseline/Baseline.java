package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/** What is normal for one credential. Mutable; state is frozen while a window is judged. */
public final class Baseline {
  private static final long DAY = 24 * Window.LENGTH;

  private @Nullable Habits gateway;
  private @Nullable Habits vendor;
  public final Volume volume;
  public final Level tokens;
  public final Level bytes;
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
    volume = new Volume();
    tokens = new Level();
    bytes = new Level();
  }

  private Baseline(DataInput in) throws IOException {
    firstStart = in.readLong();
    windows = in.readInt();
    activeDays = in.readInt();
    lastDay = in.readLong();
    gateway = in.readBoolean() ? Habits.read(in) : null;
    vendor = in.readBoolean() ? Habits.read(in) : null;
    volume = Volume.read(in);
    tokens = Level.read(in);
    bytes = Level.read(in);
  }

  /** Habits as that log source sees them; empty ones at first. */
  public Habits habits(LogSource source) {
    if (source == LogSource.VENDOR) {
      if (vendor == null) {
        vendor = new Habits();
      }
      return vendor;
    }
    if (gateway == null) {
      gateway = new Habits();
    }
    return gateway;
  }

  /** Notes that a window was seen, learned from or not. */
  public void count(Window w) {
    habits(w.source()).count();
    if (w.source() == LogSource.GATEWAY || gateway == null) {
      windows++;
    }
    long day = Math.floorDiv(w.start(), DAY);
    if (day > lastDay) {
      lastDay = day;
      activeDays++;
    }
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
  }

  public static Baseline read(DataInput in) throws IOException {
    return new Baseline(Objects.requireNonNull(in));
  }
}
