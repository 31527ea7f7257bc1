/** What is measured or declared to be wrong: signals on windows, rules on events; one file each. */
@NullMarked
package org.gatewatch.detect;

import org.jspecify.annotations.NullMarked;
