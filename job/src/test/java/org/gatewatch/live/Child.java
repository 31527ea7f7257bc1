package org.gatewatch.live;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JVM of its own that ends when this one ends. Its output goes to a file. */
final class Child {
  /** In the order of their start; for what a failing test shows. */
  private static final Set<Child> STARTED = Collections.synchronizedSet(new LinkedHashSet<>());

  private static final int TAIL_LINES = 60;

  /** Small and quick to start: they share a machine with the test. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "-XX:-UsePerfData",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-BytecodeVerificationRemote",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.time=ALL-UNNAMED");

  private final String name;
  private final Path output;
  private final Process process;
  private @Nullable String last;

  private Child(String name, Path output, Process process) {
    this.name = name;
    this.output = output;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param output what it prints is added to the end of this file
   * @param heap the largest, such as {@code 256m}
   */
  static Child start(
      String name,
      Path output,
      String heap,
      String classPath,
      Map<String, String> environment,
      String main,
      List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-Xmx" + heap);
    command.add("-Dlog4j2.configurationFile=" + logging(output));
    command.add("-cp");
    command.add(classPath + File.pathSeparator + home());
    command.add(Leash.class.getName());
    command.add(main);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    try {
      Child child = new Child(name, output, builder.start());
      STARTED.add(child);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jars of this JVM's class path that are asked for. */
  static String jars(Predicate<String> name) {
    return classPath()
        .filter(p -> p.toString().endsWith(".jar") && name.test(p.getFileName().toString()))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  static Stream<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(p -> Path.of(p).toAbsolutePath());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL; returns when it is gone. */
  void kill9() {
    process.destroyForcibly();
    await("the end of " + name, 30);
  }

  /**
   * Waits for its end.
   *
   * @return the exit code
   */
  int await(String what, int seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        throw new AssertionError(what + ": not within " + seconds + " s\n" + outputs());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  /** Kills it and keeps the end of what it printed, for a test that fails after this. */
  void close() {
    kill9();
    if (last == null) {
      last = tail();
    }
  }

  /** Those that are closed are of no further interest. */
  static void forgetClosed() {
    STARTED.removeIf(child -> child.last != null);
  }

  /** All it printed so far. */
  String output() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of all that were not closed before the present test. */
  static String outputs() {
    StringBuilder told = new StringBuilder();
    synchronized (STARTED) {
      for (Child child : STARTED) {
        told.append("---- ").append(child.name);
        told.append(child.isAlive() ? " (alive)\n" : " (ended)\n");
        told.append(child.last == null ? child.tail() : child.last).append('\n');
      }
    }
    return told.toString();
  }

  private String tail() {
    List<String> lines = output().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }

  /** Where the leash is. */
  private static Path home() {
    String file = Leash.class.getName().replace('.', '/') + ".class";
    return classPath()
        .filter(p -> Files.exists(p.resolve(file)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no test classes on the class path"));
  }

  private static Path logging(Path output) {
    Path file = output.resolveSibling("log4j2.properties");
    if (!Files.exists(file)) {
      try {
        Files.writeString(
            file,
            """
            rootLogger.level = warn
            rootLogger.appenderRef.stdout.ref = stdout
            appender.stdout.type = Console
            appender.stdout.name = stdout
            appender.stdout.layout.type = PatternLayout
            appender.stdout.layout.pattern = %d{HH:mm:ss,SSS} %-5p %c{1} - %m%n
            logger.cli.name = org.apache.flink.client.cli
            logger.cli.level = off
            logger.plugins.name = org.apache.flink.core.plugin
            logger.plugins.level = error
            logger.metrics.name = org.apache.flink.metrics.MetricGroup
            logger.metrics.level = error
            """);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return file;
  }

  /** Free at this moment. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void deleteTree(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
