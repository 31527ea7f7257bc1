/**
 * Was it any good? Findings against labels: what was found, how late, how many false alerts, and
 * whether stated rates were held; with simple detectors on the same log for comparison.
 */
@NullMarked
package org.gatewatch.evaluate;

import org.jspecify.annotations.NullMarked;
