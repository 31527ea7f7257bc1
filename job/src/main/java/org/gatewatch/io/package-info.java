/** Sources and sinks: files in, files out. */
@NullMarked
package org.gatewatch.io;

import org.jspecify.annotations.NullMarked;
