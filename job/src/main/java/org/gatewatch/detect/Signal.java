package org.gatewatch.detect;

import org.gatewatch.baseline.Baseline;
import org.gatewatch.baseline.Window;

/**
 * One way in which a window can be unlike its credential. One file each, listed in {@link Signals}.
 * Judging reads, learning writes, in that order; a signal keeps no state of its own.
 */
public interface Signal {
  /** Stable id. */
  String id();

  Family family();

  /**
   * Whether it also judges pseudo-credentials, which are as many people as share a source prefix.
   */
  default boolean anonymous() {
    return false;
  }

  /**
   * The raw surprise {@code -ln p} of the window, upper tail, in [0, {@link
   * org.gatewatch.stat.Tails#MAX}]; 0 = nothing unusual, NaN = not tested (nothing to test, or too
   * little known).
   */
  double surprise(Baseline own, Window w, Context c);

  /**
   * Whether an hour so far can be tested as if it were over: when more events can only raise the
   * surprise, so that the whole hour's distribution holds for its beginning.
   */
  default boolean early() {
    return true;
  }

  /** The surprise in words; asked only for a surprise above 0. */
  Clue explain(Baseline own, Window w, Context c);

  /**
   * The inputs of the surprise, from which {@link Terms#surprise} makes it again; asked only for a
   * surprise above 0.
   */
  Terms terms(Baseline own, Window w, Context c);

  /**
   * Takes the window into the baseline and the group.
   *
   * @param weight of the window in the group's rates: low for newcomers
   */
  void learn(Baseline own, Window w, Context c, double weight);
}
