package org.gatewatch.io;

import java.io.Serializable;
import org.gatewatch.event.Roster;
import org.gatewatch.judge.JudgeSettings;

/**
 * What judging a log in hindsight needs to know beside the log.
 *
 * @param settings those of the first pass
 */
public record SecondPass(JudgeSettings settings, Roster roster) implements Serializable {}
