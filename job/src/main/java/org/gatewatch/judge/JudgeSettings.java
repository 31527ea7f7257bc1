package org.gatewatch.judge;

import java.util.List;
import org.gatewatch.detect.Restricted;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * What the SOC agrees to read, and from when.
 *
 * @param per1000 false statistical alerts per 1,000 active credential-days; used when {@code
 *     perDay} is NaN
 * @param perDay alerts per day, or NaN
 * @param raiseFrom epoch ms; windows and hits before it are learned from, never raised
 * @param restricted names that the policy restricts
 * @param logs by the numbers of their bindings; of others nobody says that they are silent
 */
public record JudgeSettings(
    double per1000, double perDay, long raiseFrom, Restricted restricted, List<Log> logs)
    implements java.io.Serializable {

  /**
   * A log that is read.
   *
   * @param vendor whose log it is, where the configuration says so
   * @param latenessMs from the end of an hour until its windows close, ms
   */
  public record Log(String name, LogSource source, @Nullable String vendor, long latenessMs)
      implements java.io.Serializable {}

  public JudgeSettings {
    logs = List.copyOf(logs);
    if (Double.isNaN(perDay) && !(per1000 > 0 && per1000 <= 1000)) {
      throw new IllegalArgumentException("budget per 1,000 must be in (0, 1000]: " + per1000);
    }
    if (perDay <= 0) {
      throw new IllegalArgumentException("budget per day must be positive: " + perDay);
    }
  }

  /** With a policy that restricts nothing. */
  public JudgeSettings(double per1000, double perDay, long raiseFrom) {
    this(per1000, perDay, raiseFrom, Restricted.NONE);
  }

  /** With another policy's restrictions. */
  public JudgeSettings with(Restricted other) {
    return new JudgeSettings(per1000, perDay, raiseFrom, other, logs);
  }

  /** Of windows of any log. */
  public JudgeSettings(double per1000, double perDay, long raiseFrom, Restricted restricted) {
    this(per1000, perDay, raiseFrom, restricted, List.of());
  }

  /** Three per 1,000 active credential-days, raised from the start. */
  public static JudgeSettings defaults() {
    return new JudgeSettings(3, Double.NaN, Long.MIN_VALUE);
  }
}
