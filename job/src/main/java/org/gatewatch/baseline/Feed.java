package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is normal between the gateway's log and one vendor's: how often a request stands in one of
 * them only, how the vendor's clock differs, and for how long a login covers use where the vendor
 * hands over logins. All counts fade by {@link #FORGET} per hour in which the vendor was matched.
 */
public final class Feed {
  /** Share of requests expected in one log only before anything was counted. */
  static final double PRIOR_SHARE = 0.01;

  /** Requests that the prior is worth. */
  static final double PRIOR = 100;

  /** Half of what is known is 14 days of hours old. */
  private static final double FORGET = 0.99794;

  /** Matched requests without which a vendor's log is not relied on. */
  private static final double LEAST_MATCHED = 200;

  /** A vendor's log that lacks more than this is none to rely on. */
  private static final double MOST_MISSED = 0.2;

  /** Share of use that a login's time of validity covers. */
  private static final double COVERED = 0.99;

  /** Days of which the totals are kept. */
  private static final int DAYS = 400;

  private double both;
  private final double[] ages = new double[Matches.AGES];
  private final double[] oldest = new double[Matches.AGES];
  private double vendorOnly;
  private double offsetSum;
  private long offsetLeast = Long.MAX_VALUE;
  private long offsetMost = Long.MIN_VALUE;
  private long dropped;
  private final TreeMap<Long, Day> days = new TreeMap<>();

  /** The plain totals of a UTC day. */
  public static final class Day {
    private long both;
    private long gatewayOnly;
    private long vendorOnly;
    private long tokens;
    private long tokenResidual;
    private long unequal;

    private void add(Matches m) {
      both += m.both();
      gatewayOnly += m.gatewayOnly().count();
      vendorOnly += m.vendorOnly().count();
      tokens += m.tokens();
      tokenResidual += m.tokenResidual();
      unequal += m.unequal();
    }

    public long both() {
      return both;
    }

    public long gatewayOnly() {
      return gatewayOnly;
    }

    public long vendorOnly() {
      return vendorOnly;
    }

    /** Tokens of requests in both logs, by the gateway. */
    public long tokens() {
      return tokens;
    }

    /** What the vendor counts more of the same. */
    public long tokenResidual() {
      return tokenResidual;
    }

    /** Requests in both logs with unequal tokens. */
    public long unequal() {
      return unequal;
    }

    private void write(DataOutput out) throws IOException {
      for (long n : new long[] {both, gatewayOnly, vendorOnly, tokens, tokenResidual, unequal}) {
        out.writeLong(n);
      }
    }

    private static Day read(DataInput in) throws IOException {
      Day day = new Day();
      day.both = in.readLong();
      day.gatewayOnly = in.readLong();
      day.vendorOnly = in.readLong();
      day.tokens = in.readLong();
      day.tokenResidual = in.readLong();
      day.unequal = in.readLong();
      return day;
    }
  }

  /** An hour is over: what is known fades. */
  public void fade() {
    both *= FORGET;
    vendorOnly *= FORGET;
    offsetSum *= FORGET;
    for (int i = 0; i < ages.length; i++) {
      ages[i] *= FORGET;
      oldest[i] *= FORGET;
    }
  }

  /**
   * Learns from an hour of a credential.
   *
   * @param atGateway requests at the gateway only, at most those that were
   * @param atVendor the same for the vendor
   */
  public void learn(Matches m, double atGateway, double atVendor) {
    both += m.both();
    vendorOnly += atVendor;
    offsetSum += m.offsetSum();
    if (m.oldest() >= 0) {
      oldest[m.oldest()]++;
    }
    long all = m.gatewayOnly().count();
    for (int i = 0; i < ages.length && all > 0; i++) {
      boolean covers = i <= session();
      ages[i] +=
          covers && handsOverLogins() ? m.gatewayOnly(i) : m.gatewayOnly(i) * atGateway / all;
    }
  }

  /** Counts an hour of a credential for the records, whether it is learned from or not. */
  public void count(long start, Matches m) {
    dropped += m.dropped();
    offsetLeast = Math.min(offsetLeast, m.offsetLeast());
    offsetMost = Math.max(offsetMost, m.offsetMost());
    days.computeIfAbsent(Math.floorDiv(start, 24 * Window.LENGTH), d -> new Day()).add(m);
    if (days.size() > DAYS) {
      days.pollFirstEntry();
    }
  }

  private double atGateway() {
    double sum = both;
    for (double n : ages) {
      sum += n;
    }
    return sum;
  }

  /** Whether the vendor tells of logins rather than of requests: of some, and of few requests. */
  public boolean handsOverLogins() {
    double after = 0;
    for (int i = 0; i < ages.length - 1; i++) {
      after += ages[i];
    }
    return after > both;
  }

  /** The oldest age at which a login covers a use; -1 where logins are not handed over. */
  public int session() {
    if (!handsOverLogins()) {
      return -1;
    }
    double all = 0;
    for (double n : ages) {
      all += n;
    }
    double sum = 0;
    for (int i = 0; i < ages.length - 2; i++) {
      sum += ages[i];
      if (sum >= COVERED * all) {
        return i;
      }
    }
    return 0;
  }

  /** Hours of a credential in which its oldest use was that long after a login, or longer. */
  public double hoursFrom(int age) {
    double sum = 0;
    for (int i = age; i < oldest.length; i++) {
      sum += oldest[i];
    }
    return sum;
  }

  /** Requests of an hour at the gateway only that no login covers either. */
  public long uncovered(Matches m) {
    long n = m.gatewayOnly().count();
    for (int i = 0; i <= session(); i++) {
      n -= m.gatewayOnly(i);
    }
    return n;
  }

  /** Share of the gateway's requests that the vendor's log lacks as a rule. */
  public double missedShare() {
    double covered = both;
    for (int i = 0; i <= session(); i++) {
      covered += ages[i];
    }
    double n = atGateway();
    return (n - covered + PRIOR * PRIOR_SHARE) / (n + PRIOR);
  }

  /** Share of the vendor's records that the gateway's log lacks as a rule. */
  public double strayShare() {
    double n = both + vendorOnly;
    return (vendorOnly + PRIOR * PRIOR_SHARE * PRIOR_SHARE) / (n + PRIOR);
  }

  /** Whether the two logs agree so well and so often that a gap says something. */
  public boolean isRelied() {
    return atGateway() >= LEAST_MATCHED && missedShare() <= MOST_MISSED;
  }

  /** Whether the vendor's records of requests agree with the gateway's. */
  public boolean hasRequests() {
    return both >= LEAST_MATCHED && strayShare() <= MOST_MISSED;
  }

  /** The vendor's clock less the gateway's, latency included: mean, ms; NaN when never matched. */
  public double offset() {
    return both > 0 ? offsetSum / both : Double.NaN;
  }

  public long offsetLeast() {
    return offsetLeast;
  }

  public long offsetMost() {
    return offsetMost;
  }

  /** Requests in hours with more than could be matched one by one. */
  public long dropped() {
    return dropped;
  }

  /** Totals by UTC day, days since the epoch. */
  public Map<Long, Day> days() {
    return days;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(both);
    for (int i = 0; i < ages.length; i++) {
      out.writeDouble(ages[i]);
      out.writeDouble(oldest[i]);
    }
    out.writeDouble(vendorOnly);
    out.writeDouble(offsetSum);
    out.writeLong(offsetLeast);
    out.writeLong(offsetMost);
    out.writeLong(dropped);
    out.writeInt(days.size());
    for (var day : days.entrySet()) {
      out.writeLong(day.getKey());
      day.getValue().write(out);
    }
  }

  static Feed read(DataInput in) throws IOException {
    Feed f = new Feed();
    f.both = in.readDouble();
    for (int i = 0; i < f.ages.length; i++) {
      f.ages[i] = in.readDouble();
      f.oldest[i] = in.readDouble();
    }
    f.vendorOnly = in.readDouble();
    f.offsetSum = in.readDouble();
    f.offsetLeast = in.readLong();
    f.offsetMost = in.readLong();
    f.dropped = in.readLong();
    for (int n = in.readInt(); n > 0; n--) {
      f.days.put(in.readLong(), Day.read(in));
    }
    return f;
  }
}
