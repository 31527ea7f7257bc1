package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.event.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway's log and a vendor's log say of one hour of one credential: requests that stand
 * in both, at the gateway only, at the vendor only. Filled by PROFILE, handed over once both logs
 * had their time, never changed after.
 */
public final class Matches {
  /** Upper edges of the ages of a login, hours; older, or never, is one more. */
  private static final int[] AGE_HOURS = {12, 24, 48, 96, 168};

  /** Number of ages told apart. */
  public static final int AGES = AGE_HOURS.length + 1;

  private static final int VERSION = 1;

  private final String vendor;
  private long both;
  private long dropped;
  private final long[] ages = new long[AGES];
  private int citedAge = -1;
  private long tokens;
  private long tokenResidual;
  private long unequal;
  private long offsetSum;
  private long offsetLeast = Long.MAX_VALUE;
  private long offsetMost = Long.MIN_VALUE;
  private final Only gateway = new Only();
  private final Only atVendor = new Only();

  /**
   * @param vendor the third party that keeps the other log
   */
  public Matches(String vendor) {
    this.vendor = vendor;
  }

  /** Requests that stand in one log only. */
  public static final class Only {
    private long count;
    private long succeeded;
    private @Nullable Cited first;
    private @Nullable Cited last;

    private void add(Cited cited) {
      count++;
      succeeded += cited.succeeded() ? 1 : 0;
      cite(cited);
    }

    private void cite(Cited cited) {
      if (first == null || cited.time() < first.time()) {
        first = cited;
      }
      if (last == null || cited.time() >= last.time()) {
        last = cited;
      }
    }

    public long count() {
      return count;
    }

    /** Those of them that were accepted. */
    public long succeeded() {
      return succeeded;
    }

    /** The first of them; null when there is none, or only their number is known. */
    public @Nullable Cited first() {
      return first;
    }

    public @Nullable Cited last() {
      return last;
    }

    private void write(DataOutput out) throws IOException {
      out.writeLong(count);
      out.writeLong(succeeded);
      out.writeBoolean(first != null && last != null);
      if (first != null && last != null) {
        first.write(out);
        last.write(out, first);
      }
    }

    private void read(DataInput in, long later) throws IOException {
      count = in.readLong();
      succeeded = in.readLong();
      if (in.readBoolean()) {
        first = Cited.read(in);
        last = Cited.read(in, first).moved(later);
        first = first.moved(later);
      }
    }
  }

  /** Which age a time since the last login is: an index below {@link #AGES}. */
  public static int age(long ms) {
    int age = 0;
    while (age < AGE_HOURS.length && ms > AGE_HOURS[age] * Window.LENGTH) {
      age++;
    }
    return age;
  }

  /** The longest time since a login that is of that age, hours; the last age has none. */
  public static int hours(int age) {
    return AGE_HOURS[age];
  }

  /**
   * A request that stands in both logs.
   *
   * @param offset the vendor's time less the gateway's, ms
   * @param gatewayTokens input and output tokens by the gateway, -1 when not in the log
   * @param vendorTokens the same by the vendor
   */
  public void pair(long offset, long gatewayTokens, long vendorTokens) {
    both++;
    offsetSum += offset;
    offsetLeast = Math.min(offsetLeast, offset);
    offsetMost = Math.max(offsetMost, offset);
    if (gatewayTokens >= 0 && vendorTokens >= 0) {
      tokens += gatewayTokens;
      tokenResidual += vendorTokens - gatewayTokens;
      unequal += gatewayTokens == vendorTokens ? 0 : 1;
    }
  }

  /**
   * A request at the gateway that the vendor's log does not have. Of several the ones longest after
   * a login are cited.
   *
   * @param age by {@link #age}, of the owner's last login
   */
  public void gatewayOnly(Cited cited, int age) {
    if (age > citedAge) {
      gateway.first = null;
      gateway.last = null;
      citedAge = age;
    }
    ages[age]++;
    gateway.count++;
    gateway.succeeded += cited.succeeded() ? 1 : 0;
    if (age == citedAge) {
      gateway.cite(cited);
    }
  }

  /** A request in the vendor's log that the gateway does not have. */
  public void vendorOnly(Cited cited) {
    atVendor.add(cited);
  }

  /**
   * Replaces the counts of an hour with more requests than could be kept: only their numbers were
   * compared.
   *
   * @param lost requests that were not kept
   */
  public void counted(long atGateway, long inVendorLog, long lost) {
    both = Math.min(atGateway, inVendorLog);
    gateway.count = atGateway - both;
    gateway.succeeded = Math.min(gateway.succeeded, gateway.count);
    atVendor.count = inVendorLog - both;
    atVendor.succeeded = Math.min(atVendor.succeeded, atVendor.count);
    java.util.Arrays.fill(ages, 0);
    ages[AGES - 1] = gateway.count;
    dropped = lost;
  }

  public String vendor() {
    return vendor;
  }

  /** Requests in both logs. */
  public long both() {
    return both;
  }

  public Only gatewayOnly() {
    return gateway;
  }

  public Only vendorOnly() {
    return atVendor;
  }

  /** Requests at the gateway only that far from the owner's last login. */
  public long gatewayOnly(int age) {
    return ages[age];
  }

  /** The longest time since a login of any request at the gateway only; -1 without one. */
  public int oldest() {
    return citedAge;
  }

  /** Requests that were too many to be matched one by one; 0 as a rule. */
  public long dropped() {
    return dropped;
  }

  /** Tokens of the requests in both logs that have them in both, by the gateway. */
  public long tokens() {
    return tokens;
  }

  /** What the vendor counts more, or less, of the same. */
  public long tokenResidual() {
    return tokenResidual;
  }

  /** Requests in both logs with unequal tokens. */
  public long unequal() {
    return unequal;
  }

  /** Sum of the vendor's times less the gateway's over {@link #both}, ms. */
  public long offsetSum() {
    return offsetSum;
  }

  /** The least of them; above {@link #offsetMost} when there is none. */
  public long offsetLeast() {
    return offsetLeast;
  }

  public long offsetMost() {
    return offsetMost;
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeUTF(vendor);
    out.writeLong(both);
    out.writeLong(dropped);
    for (long n : ages) {
      out.writeLong(n);
    }
    out.writeByte(citedAge);
    out.writeLong(tokens);
    out.writeLong(tokenResidual);
    out.writeLong(unequal);
    out.writeLong(offsetSum);
    out.writeLong(offsetLeast);
    out.writeLong(offsetMost);
    gateway.write(out);
    atVendor.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static Matches read(DataInput in) throws IOException {
    return read(in, 0);
  }

  /** Reads what {@link #write} wrote as if it had happened {@code later} ms after. */
  static Matches read(DataInput in, long later) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("matches of an unknown version: " + version);
    }
    Matches m = new Matches(Texts.read(in));
    m.both = in.readLong();
    m.dropped = in.readLong();
    for (int i = 0; i < AGES; i++) {
      m.ages[i] = in.readLong();
    }
    m.citedAge = in.readByte();
    m.tokens = in.readLong();
    m.tokenResidual = in.readLong();
    m.unequal = in.readLong();
    m.offsetSum = in.readLong();
    m.offsetLeast = in.readLong();
    m.offsetMost = in.readLong();
    m.gateway.read(in, later);
    m.atVendor.read(in, later);
    return m;
  }
}
