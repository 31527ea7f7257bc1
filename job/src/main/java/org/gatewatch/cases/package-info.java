/** Findings of one intrusion put together, and the five answers about it. Knows no Flink. */
@NullMarked
package org.gatewatch.cases;

import org.jspecify.annotations.NullMarked;
