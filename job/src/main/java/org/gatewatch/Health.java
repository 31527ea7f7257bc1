package org.gatewatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.apache.flink.api.common.JobStatus;
import org.gatewatch.io.Progress;
import org.jspecify.annotations.Nullable;

/** What a watch says of itself: one line a minute, and when it stumbles or is up again. */
final class Health {
  private final Progress progress;
  private long events;
  private boolean up;
  private boolean stumbled;

  Health(Progress progress) {
    this.progress = progress;
  }

  /**
   * How it is.
   *
   * @param now the time of day, epoch ms
   * @param since since the last such line, ms
   */
  String line(long now, long since) {
    long read = progress.events();
    long front = progress.eventTime();
    String line =
        String.format(
            Locale.ROOT,
            "%,d records (%,.0f/s), %s, %,d alerts, %,d late, %,d rejected",
            read,
            (read - events) * 1000.0 / since,
            front == Long.MIN_VALUE
                ? "nothing read yet"
                : "at " + Instant.ofEpochMilli(front) + ", " + ago(now - front),
            progress.alerts(),
            progress.late(),
            progress.rejected());
    events = read;
    return line;
  }

  /** What to say when the job is in a state; null when there is nothing new. */
  @Nullable String change(@Nullable JobStatus status) {
    boolean before = up;
    if (status == JobStatus.RUNNING) {
      up = true;
      boolean again = stumbled;
      stumbled = false;
      return again ? "runs again, from the last checkpoint" : null;
    }
    if (status == JobStatus.FAILING || status == JobStatus.RESTARTING) {
      up = false;
      stumbled = true;
      return before ? "interrupted; starts again by itself (why: -Dgatewatch.log=warn)" : null;
    }
    return null;
  }

  private static String ago(long ms) {
    Duration behind =
        Duration.ofMillis(Math.max(0, ms)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    return behind.toString().substring(behind.isZero() ? 1 : 2).toLowerCase(Locale.ROOT)
        + " behind the clock";
  }
}
