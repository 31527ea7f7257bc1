package org.gatewatch.io;

import java.io.Serializable;
import java.util.List;
import org.gatewatch.ingest.Binding;
import org.gatewatch.judge.Controls;
import org.jspecify.annotations.Nullable;

/**
 * Where the outputs of a replay go, and what they are told about it.
 *
 * @param run name of the run, for its {@link Progress}
 * @param folder the output directory; exists
 * @param version of the product
 * @param bindings all bindings, by index
 * @param files paths of the input files, by index
 * @param configuration fingerprint of the configuration
 * @param code fingerprint of the program
 * @param controls what people said that judging heeded
 * @param redactionKey fingerprint of the key that secrets were replaced under
 * @param again the second pass over the log, null for none
 */
public record OutputPlan(
    String run,
    String folder,
    String version,
    List<Binding> bindings,
    List<String> files,
    String configuration,
    String code,
    Controls controls,
    String redactionKey,
    @Nullable SecondPass again)
    implements Serializable {

  public OutputPlan {
    bindings = List.copyOf(bindings);
    files = List.copyOf(files);
  }
}
