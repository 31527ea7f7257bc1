/** From evidence to findings: calibration, combination, budget, severity and explanation. */
@NullMarked
package org.gatewatch.judge;

import org.jspecify.annotations.NullMarked;
