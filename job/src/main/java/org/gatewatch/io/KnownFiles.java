package org.gatewatch.io;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.gatewatch.ingest.FilePart;
import org.jspecify.annotations.Nullable;

/** The files that are followed, by index, by what the file system knows them by, by first bytes. */
final class KnownFiles {
  /** Stands for a file that holds what another one holds: nothing is read of it. */
  static final Followed COPY = new Followed(-1, -1, "", "", "");

  private static final TreeMap<Integer, Integer> NONE = new TreeMap<>();

  private record Name(int binding, String text) {}

  private record Copy(Followed of, long size) {}

  private final TreeMap<Integer, Followed> files = new TreeMap<>();
  private final Map<Name, List<Followed>> byKey = new HashMap<>();
  private final Map<Name, List<Followed>> byMark = new HashMap<>();

  /** For each binding, how many files are known by how many bytes. */
  private final Map<Integer, TreeMap<Integer, Integer>> lengths = new HashMap<>();

  private final Map<Name, Copy> copies = new HashMap<>();
  private int next;

  /** Takes up files that somebody else has read. */
  void begin(Collection<Followed> read) {
    for (Followed file : read) {
      next = Math.max(next, file.index + 1);
      put(file);
    }
  }

  /** Takes up what {@link #write} wrote. */
  void read(DataInput in) throws IOException {
    next = in.readInt();
    for (int n = in.readInt(); n > 0; n--) {
      put(Followed.read(in));
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(next);
    out.writeInt(files.size());
    for (Followed file : files.values()) {
      file.write(out);
    }
  }

  Followed get(int index) {
    return Objects.requireNonNull(files.get(index));
  }

  Collection<Followed> all() {
    return files.values();
  }

  Followed add(int binding, String path, String key) {
    Followed file = new Followed(next++, binding, path, key, "");
    put(file);
    return file;
  }

  private void put(Followed file) {
    files.put(file.index, file);
    enter(byKey, file.binding, file.key, file);
    marked(file, 1);
  }

  /** It lies elsewhere now, perhaps compressed: nothing is known of what is there. */
  private void moved(Followed file, Path path, String key) {
    leave(byKey, file.binding, file.key, file);
    file.key = key;
    file.path = path.toString();
    file.size = -1;
    enter(byKey, file.binding, key, file);
  }

  void mark(Followed file, String mark) {
    marked(file, -1);
    file.mark = mark;
    marked(file, 1);
  }

  /** The file as it was known before, under this or another name; null when it is new. */
  @Nullable Followed known(int binding, Path path, String key, long size) throws IOException {
    Name name = new Name(binding, key);
    Followed unread = null;
    for (Followed file : byKey.getOrDefault(name, List.of())) {
      if (!isStill(file, path, size)) {
        file.size = -1; // another one is in its place, and may grow to the same size
      } else if (file.mark.isEmpty() && FilePart.isCompressed(path)) {
        unread = file; // when it was seen first there may have been too little to know it by
      } else {
        file.path = path.toString();
        return file;
      }
    }
    Copy before = copies.get(name);
    if (before != null && before.size() == size && isThere(before.of())) {
      return COPY; // cheaper to remember than to compare again
    }
    copies.remove(name);
    boolean compressed = FilePart.isCompressed(path);
    for (String mark :
        FilePart.marks(path, lengths.getOrDefault(binding, NONE).navigableKeySet())) {
      for (Followed file : byMark.getOrDefault(new Name(binding, mark), List.of())) {
        Path of = Path.of(file.path);
        if (file.key.equals(key)) {
          continue;
        }
        if (!isThere(file)) { // gone, or cut for its next lines when it was copied
          if (mayBe(file, compressed, size)) {
            moved(file, path, key);
            return file;
          }
        } else if (FilePart.isCopy(path, of)) {
          copies.put(name, new Copy(file, size));
          return COPY;
        }
      }
    }
    return unread;
  }

  /**
   * Whether a file that begins as one that is gone may be that one. Equal heads are no proof, and
   * to read something twice is better than to pass over what nobody has read.
   */
  private static boolean mayBe(Followed gone, boolean compressed, long size) {
    return gone.done ? size == gone.cutAt : compressed || size >= gone.offset;
  }

  /**
   * Whether the file is where it was, or somewhere else: then its path says where.
   *
   * @param bytes how long it is at least when it is plain
   * @param listed where it may be
   */
  boolean find(Followed file, long bytes, Supplier<List<Path>> listed) throws IOException {
    if (isAt(file, Path.of(file.path), bytes)) {
      return true;
    }
    List<Path> there = listed.get();
    for (Path path : there) {
      if (isAt(file, path, bytes)) {
        file.path = path.toString();
        return true;
      }
    }
    for (Path path : there) {
      try {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        if (!file.mark.isEmpty()
            && (now.size() >= bytes || FilePart.isCompressed(path))
            && file.mark.equals(FilePart.mark(path, FilePart.markedBytes(file.mark)))) {
          moved(file, path, String.valueOf(now.fileKey()));
          return true;
        }
      } catch (NoSuchFileException e) {
        // Moved since it was listed, so it is not the one that is looked for.
      }
    }
    return false;
  }

  /** Whether a file of the same place on disk is the same file, and not another in its place. */
  private static boolean isStill(Followed file, Path path, long size) throws IOException {
    if (size == file.size) {
      return true;
    }
    boolean may =
        file.done
            ? size == file.cutAt || file.cutAt < 0 || (size > file.cutAt && isNamed(file, path))
            : size >= file.offset || FilePart.isCompressed(path);
    return may && file.mark.equals(FilePart.mark(path, FilePart.markedBytes(file.mark)));
  }

  private static boolean isNamed(Followed file, Path path) {
    return file.path.equals(path.toString());
  }

  private static boolean isThere(Followed file) throws IOException {
    return isAt(file, Path.of(file.path), 0);
  }

  /** Whether a known file lies there, with at least so many bytes when it is plain. */
  static boolean isAt(Followed file, Path path, long bytes) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return file.key.equals(String.valueOf(now.fileKey()))
          && isStill(file, path, now.size())
          && (now.size() >= bytes || FilePart.isCompressed(path));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Forgets files that were not seen since, ms, unless they may just be out of sight. */
  void forget(long before, Predicate<Followed> hidden) {
    for (Followed file : List.copyOf(files.values())) {
      if (file.seen < before && !hidden.test(file)) {
        files.remove(file.index);
        leave(byKey, file.binding, file.key, file);
        marked(file, -1);
        copies.values().removeIf(copy -> copy.of() == file);
      }
    }
  }

  private void marked(Followed file, int by) {
    if (file.mark.isEmpty()) {
      return;
    }
    if (by > 0) {
      enter(byMark, file.binding, file.mark, file);
    } else {
      leave(byMark, file.binding, file.mark, file);
    }
    lengths
        .computeIfAbsent(file.binding, b -> new TreeMap<>())
        .merge(FilePart.markedBytes(file.mark), by, (a, b) -> a + b == 0 ? null : a + b);
  }

  private static void enter(
      Map<Name, List<Followed>> map, int binding, String text, Followed file) {
    map.computeIfAbsent(new Name(binding, text), n -> new ArrayList<>()).add(file);
  }

  private static void leave(
      Map<Name, List<Followed>> map, int binding, String text, Followed file) {
    map.computeIfPresent(
        new Name(binding, text),
        (n, of) -> {
          of.remove(file);
          return of.isEmpty() ? null : of;
        });
  }
}
