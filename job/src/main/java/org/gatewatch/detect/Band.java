package org.gatewatch.detect;

/**
 * What an active hour of a credential was expected to bring, judged by what was known before it.
 *
 * @param expected the typical value, above 0
 * @param high two standard deviations above: rarely exceeded
 */
public record Band(double expected, double high) {}
