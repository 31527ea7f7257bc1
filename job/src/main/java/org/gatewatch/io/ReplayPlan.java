package org.gatewatch.io;

import java.io.Serializable;
import java.util.List;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.Ingest;

/**
 * What a replay reads.
 *
 * @param run name of the run, for its {@link Progress}
 * @param ingest opens the files
 * @param bindings all bindings, by index
 * @param files all files of all bindings
 * @param formats the format of each file, by index
 * @param from event time, ms: earlier events are not used, but counted
 * @param to event time, ms, exclusive: later events are not used, but counted
 * @param threads parser threads, at least 1
 * @param kept whether the run's state is kept at the end of the files ({@link FilesEnd})
 */
public record ReplayPlan(
    String run,
    Ingest ingest,
    List<Binding> bindings,
    List<InputFile> files,
    List<String> formats,
    long from,
    long to,
    int threads,
    boolean kept)
    implements Serializable {

  public ReplayPlan {
    bindings = List.copyOf(bindings);
    files = List.copyOf(files);
    formats = List.copyOf(formats);
  }
}
