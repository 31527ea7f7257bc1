package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import org.gatewatch.detect.Clue;
import org.gatewatch.detect.Family;
import org.gatewatch.stat.Blend;
import org.jspecify.annotations.Nullable;

/**
 * What one family gave to a score.
 *
 * @param day its largest surprise of the day, calibrated by credential-day (layer 2)
 * @param clue what stood behind it; null where its surprise was too small to be put into words
 * @param carried whether it is kept from an earlier revision whose calibration is no longer known:
 *     the clue's arithmetic ends at the window
 */
public record Share(Family family, Blend day, @Nullable Clue clue, boolean carried)
    implements Serializable {
  /** What it adds: {@code w max(0, -2 ln(p/0.05))}. */
  public double contribution() {
    return BehaviourFindings.contribution(family.ordinal(), day.surprise());
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(family.ordinal());
    day.write(out);
    out.writeBoolean(carried);
    out.writeBoolean(clue != null);
    if (clue != null) {
      clue.write(out);
    }
  }

  static Share read(DataInput in) throws IOException {
    Family family = Family.values()[in.readByte()];
    Blend day = Blend.read(in);
    boolean carried = in.readBoolean();
    return new Share(family, day, in.readBoolean() ? Clue.read(in) : null, carried);
  }
}
