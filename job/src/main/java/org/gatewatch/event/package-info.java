/**
 * The nouns: an access event, the credential behind it, the log it came from. Values only, no
 * decisions.
 */
@NullMarked
package org.gatewatch.event;

import org.jspecify.annotations.NullMarked;
