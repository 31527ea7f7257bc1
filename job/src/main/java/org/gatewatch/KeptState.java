package org.gatewatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.gatewatch.ingest.Binding;
import org.gatewatch.io.FilesEnd;
import org.gatewatch.io.FolderSink;
import org.gatewatch.io.ReadFiles;
import org.gatewatch.settings.ControlLog;
import org.gatewatch.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The state of a replay at the end of its files, before what was open is judged as if the logs
 * ended there: what a watch begins with. A directory in the output of the replay.
 */
final class KeptState {
  /** Its name there, and among the savepoints of the watch. */
  static final String NAME = "kept";

  private static final String SAVEPOINT = "savepoint";
  private static final String BINDINGS = "bindings";
  private static final String KEY = "redaction-key";
  private static final String METADATA = "_metadata";

  /** What a run goes on writing to; the state says how long each was. */
  private static final List<String> LASTING =
      List.of("rejected.jsonl", "late.jsonl", "audit.jsonl");

  /** The same, of what is no part of an output in the end. */
  private static final List<String> PASSING =
      List.of("windows.jsonl.zst.part", "pivot.jsonl.zst.part", "settled.part", "settled.jsonl");

  private final Path directory;
  private @Nullable CompletableFuture<String> saving;
  private @Nullable ReadFiles read;

  private KeptState(Path directory) {
    this.directory = directory;
  }

  /**
   * A place for the state of a replay that is about to begin.
   *
   * @param declared what it judges by
   */
  static KeptState make(Path out, Settings settings, ControlLog declared) throws IOException {
    KeptState kept = new KeptState(Files.createDirectories(out.toAbsolutePath().resolve(NAME)));
    List<String> names = settings.bindings().stream().map(Binding::name).toList();
    Files.write(kept.directory.resolve(BINDINGS), names);
    Files.writeString(kept.directory.resolve(KEY), settings.redactionKey().fingerprint());
    declared.write(kept.directory.resolve(ControlLog.NAME));
    return kept;
  }

  /** Forgets what an earlier replay kept. */
  static void delete(Path out) throws IOException {
    Scratch.delete(out.resolve(NAME));
  }

  /**
   * Saves the state as soon as all is read, and lets the replay go on then. Never waits: a job that
   * fails meanwhile may leave a savepoint without an answer.
   */
  void look(JobClient job, FilesEnd end) throws ExecutionException, InterruptedException {
    CompletableFuture<ReadFiles> reached = end.reached();
    if (!reached.isDone() || end.isLeft()) {
      return;
    }
    CompletableFuture<String> saved = saving;
    if (saved == null) {
      saving = job.triggerSavepoint(Savepoints.place(directory), SavepointFormatType.CANONICAL);
    } else if (saved.isDone()) {
      try {
        String path = new org.apache.flink.core.fs.Path(saved.get()).getPath();
        Files.move(Path.of(path), savepoint());
        read = reached.get();
        end.leave();
      } catch (ExecutionException e) {
        if (!Savepoints.isPassing(e)) {
          throw e;
        }
        saving = null; // few files are read before the rest of the job is there: once more
      } catch (IOException e) {
        throw new ExecutionException(e);
      }
    }
  }

  /** Takes from the output of the replay, which is over, what its state goes with. */
  void take(Path out) throws IOException {
    for (String name : LASTING) {
      copy(out.resolve(name), directory.resolve(name));
    }
    for (String name : PASSING) {
      Files.move(out.resolve(name), directory.resolve(name));
    }
    if (Files.exists(out.resolve(FolderSink.READ_UNTIL))) { // not when there was no event
      Files.move(out.resolve(FolderSink.READ_UNTIL), directory.resolve(FolderSink.READ_UNTIL));
    }
    Objects.requireNonNull(read).write(directory.resolve(ReadFiles.NAME));
  }

  /** Where the savepoint is. */
  Path savepoint() {
    return directory.resolve(SAVEPOINT);
  }

  /**
   * What a replay has kept.
   *
   * @param out its output directory
   * @param settings of the watch that is to begin with it
   * @throws Failure.UsageException when it has not kept anything, had other bindings, or replaced
   *     secrets under another key, under which no credential would be known again
   */
  static KeptState of(Path out, Settings settings) throws IOException {
    Path directory = out.toAbsolutePath().resolve(NAME);
    // Written last: without it the replay was stopped before its end.
    if (!Files.exists(directory.resolve(ReadFiles.NAME))) {
      throw new Failure.UsageException(
          "--warm-from: " + out + " holds no state: expected the output of replay --keep-state");
    }
    List<String> names = Files.readAllLines(directory.resolve(BINDINGS));
    WatchState.requireBindings(out, names, settings.bindings());
    String key = settings.redactionKey().fingerprint();
    if (!key.equals(Files.readString(directory.resolve(KEY)))) {
      throw new Failure.UsageException(
          "--warm-from: "
              + out
              + " was made under another redaction key: expected the same GATEWATCH_KEY or"
              + " redaction.key_file");
    }
    return new KeptState(directory);
  }

  /** Gives the output directory of a watch, just prepared, what it goes on with. */
  void begin(Path out) throws IOException {
    // The record of what is declared comes last: an output that has it has everything.
    List<String> others = List.of(FolderSink.READ_UNTIL, ReadFiles.NAME, ControlLog.NAME);
    for (List<String> names : List.of(LASTING, PASSING, others)) {
      for (String name : names) {
        if (Files.exists(directory.resolve(name))) {
          copy(directory.resolve(name), out.resolve(name));
        }
      }
    }
  }

  /** Gives a watch the state; a kill before the end leaves it without any. */
  void begin(WatchState state) throws IOException {
    Path to = state.savepoints().resolve(NAME);
    Scratch.delete(to);
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(savepoint())) {
      for (Path file : files.filter(f -> !f.endsWith(METADATA)).toList()) {
        copy(file, to.resolve(file.getFileName()));
      }
    }
    Path part = to.resolve(METADATA + ".part");
    copy(savepoint().resolve(METADATA), part);
    Files.move(part, to.resolve(METADATA), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
