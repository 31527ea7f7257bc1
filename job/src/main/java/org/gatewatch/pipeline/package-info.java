/**
 * The Flink graph: thin operators around the pure rooms, with their uids, serializers and state.
 */
@NullMarked
package org.gatewatch.pipeline;

import org.jspecify.annotations.NullMarked;
