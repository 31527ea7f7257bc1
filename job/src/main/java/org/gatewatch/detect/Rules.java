package org.gatewatch.detect;

import java.util.List;

/** The visible list of rules. */
public final class Rules {
  private Rules() {}

  /** All rules, in the order in which they are checked. */
  public static List<Rule> all() {
    return List.of();
  }
}
