/**
 * Configuration, roster and policy files, read into one validated whole or refused with every error
 * at once.
 */
@NullMarked
package org.gatewatch.settings;

import org.jspecify.annotations.NullMarked;
