package org.gatewatch.detect;

import java.io.Serializable;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.jspecify.annotations.Nullable;

/**
 * A learning-free check of one event against what is declared. One file each, listed in {@link
 * Rules}.
 */
public interface Rule extends Serializable {
  /** Stable id, such as {@code leftover-credential}; part of the finding's uid. */
  String id();

  /**
   * Judges one event. Called for every event: silence must be cheap.
   *
   * @param declared the credential's row of the roster, null when it has none
   * @return what was seen against what was declared, in one sentence, or null when nothing is wrong
   */
  @Nullable String check(AccessEvent event, @Nullable Credential declared);

  /** What a rule of the user's own says of itself; null for the rules of this house. */
  default @Nullable RuleLabel label() {
    return null;
  }

  /** Whether roster and policy declare nothing that this rule could check: it is left out then. */
  default boolean idle() {
    return false;
  }
}
