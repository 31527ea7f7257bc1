/**
 * A made-up lab, its vendors and its attackers: seeded access logs with known truth, and the score
 * of alerts against that truth. Test code; nothing here is read by a detector but the logs and the
 * roster.
 */
@NullMarked
package org.gatewatch.scenario;

import org.jspecify.annotations.NullMarked;
