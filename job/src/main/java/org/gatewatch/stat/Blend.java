package org.gatewatch.stat;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * One calibrated surprise, taken apart: what its stratum's history says, what everyone's says, and
 * what the score claims of itself, mixed geometrically ({@code -ln p} is a weighted mean of the
 * three). With {@code w = n/(n + }{@value #STRENGTH}{@code )} the shares are w of the stratum, (1 -
 * w) w_all of all, and the rest of the claim.
 *
 * @param score what was calibrated, above 0
 * @param n values behind the stratum's answer
 * @param stratum {@code -ln p} by the stratum alone
 * @param allN values behind everyone's answer
 * @param all {@code -ln p} by everyone
 * @param claim {@code -ln p} by the score's own claim
 * @param most what a history can't exceed
 */
public record Blend(
    double score, long n, double stratum, long allN, double all, double claim, double most)
    implements Serializable {
  /** Values after which a history counts half. */
  public static final double STRENGTH = 500;

  /** The calibrated {@code -ln p}; 0 for a score of 0. */
  public double surprise() {
    return score <= 0 ? 0 : mixed(n, stratum, allN, all, claim, most);
  }

  /** The share of the stratum's own history, in [0, 1). */
  public double ownShare() {
    return share(n);
  }

  /** The share of everyone's history. */
  public double allShare() {
    return (1 - share(n)) * share(allN);
  }

  /** The share of the claim: what is prior and no history at all. */
  public double claimShare() {
    return (1 - share(n)) * (1 - share(allN));
  }

  private static double share(long n) {
    return n / (n + STRENGTH);
  }

  /** The arithmetic of {@link #surprise} for a score above 0, without an object. */
  public static double mixed(
      long n, double stratum, long allN, double all, double claim, double most) {
    double prior = share(allN) * all + (1 - share(allN)) * claim;
    return Math.min(most, share(n) * stratum + (1 - share(n)) * prior);
  }

  public void write(DataOutput out) throws IOException {
    out.writeDouble(score);
    out.writeLong(n);
    out.writeDouble(stratum);
    out.writeLong(allN);
    out.writeDouble(all);
    out.writeDouble(claim);
    out.writeDouble(most);
  }

  public static Blend read(DataInput in) throws IOException {
    return new Blend(
        in.readDouble(),
        in.readLong(),
        in.readDouble(),
        in.readLong(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }
}
