package org.gatewatch.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.gatewatch.event.LogSource;
import org.gatewatch.stat.DayCircle;
import org.gatewatch.stat.WeekProfile;
import org.jspecify.annotations.Nullable;

/** What is normal in a peer group, shrunk to everyone. Sums only: order of input is no matter. */
public final class Peers {
  /** What is counted as a ladder, for each log source; the order is that of saved state. */
  enum Ladder {
    NETWORKS(Habits.NETWORK_STEPS),
    AGENTS(Habits.VALUE_STEPS),
    FINGERPRINTS(Habits.VALUE_STEPS),
    PRINCIPALS(Habits.VALUE_STEPS),
    REGIONS(Habits.VALUE_STEPS),
    NODES(Habits.VALUE_STEPS),
    NEAR_MISSES(3),
    DOWNLOADS(2),
    TRAVEL(Habits.TRAVEL_STEPS);

    final int steps;

    Ladder(int steps) {
      this.steps = steps;
    }
  }

  /** What is averaged; the order is that of saved state. */
  enum Mean {
    REQUESTS,
    SCATTER,
    TOKEN_MEAN,
    TOKEN_BETWEEN,
    TOKEN_WITHIN,
    BYTE_MEAN,
    BYTE_BETWEEN,
    BYTE_WITHIN,
    DAY_REQUESTS,
    DAY_TOKENS,
    DAY_TOTAL,
    NEW_NAMES,
    DENIED,
    ATTEMPTS,
    TOKEN_TOTAL,
    TOKEN_TOTAL_VARIANCE,
    BYTE_TOTAL,
    BYTE_TOTAL_VARIANCE,
    GAP_MEAN,
    GAP_VARIANCE,
    DAY_X,
    DAY_Y
  }

  private static final double STRENGTH = 50;

  private final @Nullable Peers everyone;
  private final Rates[] ladders = new Rates[2 * Ladder.values().length];
  private final double[] hours = new double[2 * WeekProfile.HOURS];
  private final Sum[] sums = new Sum[Mean.values().length];
  private final Feeds feeds;
  private int members;

  /** Everyone, resting on what is shipped. */
  public Peers(Priors priors) {
    everyone = null;
    feeds = new Feeds();
    for (Ladder l : Ladder.values()) {
      double[] prior = priors.rates(l.name(), l.steps);
      ladders[2 * l.ordinal()] = new Rates(prior);
      ladders[2 * l.ordinal() + 1] = new Rates(prior);
    }
    for (Mean m : Mean.values()) {
      sums[m.ordinal()] = new Sum(priors.mean(m.name()), null);
    }
  }

  /** A group, resting on everyone. */
  public Peers(Peers everyone) {
    this.everyone = everyone;
    feeds = everyone.feeds;
    for (int i = 0; i < ladders.length; i++) {
      ladders[i] = new Rates(everyone.ladders[i]);
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new Sum(0, everyone.sums[i]);
    }
  }

  private Rates ladder(Ladder l, LogSource source) {
    return ladders[2 * l.ordinal() + (source == LogSource.VENDOR ? 1 : 0)];
  }

  private Sum sum(Mean m) {
    return sums[m.ordinal()];
  }

  public Rates networks(LogSource source) {
    return ladder(Ladder.NETWORKS, source);
  }

  public Rates agents(LogSource source) {
    return ladder(Ladder.AGENTS, source);
  }

  public Rates fingerprints(LogSource source) {
    return ladder(Ladder.FINGERPRINTS, source);
  }

  public Rates principals(LogSource source) {
    return ladder(Ladder.PRINCIPALS, source);
  }

  public Rates regions(LogSource source) {
    return ladder(Ladder.REGIONS, source);
  }

  public Rates nodes(LogSource source) {
    return ladder(Ladder.NODES, source);
  }

  /** Names near restricted ones. */
  public Rates nearMisses() {
    return ladder(Ladder.NEAR_MISSES, LogSource.GATEWAY);
  }

  public Rates downloads() {
    return ladder(Ladder.DOWNLOADS, LogSource.GATEWAY);
  }

  public Rates travel(LogSource source) {
    return ladder(Ladder.TRAVEL, source);
  }

  /** Active windows by hour of week. */
  public double[] hours(LogSource source) {
    double[] out = new double[WeekProfile.HOURS];
    System.arraycopy(hours, source == LogSource.VENDOR ? out.length : 0, out, 0, WeekProfile.HOURS);
    return out;
  }

  /**
   * @param hourOfWeek on the credential's clock
   */
  public void learnHour(LogSource source, int hourOfWeek) {
    hours[(source == LogSource.VENDOR ? WeekProfile.HOURS : 0) + hourOfWeek]++;
  }

  /** Notes an active hour of a day on a declared clock. */
  public void learnWorkingDay(int hour, double weight) {
    sum(Mean.DAY_X).learn(DayCircle.x(hour), weight);
    sum(Mean.DAY_Y).learn(DayCircle.y(hour), weight);
  }

  /** Where the working day lies on the clocks that are declared. */
  public DayCircle workingDay() {
    return DayCircle.at(sum(Mean.DAY_X).mean(), sum(Mean.DAY_Y).mean());
  }

  /** The vendors' logs; the same for all groups. */
  public Feeds feeds() {
    return feeds;
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
    return sum(Mean.REQUESTS);
  }

  /** Scatter of requests, per unit of weight. */
  public Sum scatter() {
    return sum(Mean.SCATTER);
  }

  public Sum mean(boolean ofBytes) {
    return ofBytes ? sum(Mean.BYTE_MEAN) : sum(Mean.TOKEN_MEAN);
  }

  public Sum between(boolean ofBytes) {
    return ofBytes ? sum(Mean.BYTE_BETWEEN) : sum(Mean.TOKEN_BETWEEN);
  }

  public Sum within(boolean ofBytes) {
    return ofBytes ? sum(Mean.BYTE_WITHIN) : sum(Mean.TOKEN_WITHIN);
  }

  /** Squared deviations of days from what was expected of them. */
  public Sum daily(DayTotals.Measure m) {
    return sums[Mean.DAY_REQUESTS.ordinal() + m.ordinal()];
  }

  /** New names in an active hour. */
  public Sum newNames() {
    return sum(Mean.NEW_NAMES);
  }

  /** Share of requests that are denied. */
  public Sum denied() {
    return sum(Mean.DENIED);
  }

  /** Credentials tried beyond the first in an hour of a pseudo-credential. */
  public Sum attempts() {
    return sum(Mean.ATTEMPTS);
  }

  /** Ln of what an active hour takes out by expected request. */
  public Sum totalMean(boolean ofBytes) {
    return ofBytes ? sum(Mean.BYTE_TOTAL) : sum(Mean.TOKEN_TOTAL);
  }

  public Sum totalVariance(boolean ofBytes) {
    return ofBytes ? sum(Mean.BYTE_TOTAL_VARIANCE) : sum(Mean.TOKEN_TOTAL_VARIANCE);
  }

  /** ln of hours between uses, of gaps of at least {@link Gaps#LEAST_HOURS}. */
  public Sum gapMean() {
    return sum(Mean.GAP_MEAN);
  }

  /** Variance of the same within a credential. */
  public Sum gapVariance() {
    return sum(Mean.GAP_VARIANCE);
  }

  public void write(DataOutput out) throws IOException {
    out.writeInt(members);
    for (Rates ladder : ladders) {
      ladder.write(out);
    }
    for (double h : hours) {
      out.writeDouble(h);
    }
    for (Sum sum : sums) {
      out.writeDouble(sum.total);
      out.writeDouble(sum.weight);
    }
    if (everyone == null) {
      feeds.write(out);
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
    for (Sum sum : sums) {
      sum.total = in.readDouble();
      sum.weight = in.readDouble();
    }
    if (everyone == null) {
      feeds.readFrom(in);
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
