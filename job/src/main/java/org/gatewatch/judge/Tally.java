package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.baseline.Feeds;
import org.gatewatch.detect.Signals;
import org.gatewatch.stat.PBins;

/**
 * How often each signal gave which calibrated p, in {@link PBins}, and how often each p_day
 * occurred: what {@code calibration.json} holds. Windows of the first days of the log, in which
 * calibration has little to go by, are counted apart.
 */
public final class Tally {
  /** Days of the log that count as early. */
  public static final int EARLY_DAYS = 14;

  private static final int VERSION = 2;

  private final long[][][] signals = new long[2][Signals.all().size()][PBins.COUNT];
  private final long[] days = new long[PBins.COUNT];
  private Feeds logs = new Feeds();

  /** See {@link Journal#tested}. */
  public void tested(long dayOfLog, int signal, double surprise) {
    signals[dayOfLog < EARLY_DAYS ? 0 : 1][signal][PBins.of(surprise)]++;
  }

  public void settled(SettledDay day) {
    days[PBins.of(day.surprise())]++;
  }

  /** Windows by bin of their p. */
  public long[] windows(boolean early, int signal) {
    return signals[early ? 0 : 1][signal];
  }

  /** Credential-days by bin of their p_day, from the first settled day on. */
  public long[] days() {
    return days;
  }

  /** The log ended: what was learned of the vendors' logs. */
  public void ended(Shared shared) {
    logs = shared.everyone.feeds();
  }

  /** The vendors' logs against the gateway's, once the log ended. */
  public Feeds logs() {
    return logs;
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeByte(signals[0].length);
    for (long[][] phase : signals) {
      for (long[] counts : phase) {
        write(counts, out);
      }
    }
    write(days, out);
    logs.write(out);
  }

  public static Tally read(DataInput in) throws IOException {
    if (in.readByte() != VERSION || in.readByte() != Signals.all().size()) {
      throw new IOException("tally of an unknown version");
    }
    Tally tally = new Tally();
    for (long[][] phase : tally.signals) {
      for (long[] counts : phase) {
        read(counts, in);
      }
    }
    read(tally.days, in);
    tally.logs.readFrom(in);
    return tally;
  }

  private static void write(long[] counts, DataOutput out) throws IOException {
    for (long n : counts) {
      out.writeLong(n);
    }
  }

  private static void read(long[] counts, DataInput in) throws IOException {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.readLong();
    }
  }
}
