/**
 * What runs in processes of its own in the tests: a Kafka broker and a Flink cluster, to be killed
 * and started again.
 */
@NullMarked
package org.gatewatch.live;

import org.jspecify.annotations.NullMarked;
