package org.gatewatch.judge;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A technique of ATT&CK or ATLAS, as a finding names it.
 *
 * @param version of the framework: {@code 18.1} (ATT&CK) or {@code 5.6.1} (ATLAS)
 */
public record Technique(
    String version,
    String tacticId,
    String tactic,
    String id,
    String name,
    @Nullable String subId,
    @Nullable String subName)
    implements Serializable {}
