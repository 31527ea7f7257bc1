/** The commands, tested as their users run them. */
@NullMarked
package org.gatewatch;

import org.jspecify.annotations.NullMarked;
