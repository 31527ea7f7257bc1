package org.gatewatch.ingest;

import org.gatewatch.event.Field;

/**
 * A field of an unknown log, guessed.
 *
 * @param source where it is found and how it is read
 * @param reason why; holds text of the log
 */
public record Guess(Field field, FieldMap.Source source, String reason) {}
