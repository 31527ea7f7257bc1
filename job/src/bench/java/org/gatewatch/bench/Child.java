package org.gatewatch.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.BenchRuns;

/**
 * What one process took, measured by itself at its end.
 *
 * @param bytes read
 * @param cpu user + system of the whole process, s
 * @param wall from its start, s
 * @param peak resident memory, MB
 * @param said what it printed
 */
record Child(long bytes, double cpu, double wall, long peak, List<String> said) {

  /** Runs a main of this class path in a JVM of its own, with the flags of scripts/gatewatch. */
  static Child run(Class<?> main, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-Xmx" + System.getProperty("bench.heap", "2g"));
    command.add("-XX:+UseParallelGC");
    command.add("-XX:GCTimeRatio=19");
    command.add("-XX:FreqInlineSize=100");
    for (String open : List.of("lang", "util", "time")) {
      command.add("--add-opens=java.base/java." + open + "=ALL-UNNAMED");
    }
    String agent = System.getProperty("bench.agent");
    if (agent != null && main == BenchRuns.class && args[0].equals("replay")) {
      command.add("-agentpath:" + agent);
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(said::add);
    }
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException(String.join(" ", args) + " ended with " + exit + ": " + said);
    }
    for (String line : said) {
      if (line.startsWith("measured ")) {
        String[] n = line.split(" ");
        return new Child(
            Long.parseLong(n[1]),
            Long.parseLong(n[2]) / 1e9,
            Long.parseLong(n[3]) / 1e3,
            Long.parseLong(n[4]) / 1024,
            said);
      }
    }
    throw new IOException("nothing measured: " + said);
  }

  static Child parse(Case of) throws IOException, InterruptedException {
    return run(BenchRuns.class, "parse", of.config().toString());
  }

  static Child noop(Case of) throws IOException, InterruptedException {
    return run(BenchRuns.class, "noop", of.config().toString(), of.out());
  }

  static Child replay(Case of) throws IOException, InterruptedException {
    return run(BenchRuns.class, "replay", of.config().toString(), of.out());
  }

  /** Of some runs the one of least CPU: what else the machine did only adds. */
  static Child least(Child a, Child b) {
    return a.cpu <= b.cpu ? a : b;
  }
}
