package org.gatewatch.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A {@code gatewatch watch} in a process of its own, to be killed and started again. */
final class WatchProcess {
  private static final long PATIENCE_S = 180;
  private static final long LOOK_NS = 50_000_000;

  private final Path out;
  private final Path log;
  private final List<String> command;
  private Process process;

  /**
   * @param out its output directory
   * @param log where its own words go
   */
  WatchProcess(Path config, Path out, Path log, String... options) throws IOException {
    this.out = out;
    this.log = log;
    command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.time=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.gatewatch.Gatewatch",
                "watch",
                "--config",
                config.toString(),
                "--out",
                out.toString()));
    command.addAll(List.of(options));
    start();
  }

  /**
   * Starts it, again; what it counted before is forgotten, so that its new counts are waited for.
   */
  void start() throws IOException {
    Files.deleteIfExists(out.resolve("ledger.json"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  /** SIGKILL; back when it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM; returns the exit code. */
  int stop() throws Exception {
    process.destroy();
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      kill();
      throw new AssertionError("it did not stop:\n" + said());
    }
    return process.exitValue();
  }

  /** Waits until its ledger has counted that many lines. */
  void awaitLines(long lines) throws Exception {
    await("the ledger to count " + lines + " lines", () -> IncidentLines.counted(out) >= lines);
  }

  /** Waits for something; a process that has ended will never bring it about. */
  void await(String what, BooleanSupplier there) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (!there.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new AssertionError("it ended while we waited for " + what + ":\n" + said());
      }
      if (System.nanoTime() > deadline) {
        kill();
        throw new AssertionError("waited in vain for " + what + ":\n" + said());
      }
      LockSupport.parkNanos(LOOK_NS);
    }
  }

  String said() throws IOException {
    return Files.readString(log);
  }
}
