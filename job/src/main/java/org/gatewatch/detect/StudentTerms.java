package org.gatewatch.detect;

import java.util.List;
import org.gatewatch.stat.Tails;

/**
 * Terms of {@link Formula#STUDENT} by name.
 *
 * @param y the logarithm that was observed
 * @param shift what the peers' surge and the time of day add to the mean
 * @param n own windows, gaps or days
 * @param mean their mean
 * @param peersMean the peers'
 * @param meanStrength how many of the peers' count; 0 = own only
 * @param squares own squares, and how many they are
 * @param peersVariance the peers'
 * @param varianceStrength how many of the peers' count
 * @param least variance
 * @param spreadPrior what the mean of n is worth beside n
 * @param noise variance that sampling alone explains
 * @param most surprise
 */
record StudentTerms(
    double y,
    double shift,
    double n,
    double mean,
    double peersMean,
    double meanStrength,
    double squares,
    double squaresN,
    double peersVariance,
    double varianceStrength,
    double least,
    double spreadPrior,
    double noise,
    double most) {
  private static final List<String> NAMES =
      List.of(
          "y",
          "shift",
          "own_n",
          "own_mean",
          "peers_mean",
          "mean_strength",
          "own_squares",
          "own_squares_n",
          "peers_variance",
          "variance_strength",
          "least_variance",
          "spread_prior",
          "noise",
          "most");

  /** Without a cap of its own. */
  static final double NO_CAP = Tails.MAX;

  Terms terms() {
    return Terms.of(
        Formula.STUDENT,
        NAMES,
        y,
        shift,
        n,
        mean,
        peersMean,
        meanStrength,
        squares,
        squaresN,
        peersVariance,
        varianceStrength,
        least,
        spreadPrior,
        noise,
        most);
  }
}
