/** Windows, and what is normal in them for one credential and for its group. */
@NullMarked
package org.gatewatch.baseline;

import org.jspecify.annotations.NullMarked;
