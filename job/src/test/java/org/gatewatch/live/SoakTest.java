package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/soak} for less than half a minute: what must hold whatever the machine. */
@ExtendWith(ShowOutput.class)
class SoakTest {
  @TempDir private Path dir;

  @Test
  void nothingIsLateNothingFailsAndLatenciesAreSeen() throws Exception {
    Path program = Files.writeString(dir.resolve("watch"), program());
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    String[] args = {
      program.toString(), "--minutes", "0.4", "--credentials", "600", "--rate", "600"
    };
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Soak(SoakOptions.of(args), new PrintStream(bytes, true, StandardCharsets.UTF_8)).run();
    String report = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(0, end(report, "late events"), report);
    assertEquals(0, end(report, "restarts"), report);
    assertTrue(end(report, "lines counted") > 0, report);
    assertTrue(end(report, "credentials judged") > 0, report);
    assertTrue(report.contains("(exit code 0)"), report);
    assertTrue(report.contains("| rule finding, told on arrival, from sending its line |"), report);
  }

  /** What a row of the report says of the end. */
  private static long end(String report, String row) {
    Matcher cells =
        Pattern.compile("\\| " + row + " \\| \\S+ \\| \\S+ \\| (\\S+) \\|").matcher(report);
    assertTrue(cells.find(), report);
    return Long.parseLong(cells.group(1).replace(",", ""));
  }

  private static String program() {
    return "#!/bin/sh\nexec '%s/bin/java' -Xmx1g %s -cp '%s' org.gatewatch.Gatewatch \"$@\"\n"
        .formatted(
            System.getProperty("java.home"),
            "--add-opens=java.base/java.util=ALL-UNNAMED"
                + " --add-opens=java.base/java.lang=ALL-UNNAMED"
                + " --add-opens=java.base/java.time=ALL-UNNAMED",
            System.getProperty("java.class.path"));
  }
}
