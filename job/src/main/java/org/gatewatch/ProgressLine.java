package org.gatewatch;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.gatewatch.io.Progress;

/**
 * How far a replay is: one line that is written over on a terminal, a plain line now and then
 * elsewhere. The clock is used for the eye only.
 */
final class ProgressLine {
  private static final long PLAIN_EVERY_MS = 10_000;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final long totalBytes;
  private final PrintStream out;
  private final boolean terminal;
  private final long startedAt = System.nanoTime();
  private long nextPlain = PLAIN_EVERY_MS;
  private int width;

  ProgressLine(long totalBytes, PrintStream out, boolean terminal) {
    this.totalBytes = totalBytes;
    this.out = out;
    this.terminal = terminal;
  }

  /** Shows where it is, if it is time to. */
  void show(Progress progress) {
    long elapsed = (System.nanoTime() - startedAt) / 1_000_000;
    if (terminal) {
      String text = text(progress, elapsed);
      out.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
      out.flush();
      width = text.length();
    } else if (elapsed >= nextPlain) {
      nextPlain = elapsed + PLAIN_EVERY_MS;
      out.println(text(progress, elapsed));
    }
  }

  /** Clears the line. */
  void end() {
    if (terminal && width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      out.flush();
    }
  }

  private String text(Progress progress, long elapsedMs) {
    double share = totalBytes == 0 ? 0 : Math.min(1, (double) progress.bytes() / totalBytes);
    double seconds = Math.max(0.001, elapsedMs / 1000.0);
    long left = share > 0.01 ? Math.round(seconds * (1 - share) / share) : -1;
    String time =
        progress.eventTime() == Long.MIN_VALUE
            ? "-"
            : DAY.format(Instant.ofEpochMilli(progress.eventTime()));
    return String.format(
        Locale.ROOT,
        "%3.0f %% of %,.1f MB | %,d events, %,.0f/s | at %s | %d alerts | %s",
        share * 100,
        totalBytes / 1e6,
        progress.events(),
        progress.events() / seconds,
        time,
        progress.alerts(),
        left < 0 ? "…" : left + " s left");
  }
}
