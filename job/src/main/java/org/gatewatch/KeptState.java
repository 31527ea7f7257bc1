package org.gatewatch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
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
  private static final String METADATA = "_metadata";

  /** What a run goes on writing to; the state says how long each was. */
  private static final List<String> LASTING =
      List.of("rejected.jsonl", "late.jsonl", "audit.jsonl");

  /** The same, of what is no part of an output in the end. */
  private static final List<String> PASSING =
      List.of("windows.jsonl.zst.part", "pivot.jsonl.zst.part", "settled.part", "settled.jsonl");

  private final Path directory;
  private @Nullable CompletableFuture<String> saving;

  private KeptState(Path directory) {
    this.directory = directory;
  }

  /**
   * A place for the state of a replay that is about to begin.
   *
   * @param declared what it judges by
   */
  static KeptState make(Path out, List<Binding> bindings, ControlLog declared) throws IOException {
    KeptState kept = new KeptState(Files.createDirectories(out.toAbsolutePath().resolve(NAME)));
    Files.write(kept.directory.resolve(BINDINGS), bindings.stream().map(Binding::name).toList());
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
      saving = job.triggerSavepoint(directory.toUri().toString(), SavepointFormatType.CANONICAL);
    } else if (saved.isDone()) {
      try {
        Files.move(Path.of(URI.create(saved.get())), directory.resolve(SAVEPOINT));
        reached.get().write(directory.resolve(ReadFiles.NAME));
        end.leave();
      } catch (ExecutionException e) {
        if (!EmbeddedWatch.isStarting(e)) {
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
    Files.move(out.resolve(FolderSink.READ_UNTIL), directory.resolve(FolderSink.READ_UNTIL));
  }

  /**
   * What a replay has kept.
   *
   * @param out its output directory
   * @param bindings of the watch that is to begin with it
   * @throws Failure.UsageException when it has not kept anything, or had other bindings
   */
  static KeptState of(Path out, List<Binding> bindings) throws IOException {
    Path directory = out.toAbsolutePath().resolve(NAME);
    // Written last: without it the replay was stopped before its end.
    if (!Files.exists(directory.resolve(FolderSink.READ_UNTIL))) {
      throw new Failure.UsageException(
          "--warm-from: " + out + " holds no state: expected the output of replay --keep-state");
    }
    WatchState.requireBindings(out, Files.readAllLines(directory.resolve(BINDINGS)), bindings);
    return new KeptState(directory);
  }

  /** Gives the output directory of a watch, just prepared, what it goes on with. */
  void begin(Path out) throws IOException {
    List<String> others = List.of(ControlLog.NAME, FolderSink.READ_UNTIL, ReadFiles.NAME);
    for (List<String> names : List.of(LASTING, PASSING, others)) {
      for (String name : names) {
        copy(directory.resolve(name), out.resolve(name));
      }
    }
  }

  /** Gives a watch the state; a kill before the end leaves it without any. */
  void begin(WatchState state) throws IOException {
    Path to = state.savepoints().resolve(NAME);
    Scratch.delete(to);
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(directory.resolve(SAVEPOINT))) {
      for (Path file : files.filter(f -> !f.endsWith(METADATA)).toList()) {
        copy(file, to.resolve(file.getFileName()));
      }
    }
    Path part = to.resolve(METADATA + ".part");
    copy(directory.resolve(SAVEPOINT).resolve(METADATA), part);
    Files.move(part, to.resolve(METADATA), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
