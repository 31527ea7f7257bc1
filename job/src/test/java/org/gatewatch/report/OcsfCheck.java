package org.gatewatch.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checker of OCSF 1.8.0 events, an outside program; tests that need it skip without it. */
final class OcsfCheck {
  private OcsfCheck() {}

  /** What the checker prints of the file, warnings included. */
  static String run(Path file) throws IOException, InterruptedException {
    String env = System.getenv("GATEWATCH_SHARED");
    Path shared =
        Path.of(System.getProperty("GATEWATCH_SHARED", env == null ? "../../shared" : env));
    Path checker = shared.resolve("tools/ocsf-check");
    assumeTrue(Files.exists(checker), () -> "no OCSF checker at " + checker);
    Process process =
        new ProcessBuilder("python3", checker.toString(), "--strict", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
