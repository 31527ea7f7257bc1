package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import org.gatewatch.detect.Family;
import org.gatewatch.stat.Blend;
import org.jspecify.annotations.Nullable;

/**
 * Why something paged: {@code tested.surprise() - part >= -ln share}, and the budget paid.
 *
 * @param by the family whose e-detector raised it; null when the day's score did
 * @param days active days of that e-detector's cycle
 * @param since first day of that cycle, days since 1970-01-01; where the day's score raised it,
 *     that of the cycle of drift, or the day itself without one
 * @param score the score that was new, or the e-detector's {@code ln M}
 * @param shift what the controller took from it before it was calibrated
 * @param tested score less shift, calibrated
 * @param part {@code -ln} of the part of the budget that is this lane's
 * @param share credential-days that may alert, in (0, 0.02]
 * @param cost tokens it took, in (0, 1]
 * @param left tokens left
 */
public record Decision(
    @Nullable Family by,
    int days,
    long since,
    double score,
    double shift,
    Blend tested,
    double part,
    double share,
    double cost,
    double left)
    implements Serializable {

  /** {@code -ln} of the share of the budget's days it claims. */
  public double surprise() {
    return tested.surprise() - part;
  }

  /** What it had to reach. */
  public double needed() {
    return -StrictMath.log(share);
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(by == null ? -1 : by.ordinal());
    out.writeByte(days);
    out.writeLong(since);
    out.writeDouble(score);
    out.writeDouble(shift);
    tested.write(out);
    out.writeDouble(part);
    out.writeDouble(share);
    out.writeDouble(cost);
    out.writeDouble(left);
  }

  static Decision read(DataInput in) throws IOException {
    int by = in.readByte();
    return new Decision(
        by < 0 ? null : Family.values()[by],
        in.readByte(),
        in.readLong(),
        in.readDouble(),
        in.readDouble(),
        Blend.read(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }
}
