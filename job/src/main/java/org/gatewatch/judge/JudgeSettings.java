package org.gatewatch.judge;

import org.gatewatch.detect.Restricted;

/**
 * What the SOC agrees to read, and from when.
 *
 * @param per1000 false statistical alerts per 1,000 active credential-days; used when {@code
 *     perDay} is NaN
 * @param perDay alerts per day, or NaN
 * @param raiseFrom epoch ms; windows and hits before it are learned from, never raised
 * @param restricted names that the policy restricts
 */
public record JudgeSettings(double per1000, double perDay, long raiseFrom, Restricted restricted)
    implements java.io.Serializable {
  public JudgeSettings {
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
    return new JudgeSettings(per1000, perDay, raiseFrom, other);
  }

  /** Three per 1,000 active credential-days, raised from the start. */
  public static JudgeSettings defaults() {
    return new JudgeSettings(3, Double.NaN, Long.MIN_VALUE);
  }
}
