package org.gatewatch.ingest;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that inputs name: files, folders and globs. */
public final class Inputs {
  private Inputs() {}

  /**
   * All files, sorted by path, each once however often it is named. Folders are read through,
   * hidden files and folders in them are left out.
   *
   * @throws InputException for a name that stands for nothing, or that cannot be read
   */
  public static List<Path> expand(Collection<String> names) {
    TreeMap<String, Path> files = new TreeMap<>();
    for (String name : names) {
      List<Path> found = expand(name);
      if (found.isEmpty()) {
        throw new InputException(name, "holds no file", "at least one log file");
      }
      for (Path file : found) {
        if (!Files.isReadable(file)) {
          throw new InputException(file.toString(), "cannot be read", "a file one may read");
        }
        files.putIfAbsent(file.toAbsolutePath().normalize().toString(), file);
      }
    }
    return List.copyOf(files.values());
  }

  private static List<Path> expand(String name) {
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        return below(path, p -> true);
      }
      if (Files.exists(path)) {
        return List.of(path);
      }
    } catch (InvalidPathException e) {
      throw new InputException(name, "is no path", "a file, a folder or a glob");
    }
    if (!isGlob(name)) {
      throw new InputException(name, "does not exist", "a file, a folder or a glob");
    }
    return glob(name);
  }

  private static boolean isGlob(String name) {
    return name.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private static List<Path> glob(String name) {
    int fixed = 0;
    for (int i = 0; i < name.length() && "*?[{".indexOf(name.charAt(i)) < 0; i++) {
      if (name.charAt(i) == '/') {
        fixed = i + 1;
      }
    }
    Path root = fixed == 0 ? Path.of(".") : Path.of(name.substring(0, fixed));
    if (!Files.isDirectory(root)) {
      throw new InputException(name, "the folder " + root + " does not exist", "a folder");
    }
    PathMatcher matcher;
    try {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + name.substring(fixed));
    } catch (IllegalArgumentException e) {
      throw new InputException(name, "is no glob", "a pattern such as logs/**/*.jsonl.gz");
    }
    return below(root, p -> matcher.matches(root.relativize(p)));
  }

  private static List<Path> below(Path root, java.util.function.Predicate<Path> wanted) {
    List<Path> out = new ArrayList<>();
    walk(root, wanted, out);
    return out;
  }

  private static void walk(Path folder, java.util.function.Predicate<Path> wanted, List<Path> out) {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        Path name = entry.getFileName();
        if (name == null || name.toString().startsWith(".")) {
          continue;
        }
        if (Files.isDirectory(entry)) {
          if (!Files.isSymbolicLink(entry)) { // a link may lead back to where we are
            walk(entry, wanted, out);
          }
        } else if (Files.isRegularFile(entry) && wanted.test(entry)) {
          out.add(entry);
        }
      }
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  static InputException unreadable(Path file, IOException e) {
    String what =
        e instanceof NoSuchFileException
            ? "does not exist"
            : e instanceof AccessDeniedException ? "may not be read" : "cannot be read";
    return new InputException(file.toString(), what, "a file one may read");
  }
}
