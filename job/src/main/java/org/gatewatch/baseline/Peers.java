package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.WeekProfile;
import org.jspecify.annotations.Nullable;

/** What is normal in a peer group, shrunk to everyone. Sums only: order of input is no matter. */
public final class Peers {
  private static final double[] NETWORK_PRIOR = {0.02, 0.6, 0.5, 0.6, 0.3, 0.3};
  private static final double[] VALUE_PRIOR = {0.01, 0.3};
  private static final double STRENGTH = 50;

  private final @Nullable Peers everyone;
  private final Rates[] ladders = new Rates[8];
  private final double[] hours = new double[2 * WeekProfile.HOURS];
  private final Sum requests;
  private final Sum scatter;
  private final Sum tokenMean;
  private final Sum tokenBetween;
  private final Sum tokenWithin;
  private final Sum byteMean;
  private final Sum byteBetween;
  private final Sum byteWithin;
  private int members;

  /**
   * @param everyone the level above, null for everyone
   */
  public Peers(@Nullable Peers everyone) {
    this.everyone = everyone;
    for (int i = 0; i < ladders.length; i++) {
      ladders[i] =
          new Rates(
              i < 2 ? NETWORK_PRIOR : VALUE_PRIOR, everyone == null ? null : everyone.ladders[i]);
    }
    requests = new Sum(10, everyone == null ? null : everyone.requests);
    scatter = new Sum(0.5, everyone == null ? null : everyone.scatter);
    tokenMean = new Sum(6, everyone == null ? null : everyone.tokenMean);
    tokenBetween = new Sum(0.1, everyone == null ? null : everyone.tokenBetween);
    tokenWithin = new Sum(0.8, everyone == null ? null : everyone.tokenWithin);
    byteMean = new Sum(7, everyone == null ? null : everyone.byteMean);
    byteBetween = new Sum(0.1, everyone == null ? null : everyone.byteBetween);
    byteWithin = new Sum(0.8, everyone == null ? null : everyone.byteWithin);
  }

  private static int at(int ladder, LogSource source) {
    return 2 * ladder + (source == LogSource.VENDOR ? 1 : 0);
  }

  public Rates networks(LogSource source) {
    return ladders[at(0, source)];
  }

  public Rates agents(LogSource source) {
    return ladders[at(1, source)];
  }

  public Rates fingerprints(LogSource source) {
    return ladders[at(2, source)];
  }

  public Rates principals(LogSource source) {
    return ladders[at(3, source)];
  }

  /** Active windows by hour of week. */
  public double[] hours(LogSource source) {
    double[] out = new double[WeekProfile.HOURS];
    System.arraycopy(hours, source == LogSource.VENDOR ? out.length : 0, out, 0, WeekProfile.HOURS);
    return out;
  }

  public void learnHour(LogSource source, long start) {
    hours[(source == LogSource.VENDOR ? WeekProfile.HOURS : 0) + WeekProfile.hourOfWeek(start)]++;
  }

  /** Credentials of the group seen so far. */
  public int members() {
    return members;
  }

  public void join() {
    members++;
    if (everyone != null) {
      everyone.join();
    }
  }

  /** Requests per active hour. */
  public Sum requests() {
    return requests;
  }

  /** Scatter of requests, per unit of weight. */
  public Sum scatter() {
    return scatter;
  }

  public Sum mean(boolean ofBytes) {
    return ofBytes ? byteMean : tokenMean;
  }

  public Sum between(boolean ofBytes) {
    return ofBytes ? byteBetween : tokenBetween;
  }

  public Sum within(boolean ofBytes) {
    return ofBytes ? byteWithin : tokenWithin;
  }

  private Sum[] sums() {
    return new Sum[] {
      requests, scatter, tokenMean, tokenBetween, tokenWithin, byteMean, byteBetween, byteWithin
    };
  }

  public void write(DataOutput out) throws IOException {
    out.writeInt(members);
    for (Rates ladder : ladders) {
      ladder.write(out);
    }
    for (double h : hours) {
      out.writeDouble(h);
    }
    for (Sum sum : sums()) {
      out.writeDouble(sum.total);
      out.writeDouble(sum.weight);
    }
  }

  public void readFrom(DataInput in) throws IOException {
    members = in.readInt();
    for (Rates ladder : ladders) {
      ladder.readFrom(in);
    }
    for (int i = 0; i < hours.length; i++) {
      hours[i] = in.readDouble();
    }
    for (Sum sum : sums()) {
      sum.total = in.readDouble();
      sum.weight = in.readDouble();
    }
  }

  /** A weighted mean, shrunk to the same mean one level above. */
  public static final class Sum {
    private final double prior;
    private final @Nullable Sum above;
    private double total;
    private double weight;

    Sum(double prior, @Nullable Sum above) {
      this.prior = prior;
      this.above = above;
    }

    public void learn(double value, double w) {
      total += w * value;
      weight += w;
      if (above != null) {
        above.learn(value, w);
      }
    }

    public double mean() {
      return (total + STRENGTH * (above == null ? prior : above.mean())) / (weight + STRENGTH);
    }
  }
}
