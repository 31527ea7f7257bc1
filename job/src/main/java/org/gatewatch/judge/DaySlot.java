package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.baseline.DayTotals;
import org.gatewatch.detect.Clue;
import org.gatewatch.detect.Family;
import org.jspecify.annotations.Nullable;

/** One credential on one UTC day so far: the strangest of each family. */
final class DaySlot {
  final long day;

  /** Largest surprise of a window by family, calibrated by window. */
  final float[] surprises = new float[Family.COUNT];

  /** What stood behind it, kept only where it may matter. */
  final @Nullable Clue[] clues = new Clue[Family.COUNT];

  /** What the day amounts to so far. */
  DayTotals totals = new DayTotals();

  /** Its hours so far, in the order in which they closed. */
  final List<SettledHour> hours = new ArrayList<>(2);

  /** The largest combined score so far, and the end of the window that made it. */
  float score;

  /** How it was made. */
  @Nullable Account account;

  long scoredAt;
  boolean alerted;

  /** Whether the credential is among those that were active on the day. */
  boolean counted;

  byte stratum;

  DaySlot(long day) {
    this.day = day;
  }

  /** The day so far, to be judged together with an hour that is not over. */
  DaySlot copy() {
    DaySlot c = new DaySlot(day);
    System.arraycopy(surprises, 0, c.surprises, 0, surprises.length);
    System.arraycopy(clues, 0, c.clues, 0, clues.length);
    c.score = score;
    c.account = account;
    c.scoredAt = scoredAt;
    c.alerted = alerted;
    c.counted = counted;
    c.stratum = stratum;
    return c;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(day);
    out.writeFloat(score);
    out.writeLong(scoredAt);
    out.writeBoolean(alerted);
    out.writeBoolean(counted);
    out.writeByte(stratum);
    Evidence.write(surprises, clues, out);
    out.writeBoolean(account != null);
    if (account != null) {
      account.write(out);
    }
    totals.write(out);
    out.writeByte(hours.size());
    for (SettledHour hour : hours) {
      hour.write(out);
    }
  }

  static DaySlot read(DataInput in) throws IOException {
    DaySlot slot = new DaySlot(in.readLong());
    slot.score = in.readFloat();
    slot.scoredAt = in.readLong();
    slot.alerted = in.readBoolean();
    slot.counted = in.readBoolean();
    slot.stratum = in.readByte();
    Evidence.read(in, slot.surprises, slot.clues);
    slot.account = in.readBoolean() ? Account.read(in) : null;
    slot.totals = DayTotals.read(in);
    for (int n = in.readByte(); n > 0; n--) {
      slot.hours.add(SettledHour.read(in));
    }
    return slot;
  }
}
