/**
 * Numbers: predictive tails, decaying counts, circular hours, empirical calibration. No word of
 * logs.
 */
@NullMarked
package org.gatewatch.stat;

import org.jspecify.annotations.NullMarked;
