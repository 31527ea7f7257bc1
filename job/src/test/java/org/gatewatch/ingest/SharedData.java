package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real data that lies beside the repository and is never part of it. */
final class SharedData {
  private SharedData() {}

  /** A folder of it; the test is skipped where it is not there. */
  static Path folder(String name) {
    String root = System.getProperty("GATEWATCH_SHARED", System.getenv("GATEWATCH_SHARED"));
    Path folder = Path.of(root == null ? "../../shared" : root).resolve("data").resolve(name);
    assumeTrue(Files.isDirectory(folder), "no real data at " + folder);
    return folder;
  }
}
