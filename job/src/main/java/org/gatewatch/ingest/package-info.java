/**
 * One raw line in, one accepted event or one rejected line with its reason out. One file per log
 * format.
 */
@NullMarked
package org.gatewatch.ingest;

import org.jspecify.annotations.NullMarked;
