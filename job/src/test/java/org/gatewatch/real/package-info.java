/**
 * Real public traffic, expanded to access events with fixed seeds and replayed as a user would: how
 * often nothing is called something, and whether real attack rows are found on real traffic. The
 * data are not part of the repository; {@code scripts/real} names the folder.
 */
@NullMarked
package org.gatewatch.real;

import org.jspecify.annotations.NullMarked;
