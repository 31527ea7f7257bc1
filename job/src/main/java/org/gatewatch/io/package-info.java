/** Sources and sinks: files in, files and findings out. */
@NullMarked
package org.gatewatch.io;

import org.jspecify.annotations.NullMarked;
