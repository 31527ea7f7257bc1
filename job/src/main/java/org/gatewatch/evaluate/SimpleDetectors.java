package org.gatewatch.evaluate;

import java.util.List;

/** The visible list. */
public final class SimpleDetectors {
  /** All of them. */
  public static final List<SimpleDetector> ALL =
      List.of(
          new FirstSeen(true),
          new FirstSeen(false),
          new HourlyZ(),
          new OffHours(),
          new CutForest());

  private SimpleDetectors() {}
}
