package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.stat.Sphere;
import org.jspecify.annotations.Nullable;

/**
 * Where a credential was at one moment.
 *
 * @param time epoch ms
 * @param network /24 or /64
 * @param asn number of the autonomous system, -1 when unknown
 * @param asType class of the system, such as hosting
 * @param latitude degrees, NaN when unknown
 * @param longitude degrees, NaN when unknown
 */
public record Place(
    long time,
    String network,
    long asn,
    @Nullable String asType,
    double latitude,
    double longitude) {
  /** Nearer places are one: databases of addresses are no better. */
  public static final double FAR_KM = 300;

  /** Nobody travels faster, km/h. */
  public static final double FASTEST = 1000;

  private static final double HOUR = Window.LENGTH;

  static Place of(String network, AccessEvent e) {
    String asType = e.text(Field.AS_TYPE);
    return new Place(
        e.eventTime(),
        network,
        e.number(Field.ASN, -1),
        asType == null ? null : KnownSet.key(asType),
        e.real(Field.LATITUDE),
        e.real(Field.LONGITUDE));
  }

  /** The autonomous system, or the network where the log names none. */
  public String system() {
    return asn < 0 ? network : "AS" + asn;
  }

  /** Hours from here to a later place, at least 0. */
  public double hoursTo(Place later) {
    return Math.max(0, (later.time - time) / HOUR);
  }

  /**
   * The km of a hop that nobody makes: more than {@link #FAR_KM} and faster than {@link #FASTEST};
   * 0 for any other, and where coordinates are missing.
   */
  public double impossibleKm(Place later) {
    if (latitude == later.latitude && longitude == later.longitude) {
      return 0;
    }
    double km = Sphere.km(latitude, longitude, later.latitude, later.longitude);
    return km > FAR_KM && km > FASTEST * hoursTo(later) ? km : 0;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(time);
    out.writeUTF(network);
    out.writeLong(asn);
    out.writeUTF(asType == null ? "" : asType);
    out.writeDouble(latitude);
    out.writeDouble(longitude);
  }

  static Place read(DataInput in) throws IOException {
    return read(in, 0);
  }

  /** Reads what {@link #write} wrote, moved to a time {@code later} ms after. */
  static Place read(DataInput in, long later) throws IOException {
    long time = in.readLong() + later;
    String network = in.readUTF();
    long asn = in.readLong();
    String asType = in.readUTF();
    return new Place(
        time, network, asn, asType.isEmpty() ? null : asType, in.readDouble(), in.readDouble());
  }
}
