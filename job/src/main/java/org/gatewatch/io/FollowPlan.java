package org.gatewatch.io;

import java.io.Serializable;
import java.util.List;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.Ingest;
import org.jspecify.annotations.Nullable;

/**
 * Which files are followed as they grow.
 *
 * @param ingest opens them
 * @param bindings all bindings, by index; those that {@code followed} names are read
 * @param followed indexes of bindings
 * @param idleAfterMs how long nothing is written for a binding before the clock closes its time, ms
 * @param read files that were read before there was a watch; null for none
 */
public record FollowPlan(
    Ingest ingest,
    List<Binding> bindings,
    List<Integer> followed,
    long idleAfterMs,
    @Nullable ReadFiles read)
    implements Serializable {

  public FollowPlan {
    bindings = List.copyOf(bindings);
    followed = List.copyOf(followed);
  }
}
