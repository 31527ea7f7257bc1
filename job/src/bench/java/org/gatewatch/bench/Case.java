package org.gatewatch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Logs to run over, written for it and deleted after it.
 *
 * @param events in all files together
 */
record Case(Path folder, Path config, long events, int credentials) implements AutoCloseable {
  /** Events of one day, so that more events are more days and not fuller ones. */
  static final long PER_DAY = 250_000;

  static Case zipf(long events) throws IOException {
    return of(2_000, events, false);
  }

  static Case uniform(int credentials, long events) throws IOException {
    return of(credentials, events, true);
  }

  private static Case of(int credentials, long events, boolean uniform) throws IOException {
    String root = System.getenv("GATEWATCH_BENCH_DIR");
    Path parent = Path.of(root == null ? System.getProperty("java.io.tmpdir") : root);
    Path folder = Files.createTempDirectory(parent, "gatewatch-bench");
    int days = (int) Math.max(1, events / PER_DAY);
    Path config = new BenchLogs(credentials, events, days, uniform).write(folder);
    return new Case(folder, config, events, credentials);
  }

  /** The output directory, replaced by every run. */
  String out() {
    return folder.resolve("out").toString();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
