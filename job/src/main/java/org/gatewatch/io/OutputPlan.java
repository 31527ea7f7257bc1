package org.gatewatch.io;

import java.io.Serializable;
import java.util.List;
import org.gatewatch.ingest.Binding;
import org.gatewatch.judge.Controls;
import org.jspecify.annotations.Nullable;

/**
 * Where the outputs of a run go, and what they are told about it.
 *
 * @param run name of the run, for its {@link Progress}
 * @param folder the output directory; exists
 * @param version of the product
 * @param bindings all bindings, by index
 * @param inputs names of the inputs
 * @param configuration fingerprint of the configuration
 * @param code fingerprint of the program
 * @param controls what people said that judging heeded
 * @param redactionKey fingerprint of the key that secrets were replaced under
 * @param live whether the outputs are kept up to date while it runs
 * @param again the second pass over the log, null for none
 */
public record OutputPlan(
    String run,
    String folder,
    String version,
    List<Binding> bindings,
    InputNames inputs,
    String configuration,
    String code,
    Controls controls,
    String redactionKey,
    boolean live,
    @Nullable SecondPass again)
    implements Serializable {

  public OutputPlan {
    bindings = List.copyOf(bindings);
  }
}
