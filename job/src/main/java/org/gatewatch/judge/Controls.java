package org.gatewatch.judge;

import java.io.Serializable;
import java.util.List;

/**
 * What people said that judging has to heed.
 *
 * @param verdicts at most one for each finding
 * @param suppressions in the order in which they are tried
 * @param events changes that were announced
 */
public record Controls(
    List<Verdict> verdicts, List<Suppression> suppressions, List<DeclaredEvent> events)
    implements Serializable {
  /** Nobody said anything. */
  public static final Controls NONE = new Controls(List.of(), List.of(), List.of());

  public Controls {
    verdicts = List.copyOf(verdicts);
    suppressions = List.copyOf(suppressions);
    events = List.copyOf(events);
  }
}
