package org.gatewatch.detect;

import org.gatewatch.baseline.Peers;

/**
 * What a window is judged against besides its own credential: frozen for all windows of one start
 * and log source.
 *
 * @param group name of the peer group
 * @param peers rates of the group
 * @param vouching who else uses a value
 * @param requestSurge factor by which the group's requests exceed expectation in this very window,
 *     at least 1
 * @param tokenSurge the same for ln tokens, added, at least 0
 * @param restricted names that the policy restricts
 */
public record Context(
    String group,
    Peers peers,
    Vouching vouching,
    double requestSurge,
    double tokenSurge,
    Restricted restricted) {}
