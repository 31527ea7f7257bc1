package org.gatewatch.io;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The end of the files of a run whose state is to be kept: the reader stays there, and time stands
 * still, until whoever started the run has saved it. Kept beside the graph, in this process.
 */
public final class FilesEnd {
  private static final ConcurrentHashMap<String, FilesEnd> RUNS = new ConcurrentHashMap<>();

  private final CompletableFuture<ReadFiles> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  private FilesEnd() {}

  /** That of a run, by its name. */
  public static FilesEnd of(String run) {
    return RUNS.computeIfAbsent(run, r -> new FilesEnd());
  }

  /** Forgets a run. */
  public static void forget(String run) {
    RUNS.remove(run);
  }

  /** What was read, once all is. */
  public CompletableFuture<ReadFiles> reached() {
    return reached;
  }

  /** The state is saved: the run goes on to its end. */
  public void leave() {
    left.complete(null);
  }

  /** Whether the run goes on. */
  public boolean isLeft() {
    return left.isDone();
  }

  /** Done when the reader may go on; its own to complete, as Flink does when anything happens. */
  CompletableFuture<Void> left() {
    return left.copy();
  }
}
