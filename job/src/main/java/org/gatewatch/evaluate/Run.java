package org.gatewatch.evaluate;

import java.util.List;

/**
 * One replay and what really happened in it.
 *
 * @param name of its output directory
 * @param findings in any order
 * @param days of {@code windows.jsonl.zst}
 * @param signals of {@code calibration.json}
 */
public record Run(
    String name,
    List<Attack> attacks,
    List<BenignChange> changes,
    ActiveDays active,
    List<Alert> findings,
    List<JudgedDay> days,
    List<SignalCounts> signals) {

  /**
   * A settled credential-day.
   *
   * @param day since 1970-01-01
   * @param pDay chance that a normal credential-day scores as high
   */
  public record JudgedDay(String credential, long day, double pDay) {}

  public Run {
    attacks = List.copyOf(attacks);
    changes = List.copyOf(changes);
    findings = List.copyOf(findings);
    days = List.copyOf(days);
    signals = List.copyOf(signals);
  }

  /** First day that is judged: alerts before it do not count. */
  long judgedFrom(int warmUpDays) {
    return active.first() + warmUpDays;
  }
}
