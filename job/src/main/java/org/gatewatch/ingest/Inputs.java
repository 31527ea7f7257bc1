package org.gatewatch.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files that inputs name: files, folders and globs. */
public final class Inputs {
  private Inputs() {}

  /** What is told of a name that stands for nothing, or that cannot be read. */
  public interface Problems {
    void tell(InputException problem);
  }

  /**
   * All files, sorted by path, each once however often it is named. Folders are read through,
   * hidden files and folders in them are left out, {@code lost+found}, and links to files that are
   * among them.
   *
   * @throws InputException for a name that stands for nothing, or that cannot be read
   */
  public static List<Path> expand(Collection<String> names) {
    Problems strict =
        problem -> {
          throw problem;
        };
    for (String name : names) {
      if (files(name, strict).isEmpty()) {
        throw new InputException(name, "holds no file", "at least one log file");
      }
    }
    return present(names, strict);
  }

  /**
   * What there is by now of files that come and go: as {@link #expand}, but a folder may be empty,
   * a glob may stand for nothing yet, and what cannot be read is told and left out.
   */
  public static List<Path> present(Collection<String> names, Problems problems) {
    TreeMap<String, Path> files = new TreeMap<>();
    for (String name : names) {
      for (Path file : files(name, problems)) {
        if (Files.isReadable(file)) {
          files.putIfAbsent(file.toAbsolutePath().normalize().toString(), file);
        } else if (Files.exists(file)) { // and was not moved since it was listed
          problems.tell(
              new InputException(file.toString(), "cannot be read", "a file one may read"));
        }
      }
    }
    return withoutLinks(files.values(), names);
  }

  /** Without links that only stand for another of the files, but for those named themselves. */
  private static List<Path> withoutLinks(Collection<Path> files, Collection<String> names) {
    List<Path> out = new ArrayList<>(files);
    if (files.stream().noneMatch(Files::isSymbolicLink)) {
      return out;
    }
    Set<String> real = new HashSet<>();
    for (Path file : files) {
      if (!Files.isSymbolicLink(file)) {
        real.add(real(file));
      }
    }
    out.removeIf(
        file ->
            Files.isSymbolicLink(file)
                && !names.contains(file.toString())
                && !real.add(real(file)));
    return out;
  }

  private static String real(Path file) {
    try {
      return file.toRealPath().toString();
    } catch (IOException e) {
      return file.toString(); // gone meanwhile: whoever reads it tells that
    }
  }

  /**
   * Says which name will never be more than a name, before anything runs.
   *
   * @throws InputException for a file or folder that does not exist, also that of a glob
   */
  public static void requirePlaces(Collection<String> names) {
    for (String name : names) {
      try {
        Path path = Path.of(name);
        if (!Files.exists(path) && (!isGlob(name) || !Files.isDirectory(root(name)))) {
          throw new InputException(name, "does not exist", "a file, a folder or a glob");
        }
      } catch (InvalidPathException e) {
        throw new InputException(name, "is no path", "a file, a folder or a glob");
      }
    }
  }

  /**
   * Whether the user meant this very file, by its name or a glob, and not the directory around it.
   */
  public static boolean isNamed(Path file, Collection<String> names) {
    return names.stream()
        .noneMatch(name -> Files.isDirectory(Path.of(name)) && file.startsWith(Path.of(name)));
  }

  private static List<Path> files(String name, Problems problems) {
    List<Path> out = new ArrayList<>();
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        walk(path, p -> true, out, problems);
      } else if (Files.exists(path)) {
        out.add(path);
      } else if (isGlob(name)) {
        glob(name, out, problems);
      } else {
        problems.tell(new InputException(name, "does not exist", "a file, a folder or a glob"));
      }
    } catch (InvalidPathException e) {
      problems.tell(new InputException(name, "is no path", "a file, a folder or a glob"));
    }
    return out;
  }

  private static boolean isGlob(String name) {
    return name.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  /** How much of a glob names the folder in which all it stands for lies. */
  private static int fixed(String name) {
    int fixed = 0;
    for (int i = 0; i < name.length() && "*?[{".indexOf(name.charAt(i)) < 0; i++) {
      if (name.charAt(i) == '/') {
        fixed = i + 1;
      }
    }
    return fixed;
  }

  private static Path root(String name) {
    return fixed(name) == 0 ? Path.of(".") : Path.of(name.substring(0, fixed(name)));
  }

  private static void glob(String name, List<Path> out, Problems problems) {
    Path root = root(name);
    if (!Files.isDirectory(root)) {
      problems.tell(new InputException(name, "the folder " + root + " does not exist", "a folder"));
      return;
    }
    try {
      PathMatcher matcher =
          FileSystems.getDefault().getPathMatcher("glob:" + name.substring(fixed(name)));
      walk(root, p -> matcher.matches(root.relativize(p)), out, problems);
    } catch (IllegalArgumentException e) {
      problems.tell(new InputException(name, "is no glob", "a pattern such as logs/**/*.jsonl.gz"));
    }
  }

  private static void walk(Path folder, Predicate<Path> wanted, List<Path> out, Problems problems) {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        Path name = entry.getFileName();
        if (name == null || name.toString().startsWith(".") || name.endsWith("lost+found")) {
          continue;
        }
        if (Files.isDirectory(entry)) {
          if (!Files.isSymbolicLink(entry)) { // a link may lead back to where we are
            walk(entry, wanted, out, problems);
          }
        } else if (Files.isRegularFile(entry) && wanted.test(entry)) {
          out.add(entry);
        }
      }
    } catch (IOException e) {
      problems.tell(unreadable(folder, e));
    } catch (UncheckedIOException e) {
      problems.tell(new InputException(folder.toString(), "cannot be read", "a readable folder"));
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
