/** The commands. */
@NullMarked
package org.gatewatch;

import org.jspecify.annotations.NullMarked;
