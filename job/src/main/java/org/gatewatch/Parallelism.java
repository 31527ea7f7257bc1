package org.gatewatch;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many tasks work in parallel: an option of every command that runs the graph. */
final class Parallelism {
  private static final int MOST = 128;
  private static final int MOST_UNASKED = 8;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Parallel tasks (default: processors, at most 8). Findings don't depend on it.")
  private @Nullable Integer asked;

  /**
   * Tasks, at least 1.
   *
   * @throws Failure.UsageException when another number is asked for than 1 to 128
   */
  int tasks() {
    if (asked == null) {
      return Math.max(1, Math.min(MOST_UNASKED, Runtime.getRuntime().availableProcessors()));
    }
    if (asked < 1 || asked > MOST) {
      throw new Failure.UsageException("--parallelism: " + asked + ": expected 1 to " + MOST);
    }
    return asked;
  }
}
