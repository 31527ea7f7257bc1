package org.gatewatch.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change that is no attack and may explain a false alert.
 *
 * @param who its credentials; null = everyone
 */
public record BenignChange(String kind, long start, long end, @Nullable Set<String> who) {
  /** Cause of a false alert that no change explains. */
  static final String NONE = "unexplained";

  /** The credential's own change first, then its group's, then everyone's; then the shortest. */
  private static final Comparator<BenignChange> CLOSEST =
      Comparator.comparingInt((BenignChange b) -> b.who == null ? Integer.MAX_VALUE : b.who.size())
          .thenComparingLong(b -> b.end - b.start)
          .thenComparing(BenignChange::kind);

  /** The kind of the change that was under way for a credential, or {@link #NONE}. */
  static String explaining(List<BenignChange> changes, long time, String credential) {
    return changes.stream()
        .filter(b -> b.start <= time && time <= b.end)
        .filter(b -> b.who == null || b.who.contains(credential))
        .min(CLOSEST)
        .map(BenignChange::kind)
        .orElse(NONE);
  }
}
