package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How often a credential's requests stand in one log only: as learned, and on the UTC day so far.
 */
public final class Matched {
  private static final long DAY = 24 * Window.LENGTH;

  /** Uncovered requests at the gateway, by requests there. */
  public final Tally gateway;

  /** Records at the vendor only, by records there. */
  public final Tally vendor;

  private long day = Long.MIN_VALUE;
  private long requests;
  private long uncovered;
  private long records;
  private long stray;

  Matched() {
    gateway = new Tally();
    vendor = new Tally();
  }

  private Matched(DataInput in) throws IOException {
    gateway = Tally.read(in);
    vendor = Tally.read(in);
    day = in.readLong();
    requests = in.readLong();
    uncovered = in.readLong();
    records = in.readLong();
    stray = in.readLong();
  }

  /**
   * Counts an hour for its day, judged and not learned.
   *
   * @param missing requests at the gateway that the vendor's log does not cover, less what it lacks
   *     of everybody's
   * @param strays records at the vendor only, in the same way
   */
  public void count(long start, Matches m, long missing, long strays) {
    long of = Math.floorDiv(start, DAY);
    if (of != day) {
      day = of;
      requests = 0;
      uncovered = 0;
      records = 0;
      stray = 0;
    }
    requests += m.both() + m.gatewayOnly().count();
    uncovered += missing;
    records += m.both() + m.vendorOnly().count();
    stray += strays;
  }

  /** What the earlier hours of the same day hold: of {@link #earlier} requests or records. */
  public long earlierOnly(long start, boolean atVendor) {
    return Math.floorDiv(start, DAY) != day ? 0 : atVendor ? stray : uncovered;
  }

  /** Requests at the gateway, or records at the vendor, in earlier hours of the same day. */
  public long earlier(long start, boolean atVendor) {
    return Math.floorDiv(start, DAY) != day ? 0 : atVendor ? records : requests;
  }

  void write(DataOutput out) throws IOException {
    gateway.write(out);
    vendor.write(out);
    out.writeLong(day);
    out.writeLong(requests);
    out.writeLong(uncovered);
    out.writeLong(records);
    out.writeLong(stray);
  }

  static Matched read(DataInput in) throws IOException {
    return new Matched(in);
  }
}
