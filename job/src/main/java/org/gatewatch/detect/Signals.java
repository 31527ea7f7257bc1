package org.gatewatch.detect;

import java.util.List;

/** The visible list of signals; the order is part of saved state, so new ones go to the end. */
public final class Signals {
  private static final List<Signal> ALL =
      List.of(
          new NetworkSignal(),
          ValueSignal.AGENT,
          ValueSignal.FINGERPRINT,
          ValueSignal.PRINCIPAL,
          new HourSignal(),
          new RequestsSignal(),
          LevelSignal.TOKENS,
          LevelSignal.BYTES,
          new DeniedSignal(),
          new NearMissSignal(),
          new DownloadSignal(),
          // After those that ask which names are new: it learns the names.
          new NewNamesSignal(),
          new AttemptsSignal(),
          ValueSignal.REGION,
          ValueSignal.NODE,
          TotalSignal.TOKENS,
          TotalSignal.BYTES,
          new TravelSignal(),
          new DormancySignal(),
          MatchSignal.OUTSIDE,
          MatchSignal.BYPASS);

  private Signals() {}

  public static List<Signal> all() {
    return ALL;
  }
}
