package org.gatewatch;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gatewatch.ingest.Binding;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a watch's checkpoints and savepoints: locked while it runs, and what it goes on
 * from when it is started again.
 */
final class WatchState implements AutoCloseable {
  /** Below the output directory, unless the configuration names another place. */
  static final String NAME = "state";

  private static final String BINDINGS = "bindings";

  private final Path directory;
  private final DirectoryLock lock;

  private WatchState(Path directory, DirectoryLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Takes the directory, making it if need be.
   *
   * @throws Failure.UsageException when another watch has it, or it cannot be written
   */
  static WatchState open(Path directory) {
    DirectoryLock lock =
        DirectoryLock.take(
            directory, "lock", "another watch goes on from it; stop that one, or name another");
    return new WatchState(directory.toAbsolutePath(), lock);
  }

  Path directory() {
    return directory;
  }

  Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  Path savepoints() {
    return directory.resolve("savepoints");
  }

  /**
   * The newest complete checkpoint or savepoint, null when there is none.
   *
   * @throws Failure.UsageException when it was made with other bindings
   */
  @Nullable Path last(List<Binding> bindings) throws IOException {
    Path last = newest(directory);
    Path names = directory.resolve(BINDINGS);
    if (last != null && Files.exists(names)) {
      requireBindings(directory, Files.readAllLines(names), bindings);
    }
    return last;
  }

  /**
   * A state knows bindings by their place.
   *
   * @param before the names of those that it was made with
   * @throws Failure.UsageException when these do not begin with the same
   */
  static void requireBindings(Path of, List<String> before, List<Binding> bindings) {
    List<String> now = bindings.stream().map(Binding::name).toList();
    if (now.size() < before.size() || !now.subList(0, before.size()).equals(before)) {
      throw new Failure.UsageException(
          of
              + " was made with the bindings "
              + String.join(", ", before)
              + ": expected the same in the same order, new ones behind them");
    }
  }

  /** Notes what the state is made with. */
  void note(List<Binding> bindings) throws IOException {
    Files.write(directory.resolve(BINDINGS), bindings.stream().map(Binding::name).toList());
  }

  /** Forgets the checkpoints and savepoints that nobody goes on from any more. */
  void tidy() throws IOException {
    Path last = newest(directory);
    if (last == null) {
      return;
    }
    for (Path kind : List.of(checkpoints(), savepoints())) {
      List<Path> old = List.of();
      if (Files.isDirectory(kind)) {
        try (Stream<Path> all = Files.list(kind)) {
          old = all.filter(one -> !last.startsWith(one)).toList();
        }
      }
      for (Path one : old) {
        Scratch.delete(one);
      }
    }
  }

  /** Forgets everything: what was drained is not gone on with. */
  void clear() throws IOException {
    for (Path all : new Path[] {checkpoints(), savepoints()}) {
      Scratch.delete(all);
    }
  }

  /**
   * The newest complete checkpoint or savepoint below a directory: complete ones have a {@code
   * _metadata} file, written last.
   */
  static @Nullable Path newest(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return null;
    }
    List<Path> complete = new ArrayList<>();
    Files.walkFileTree(
        directory,
        Set.of(),
        4,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.endsWith("_metadata")) {
              complete.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE; // Flink is tidying up an older one
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    return complete.stream()
        .max(Comparator.comparing(WatchState::written).thenComparing(Path::toString))
        .map(Path::getParent)
        .orElse(null);
  }

  private static java.nio.file.attribute.FileTime written(Path metadata) {
    try {
      return Files.getLastModifiedTime(metadata);
    } catch (IOException e) {
      return java.nio.file.attribute.FileTime.fromMillis(0); // removed meanwhile: an older one
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
