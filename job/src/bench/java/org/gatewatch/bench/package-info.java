/** Speed and memory, measured: what {@code scripts/bench} runs. Reports, never gates. */
@NullMarked
package org.gatewatch.bench;

import org.jspecify.annotations.NullMarked;
