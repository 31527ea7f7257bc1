package org.gatewatch.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of logs that is followed, in a folder where other things may lie. */
abstract class LogFolder {
  static final long HOUR = 3_600_000;

  @TempDir Path folder;
  Path logs = Path.of("");
  Path log = Path.of("");

  @BeforeEach
  void logs() throws IOException {
    logs = Files.createDirectories(folder.resolve("logs"));
    log = logs.resolve("access.log");
  }
}
