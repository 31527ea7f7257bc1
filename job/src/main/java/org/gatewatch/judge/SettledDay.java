package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gatewatch.detect.Family;

/**
 * What became of one credential on one UTC day, told when the day is settled: what {@code
 * windows.jsonl.zst} holds.
 *
 * @param day days since 1970-01-01
 * @param group peer group
 * @param surprises {@code -ln p} by family, calibrated by credential-day; 0 = nothing unusual or
 *     not tested
 * @param score the combined score
 * @param surprise {@code -ln p_day} of the score
 * @param threshold the score that would have alerted
 * @param outcome whether it paged, was listed, or neither
 * @param ruled whether an open rule finding of weight explains it
 * @param hours what it did, by log and then by hour
 */
public record SettledDay(
    String credential,
    long day,
    String group,
    int stratum,
    List<Float> surprises,
    double score,
    double surprise,
    double threshold,
    Outcome outcome,
    boolean ruled,
    List<SettledHour> hours) {
  private static final Outcome[] OUTCOMES = Outcome.values();

  public SettledDay {
    surprises = List.copyOf(surprises);
    hours =
        hours.stream()
            .sorted(Comparator.comparing(SettledHour::vendor).thenComparingInt(SettledHour::hour))
            .toList();
  }

  /** What the SOC got of it. */
  public enum Outcome {
    /** Nothing. */
    QUIET,
    /** An entry in the digest. */
    DIGEST,
    /** An alert, or a revision of one. */
    ALERT
  }

  public void write(DataOutput out) throws IOException {
    out.writeUTF(credential);
    out.writeLong(day);
    out.writeUTF(group);
    out.writeByte(stratum);
    for (float v : surprises) {
      out.writeFloat(v);
    }
    out.writeDouble(score);
    out.writeDouble(surprise);
    out.writeDouble(threshold);
    out.writeByte(outcome.ordinal());
    out.writeBoolean(ruled);
    out.writeByte(hours.size());
    for (SettledHour hour : hours) {
      hour.write(out);
    }
  }

  public static SettledDay read(DataInput in) throws IOException {
    String credential = in.readUTF();
    long day = in.readLong();
    String group = in.readUTF();
    int stratum = in.readByte();
    List<Float> surprises = new ArrayList<>(Family.COUNT);
    for (int f = 0; f < Family.COUNT; f++) {
      surprises.add(in.readFloat());
    }
    return new SettledDay(
        credential,
        day,
        group,
        stratum,
        surprises,
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        OUTCOMES[in.readByte()],
        in.readBoolean(),
        hours(in));
  }

  private static List<SettledHour> hours(DataInput in) throws IOException {
    List<SettledHour> hours = new ArrayList<>();
    for (int n = in.readByte(); n > 0; n--) {
      hours.add(SettledHour.read(in));
    }
    return hours;
  }
}
