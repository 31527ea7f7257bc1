package org.gatewatch.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts/cluster says to wrong use; that it runs a cluster is tried by hand. */
class ClusterScriptTest {
  @TempDir Path directory;

  @Test
  void wrongUseGetsOneMessage() throws Exception {
    refused(2, "unknown command frob; expected start, submit, status or stop", "frob");
    refused(2, "unknown option --slots of stop", "stop", "--slots", "2");
    refused(2, "--dir needs a value", "start", "--dir");
    refused(
        2, "--taskmanagers is 1x; expected a number from 1 to 10", "start", "--taskmanagers", "1x");
    refused(2, "--port is 80; expected a number from 1024 to 65534", "start", "--port", "80");
    refused(2, "unexpected replay", "stop", "replay");
  }

  @Test
  void withoutAClusterItSaysSo() throws Exception {
    Path none = directory.resolve("none");
    refused(1, "no cluster in " + none, "status", "--dir", none.toString());
    Files.createDirectories(directory.resolve("conf"));
    refused(1, "no cluster in " + directory, "status", "--dir", directory.toString());
    refused(1, "no cluster in " + directory, "submit", "--dir", directory.toString(), "watch");
  }

  @Test
  void helpIsNoError() throws Exception {
    StringBuilder told = new StringBuilder();
    assertEquals(0, run(told, "--help"));
    assertTrue(told.toString().startsWith("usage: scripts/cluster start"), told.toString());
  }

  private static void refused(int code, String message, String... arguments) throws Exception {
    StringBuilder told = new StringBuilder();
    assertEquals(code, run(told, arguments), told.toString());
    assertTrue(told.toString().startsWith("scripts/cluster: " + message), told.toString());
    assertEquals(1, told.toString().lines().count(), told.toString());
  }

  private static int run(StringBuilder told, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("../scripts/cluster"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    told.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    return process.waitFor();
  }
}
