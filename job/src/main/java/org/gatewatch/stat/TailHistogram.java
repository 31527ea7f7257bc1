package org.gatewatch.stat;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a score's own history says of its tail: counts in bins of fixed width, and a fitted survival
 * function that changes only at {@link #refit}. Mergeable, independent of the order of its input,
 * O(1) to add and to ask.
 *
 * <p>Below {@code u} the survival is empirical (the share of values in the bin or above, so that an
 * atom counts itself). Above it is exponential, {@code P(V > v) = P(V > u) exp(-(v-u)/sigma)}, with
 * {@code u = max(98 % quantile, median of the values above 0)} and {@code sigma = max(least,
 * median(excess)/ln 2, q90(excess)/ln 10)}: the quantiles of an exponential, which one value in ten
 * may contaminate. Without the second part of u a signal that is mostly 0 would get u = 0 and a
 * tail so wide that nothing is rare.
 */
public final class TailHistogram {
  /** Of a histogram that nothing was counted in; its answers have no weight, but are told. */
  private static final double UNFITTED = 1;

  private static final double LN2 = 0.6931471805599453;
  private static final double LN10 = 2.302585092994046;

  private final double width;
  private final double leastScale;
  private final int[] fitted;
  private final int[] pending;
  private long fittedZeros;
  private long pendingZeros;

  // Derived from fitted: the surprise of each bin below u, and the tail.
  private double[] body = new double[0];
  private double tailFrom;
  private double tailSurprise;
  private double scale = UNFITTED;
  private long n;
  private boolean changed;

  /**
   * @param width of a bin, in units of the score
   * @param bins how many; larger values fall into the last
   * @param leastScale lower bound of sigma
   */
  public TailHistogram(double width, int bins, double leastScale) {
    this.width = width;
    this.leastScale = leastScale;
    fitted = new int[bins];
    pending = new int[bins];
  }

  /** Counts a value, at least 0; it changes answers only after {@link #refit}. */
  public void add(double v) {
    changed = true;
    if (v > 0) {
      pending[bin(v)]++;
    } else {
      pendingZeros++;
    }
  }

  private int bin(double v) {
    return (int) Math.min(v / width, fitted.length - 1);
  }

  /** From where on the tail is straight, by the last fit. */
  public double tailFrom() {
    return tailFrom;
  }

  /** Values the answers stand on. */
  public long size() {
    return n;
  }

  /** Takes in what was added since the last refit. */
  public void refit() {
    if (!changed) {
      return;
    }
    changed = false;
    for (int i = 0; i < fitted.length; i++) {
      fitted[i] += pending[i];
      pending[i] = 0;
    }
    fittedZeros += pendingZeros;
    pendingZeros = 0;
    fit();
  }

  private void fit() {
    long positive = 0;
    for (int count : fitted) {
      positive += count;
    }
    n = positive + fittedZeros;
    int edge = 0;
    if (positive > 0) {
      long need = Math.max((long) Math.ceil(0.98 * n) - fittedZeros, (positive + 1) / 2);
      edge = atRank(0, need) + 1;
    }
    tailFrom = edge * width;
    long above = 0;
    for (int i = edge; i < fitted.length; i++) {
      above += fitted[i];
    }
    body = new double[edge];
    long atLeast = positive;
    for (int i = 0; i < edge; i++) {
      body[i] = surprise(atLeast);
      atLeast -= fitted[i];
    }
    tailSurprise = n == 0 ? 0 : surprise(above);
    scale = leastScale;
    if (above > 0) {
      double median = (atRank(edge, (above + 1) / 2) - edge + 0.5) * width;
      double q90 = (atRank(edge, (9 * above + 9) / 10) - edge + 0.5) * width;
      scale = Math.max(leastScale, Math.max(median / LN2, q90 / LN10));
    }
  }

  /** The bin that holds the value of that rank (from 1), counted from bin {@code from}. */
  private int atRank(int from, long rank) {
    long left = rank;
    for (int i = from; i < fitted.length; i++) {
      left -= fitted[i];
      if (left <= 0) {
        return i;
      }
    }
    return fitted.length - 1;
  }

  private double surprise(long atLeast) {
    return Math.max(0, -StrictMath.log((atLeast + 0.5) / (n + 1.0)));
  }

  /** {@code -ln P(V >= v)} by the last fit; 0 for v &lt;= 0, never falling in v. */
  public double surpriseOf(double v) {
    if (v <= 0) {
      return 0;
    }
    if (v < tailFrom) {
      return body[Math.min((int) (v / width), body.length - 1)];
    }
    return tailSurprise + (v - tailFrom) / scale;
  }

  /** Adds the counts of another histogram of the same shape to what waits for the next refit. */
  public void merge(TailHistogram other) {
    changed = true;
    for (int i = 0; i < pending.length; i++) {
      pending[i] += other.fitted[i] + other.pending[i];
    }
    pendingZeros += other.fittedZeros + other.pendingZeros;
  }

  public void write(DataOutput out) throws IOException {
    out.writeLong(fittedZeros);
    out.writeLong(pendingZeros);
    write(fitted, out);
    write(pending, out);
  }

  private static void write(int[] counts, DataOutput out) throws IOException {
    int used = 0;
    for (int count : counts) {
      used += count == 0 ? 0 : 1;
    }
    out.writeShort(used);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        out.writeShort(i);
        out.writeInt(counts[i]);
      }
    }
  }

  /** Reads counts that {@link #write} wrote into this histogram of the same shape. */
  public void readFrom(DataInput in) throws IOException {
    fittedZeros = in.readLong();
    pendingZeros = in.readLong();
    read(fitted, in);
    read(pending, in);
    fit();
    if (n == 0) {
      scale = UNFITTED; // as that of a new one, which answers the same
    }
    changed = pendingZeros > 0 || Arrays.stream(pending).anyMatch(count -> count > 0);
  }

  private static void read(int[] counts, DataInput in) throws IOException {
    Arrays.fill(counts, 0);
    int used = in.readUnsignedShort();
    for (int i = 0; i < used; i++) {
      counts[in.readUnsignedShort()] = in.readInt();
    }
  }
}
