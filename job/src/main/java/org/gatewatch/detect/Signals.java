package org.gatewatch.detect;

import java.util.List;
import java.util.stream.IntStream;
import org.gatewatch.baseline.Window;

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

  /** Of an hour's use, and of what two logs say of an hour. */
  private static final int[] OF_USE = indices(false);

  private static final int[] OF_MATCHES = indices(true);

  private Signals() {}

  private static int[] indices(boolean matches) {
    return IntStream.range(0, ALL.size())
        .filter(s -> (ALL.get(s).family() == Family.RECONCILIATION) == matches)
        .toArray();
  }

  public static List<Signal> all() {
    return ALL;
  }

  /**
   * Which of them concern a window: what two logs say of an hour is no use of its own, one family
   * judges it, and nothing else. To be read only.
   */
  public static int[] concerning(Window w) {
    return w.matches() == null ? OF_USE : OF_MATCHES;
  }
}
