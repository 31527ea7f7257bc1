package org.gatewatch;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gatewatch.ingest.InputException;
import org.gatewatch.io.OutputException;
import org.gatewatch.settings.SettingsException;

/** What went wrong, in one message for the user: never a stack trace. */
final class Failure {
  /** Lines told of one failure; more are counted. */
  static final int MOST_LINES = 50;

  private Failure() {}

  /** Whether the user's arguments, files or configuration are wrong, rather than the run. */
  static boolean isUsage(Throwable e) {
    return e instanceof SettingsException
        || e instanceof InputException
        || e instanceof UsageException;
  }

  /** What of it says something to the user, at most {@link #MOST_LINES} lines. */
  static String message(Throwable e) {
    StringBuilder told = new StringBuilder();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String text = cause.getMessage();
      if (cause instanceof OutOfMemoryError) {
        return "out of memory; give more with GATEWATCH_HEAP, such as GATEWATCH_HEAP=4g";
      }
      if (text != null && (cause instanceof OutputException || isUsage(cause))) {
        return cut(text);
      }
      // A message that is made of its cause's repeats what comes next.
      boolean repeats =
          cause.getCause() != null && (text == null || text.equals(cause.getCause().toString()));
      if (!isWrapping(cause) && !repeats) {
        told.append(": ").append(text == null ? cause.getClass().getSimpleName() : text);
      }
    }
    return cut("the run failed" + told);
  }

  /** Whether only the machinery speaks: that a job or a task failed, not why. */
  private static boolean isWrapping(Throwable e) {
    return e.getCause() != null
        && (e.getClass().getName().startsWith("org.apache.flink.")
            || e instanceof ExecutionException
            || e instanceof CompletionException);
  }

  private static String cut(String text) {
    List<String> lines = text.lines().toList();
    return lines.size() <= MOST_LINES
        ? text
        : Stream.concat(
                lines.stream().limit(MOST_LINES),
                Stream.of("… " + (lines.size() - MOST_LINES) + " more"))
            .collect(Collectors.joining("\n"));
  }

  /** A wrong argument; the message says what was expected. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }
}
