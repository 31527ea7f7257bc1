package org.gatewatch.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import org.gatewatch.stat.Blend;

/**
 * How the surprise behind a clue was made, from the signal's formula to the surprise of its family
 * in that window (or on that day, for drift): {@code blend/factor - ln(tested)}.
 *
 * @param time start of the window or day, ms
 * @param early whether the hour was not over
 * @param stratum whose history calibrated it, in words
 * @param terms inputs of the formula
 * @param blend the raw surprise, calibrated
 * @param factor by what everyone's surprises of that hour were larger than chance makes them, at
 *     least 1
 * @param tested signals of the family that were tested: Bonferroni
 */
public record Working(
    long time, boolean early, String stratum, Terms terms, Blend blend, double factor, int tested)
    implements Serializable {

  /** The family's surprise in the window. */
  public double surprise() {
    return blend.surprise() / factor - (tested > 1 ? StrictMath.log(tested) : 0);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(time);
    out.writeBoolean(early);
    out.writeUTF(stratum);
    terms.write(out);
    blend.write(out);
    out.writeDouble(factor);
    out.writeByte(tested);
  }

  static Working read(DataInput in) throws IOException {
    return new Working(
        in.readLong(),
        in.readBoolean(),
        in.readUTF(),
        Terms.read(in),
        Blend.read(in),
        in.readDouble(),
        in.readByte());
  }
}
