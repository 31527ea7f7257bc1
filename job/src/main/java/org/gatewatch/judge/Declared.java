package org.gatewatch.judge;

import java.io.Serializable;
import org.gatewatch.detect.Policy;
import org.gatewatch.event.Roster;

/**
 * What people declare: it may change while a watch goes on.
 *
 * @param roster the credentials
 * @param policy what is forbidden or watched for
 * @param controls verdicts, suppressions, declared events
 */
public record Declared(Roster roster, Policy policy, Controls controls) implements Serializable {}
