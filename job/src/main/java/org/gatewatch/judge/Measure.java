package org.gatewatch.judge;

import java.io.Serializable;

/**
 * One measured surprise inside a finding, with the counts behind it.
 *
 * @param family {@code identity}, {@code agent}, {@code timing}, {@code requests}, {@code tokens} …
 * @param signal the signal's id, such as {@code network}
 * @param parameter what was observed, in OCSF's words, such as {@code requests_per_hour}
 * @param observed the observed value as text
 * @param expected the baseline as text: a value, an interval or the known values
 * @param p calibrated p-value of the family on that day, in (0, 1]
 * @param contribution to the score, at least 0
 * @param sentence why it is unusual, with its counts, in one sentence; log text in it is raw
 */
public record Measure(
    String family,
    String signal,
    String parameter,
    String observed,
    String expected,
    double p,
    double contribution,
    String sentence)
    implements Serializable {}
