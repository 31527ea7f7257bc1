package org.gatewatch.judge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.Band;
import org.gatewatch.detect.Context;
import org.gatewatch.detect.RequestsSignal;
import org.gatewatch.detect.TotalSignal;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * What one credential did in one hour in one log, beside what was expected of it then. At most 24
 * of a log and day are kept, until the day is settled.
 *
 * @param hour of the UTC day, 0 to 23
 * @param vendor whether it is the vendor's log; nothing is expected there
 * @param requests in the hour
 * @param denied of them refused
 * @param outputTokens of the successful ones
 * @param expectedRequests null while too little is known
 * @param expectedTokens output tokens, null while too little is known or where there are none
 */
public record SettledHour(
    int hour,
    boolean vendor,
    long requests,
    long denied,
    long outputTokens,
    @Nullable Band expectedRequests,
    @Nullable Band expectedTokens) {

  /** Of a whole window, on the state before it. */
  static SettledHour of(Baseline own, Window w, Context c) {
    boolean vendor = w.source() == LogSource.VENDOR;
    return new SettledHour(
        Math.floorMod(Math.floorDiv(w.start(), Window.LENGTH), 24),
        vendor,
        w.events(),
        w.denied(),
        w.outputTokens(),
        vendor ? null : RequestsSignal.band(own, w, c),
        vendor ? null : TotalSignal.TOKENS.band(own, w, c));
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(hour);
    out.writeBoolean(vendor);
    out.writeLong(requests);
    out.writeLong(denied);
    out.writeLong(outputTokens);
    write(expectedRequests, out);
    write(expectedTokens, out);
  }

  static SettledHour read(DataInput in) throws IOException {
    return new SettledHour(
        in.readByte(),
        in.readBoolean(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        band(in),
        band(in));
  }

  private static void write(@Nullable Band band, DataOutput out) throws IOException {
    out.writeBoolean(band != null);
    if (band != null) {
      out.writeDouble(band.expected());
      out.writeDouble(band.high());
    }
  }

  private static @Nullable Band band(DataInput in) throws IOException {
    return in.readBoolean() ? new Band(in.readDouble(), in.readDouble()) : null;
  }
}
