package org.gatewatch.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * What many credentials do at once is no sign that one of them is in wrong hands: a launch, an
 * outage, an office move. Where the surprises of one kind, in one hour or on one day, are larger
 * than chance makes them, all of them are divided by the factor: {@code s = max(1, q/ln 10)}, q the
 * lower 95 % confidence bound of the 90 % quantile of the tested ones (by rank, binomial), {@code
 * ln 10} its value for honest p. Taken over everyone and over the peer group, the larger counts.
 * Who wants to hide in it has to move a tenth of the credentials.
 */
final class Common {
  private static final double NOMINAL = 2.302585092994046; // ln 10
  private static final int LEAST = 10;

  private final int size;

  /** The items of each group. */
  private final List<int[]> groups = new ArrayList<>();

  /**
   * @param names peer group of each item
   */
  Common(String[] names) {
    size = names.length;
    TreeMap<String, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      members.computeIfAbsent(names[i], g -> new ArrayList<>()).add(i);
    }
    for (List<Integer> of : members.values()) {
      groups.add(of.stream().mapToInt(i -> i).toArray());
    }
  }

  /**
   * The factor of each item.
   *
   * @param values surprises, NaN where not tested
   */
  double[] factors(double[] values) {
    double all = factor(values, size);
    double[] out = new double[size];
    double[] v = new double[size];
    for (int[] of : groups) {
      for (int k = 0; k < of.length; k++) {
        v[k] = values[of[k]];
      }
      double s = Math.max(all, factor(v, of.length));
      for (int i : of) {
        out[i] = s;
      }
    }
    return out;
  }

  /**
   * The factor of each item where anybody may add to them as he likes: those who are strangers move
   * nobody's factor but each other's.
   *
   * @param values surprises, NaN where not tested
   */
  double[] factors(double[] values, boolean[] strangers) {
    double[] out = factors(values);
    double[] known = values.clone();
    boolean some = false;
    for (int i = 0; i < size; i++) {
      if (strangers[i] && !Double.isNaN(values[i])) {
        known[i] = Double.NaN;
        some = true;
      }
    }
    if (some) {
      double[] theirs = factors(known);
      for (int i = 0; i < size; i++) {
        out[i] = strangers[i] ? out[i] : theirs[i];
      }
    }
    return out;
  }

  /** The factor of one sample of surprises; NaN is skipped. */
  static double factor(double[] values, int size) {
    double[] v = new double[size];
    int n = 0;
    int ordinary = 0;
    for (int i = 0; i < size; i++) {
      if (!Double.isNaN(values[i])) {
        v[n++] = values[i];
        ordinary += values[i] <= NOMINAL ? 1 : 0;
      }
    }
    int rank = (int) Math.floor(0.9 * n - 1.64 * Math.sqrt(0.09 * n));
    if (n < LEAST || ordinary >= Math.max(1, rank)) {
      return 1; // without sorting: mostly the value of that rank is no larger than chance makes it
    }
    Arrays.sort(v, 0, n);
    return Math.max(1, v[Math.max(0, rank - 1)] / NOMINAL);
  }
}
