package org.gatewatch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.gatewatch.io.FolderSink;
import org.gatewatch.io.ReadFiles;
import org.gatewatch.judge.Severity;
import org.gatewatch.settings.ControlLog;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The directory that a replay writes to: ours to replace, never anybody else's. */
final class OutputDirectory {
  /** Marks a directory as an output of ours, from the start of the run on. */
  static final String MARK = ".gatewatch";

  /** The activity of a finding that no longer stands. */
  private static final int WITHDRAWN = 3;

  /** The status of a finding that does not page. */
  private static final int SUPPRESSED = 3;

  private OutputDirectory() {}

  /**
   * Looks whether the directory may be used; touches nothing.
   *
   * @throws Failure.UsageException when it is a file, or holds anything that is no output of ours
   */
  static void check(Path directory) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new Failure.UsageException("--out: " + directory + " is a file: expected a directory");
    }
    if (!Files.isDirectory(directory) || Files.exists(directory.resolve(MARK))) {
      return;
    }
    try (Stream<Path> content = Files.list(directory)) {
      if (content.findAny().isPresent()) {
        throw new Failure.UsageException(
            "--out: "
                + directory
                + " holds files that are no earlier output: expected an empty or a new directory");
      }
    } catch (IOException e) {
      throw new Failure.UsageException("--out: cannot read " + directory + ": " + e.getMessage());
    }
  }

  /**
   * Makes the directory if need be and marks it as ours; leaves what it holds.
   *
   * @throws Failure.UsageException as {@link #check}, and when it cannot be written
   */
  static void mark(Path directory) {
    check(directory);
    try {
      Files.createDirectories(directory);
      Path mark = directory.resolve(MARK);
      String id = id(directory);
      Files.writeString(
          mark,
          "output of gatewatch "
              + Version.text()
              + "\n"
              + (id.isEmpty() ? UUID.randomUUID().toString().substring(0, 8) : id)
              + "\n");
    } catch (IOException e) {
      throw new Failure.UsageException("--out: cannot write " + directory + ": " + e.getMessage());
    }
  }

  /**
   * Takes an output for this process, as long as it writes there.
   *
   * @throws Failure.UsageException when another one writes there
   */
  static DirectoryLock lock(Path directory) {
    return DirectoryLock.take(
        directory, ".lock", "a replay or a watch writes there; name another with --out");
  }

  /** What this output is told from others by, as long as it lies there; empty when unmarked. */
  static String id(Path directory) throws IOException {
    Path mark = directory.resolve(MARK);
    List<String> lines = Files.exists(mark) ? Files.readAllLines(mark) : List.of();
    return lines.size() > 1 ? lines.get(1) : "";
  }

  /**
   * Makes the directory, or empties an earlier output.
   *
   * @throws Failure.UsageException as {@link #check}, when a watch means to go on with it, and when
   *     it cannot be written
   */
  static Path prepare(Path directory) {
    mark(directory);
    try {
      if (WatchState.newest(directory.resolve(WatchState.NAME)) != null) {
        throw new Failure.UsageException(
            "--out: a watch goes on with "
                + directory
                + ": name another directory, or remove "
                + directory.resolve(WatchState.NAME)
                + " to give that watch up");
      }
      for (String name :
          new String[] {
            "alerts.jsonl",
            "cases.jsonl",
            "hindsight.jsonl",
            "pivot.jsonl.zst",
            "ledger.json",
            "activity.csv",
            "evidence-lines.jsonl",
            "windows.jsonl.zst",
            "evidence.jsonl.zst",
            "baselines.jsonl",
            "calibration.json",
            "inputs.json",
            ControlLog.NAME,
            FolderSink.READ_UNTIL,
            ReadFiles.NAME,
            "evaluation.json",
            "evaluation.html",
            "summary.txt",
            "report.html",
            "manifest.json"
          }) {
        Files.deleteIfExists(directory.resolve(name));
      }
      KeptState.delete(directory);
      tidy(directory);
      return directory.toAbsolutePath();
    } catch (IOException e) {
      throw new Failure.UsageException("--out: cannot write " + directory + ": " + e.getMessage());
    }
  }

  /**
   * Takes away what was only needed to go on after a failure. Not before a run is over: the last
   * checkpoint says how long these files are.
   */
  static void tidy(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve("settled.jsonl"));
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "*.part")) {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    }
  }

  /** The files that hold findings: of the first pass, and of the second where there was one. */
  static List<Path> findings(Path directory) {
    return Stream.of("alerts.jsonl", "hindsight.jsonl")
        .map(directory::resolve)
        .filter(Files::isRegularFile)
        .toList();
  }

  /** Whether a finding of at least that severity was written. */
  static boolean hasFinding(Path directory, Severity least) throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (Stream<String> lines =
        Files.lines(directory.resolve("alerts.jsonl"), StandardCharsets.UTF_8)) {
      return lines.anyMatch(
          line -> {
            JsonNode finding = json.readTree(line);
            return finding.path("activity_id").asInt() != WITHDRAWN
                && finding.path("status_id").asInt() != SUPPRESSED
                && finding.path("severity_id").asInt() >= least.id();
          });
    }
  }

  /** 16 hexadecimal digits of this program's jar; {@code unpackaged} when it runs from classes. */
  static String codeFingerprint() throws IOException {
    Path code;
    try {
      code = Path.of(Gatewatch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IOException("cannot tell where the program lies", e);
    }
    if (!Files.isRegularFile(code)) {
      return "unpackaged";
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(code));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
