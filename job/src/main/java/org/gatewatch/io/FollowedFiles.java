package org.gatewatch.io;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.gatewatch.ingest.Detection;
import org.gatewatch.ingest.FilePart;
import org.gatewatch.ingest.Ingest;
import org.gatewatch.ingest.InputException;
import org.gatewatch.ingest.Inputs;
import org.gatewatch.ingest.RecordReader;
import org.jspecify.annotations.Nullable;

/**
 * The files of the followed bindings, and what is new in them. A plain file is read up to its last
 * whole line; what stands behind that for a minute without change is taken for a line, too. A
 * compressed one is read when it no longer grows. A file that was moved, or moved and compressed,
 * is known by its first bytes and goes on where it was; one that was cut and written anew begins
 * anew.
 */
final class FollowedFiles {
  /** How long the last line of a file may lack its end before it is read without, ms. */
  private static final long UNFINISHED = 60_000;

  /** Stands for a file that holds what another one holds: nothing is read of it. */
  private static final Followed COPY = copy();

  private static final int PROBED = 1000;

  private final FollowPlan plan;
  private final List<Followed> files = new ArrayList<>();
  private final Map<Integer, Long> written = new HashMap<>();

  FollowedFiles(FollowPlan plan) {
    this.plan = plan;
  }

  private static Followed copy() {
    Followed out = new Followed(-1, -1, "", "", "");
    out.done = true;
    return out;
  }

  /** Takes up what {@link #write} wrote. */
  void read(DataInput in) throws IOException {
    for (int n = in.readInt(); n > 0; n--) {
      files.add(Followed.read(in));
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(files.size());
    for (Followed file : files) {
      file.write(out);
    }
  }

  Followed file(int index) {
    return files.get(index);
  }

  /** When a file of the binding was written last, ms; MIN_VALUE when there was none. */
  long written(int binding) {
    return written.getOrDefault(binding, Long.MIN_VALUE);
  }

  /**
   * Looks what is new.
   *
   * @param now the time of day, ms
   * @param found told of files that were not known
   */
  List<Followed.Part> parts(long now, java.util.function.Consumer<Followed> found) {
    List<Followed.Part> out = new ArrayList<>();
    for (int binding : plan.followed()) {
      for (Path path : listed(binding)) {
        try {
          Followed.Part part = part(binding, path, now, found);
          if (part != null) {
            out.add(part);
          }
        } catch (IOException | InputException e) {
          // Moved or removed meanwhile, or not readable yet: seen the next time.
        }
      }
    }
    return out;
  }

  private List<Path> listed(int binding) {
    Set<String> seen = new HashSet<>();
    List<Path> out = new ArrayList<>();
    for (String name : plan.bindings().get(binding).paths()) {
      try {
        for (Path path : Inputs.expand(List.of(name))) {
          if (seen.add(path.toAbsolutePath().normalize().toString())) {
            out.add(path);
          }
        }
      } catch (InputException e) {
        // Nothing there yet.
      }
    }
    return out;
  }

  private Followed.@Nullable Part part(
      int binding, Path path, long now, java.util.function.Consumer<Followed> found)
      throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    String key = String.valueOf(attributes.fileKey());
    long size = attributes.size();
    written.merge(binding, attributes.lastModifiedTime().toMillis(), Math::max);
    if (size == 0) {
      return null;
    }
    Followed file = known(binding, path, key, size);
    if (file == null) {
      file = new Followed(files.size(), binding, path.toString(), key, "");
      file.last = newest(binding);
      files.add(file);
    }
    if (file.done) {
      return null;
    }
    boolean grown = size != file.size;
    file.size = size;
    boolean compressed = FilePart.isCompressed(path);
    if (compressed && (grown || attributes.lastModifiedTime().toMillis() > now - 1000)) {
      return null; // still being written
    }
    if (FilePart.markedBytes(file.mark) < FilePart.MARK) {
      file.mark = FilePart.mark(path, FilePart.MARK);
    }
    boolean rests = attributes.lastModifiedTime().toMillis() < now - UNFINISHED;
    long to = Long.MAX_VALUE;
    if (!compressed) {
      to = rests ? size : FilePart.lastLineEnd(path, file.offset, size);
      if (to <= file.offset) {
        return null;
      }
    }
    if (file.format.isEmpty()) { // told by whole lines, and once: later parts may look otherwise
      Detection detected = plan.ingest().detect(binding, path);
      file.format = detected.isEmpty() ? "" : Objects.requireNonNullElse(detected.format(), "");
    }
    if (!file.told && (rests || !file.format.isEmpty())) {
      file.told = true;
      found.accept(file);
    }
    if (file.format.isEmpty()) {
      return null;
    }
    Followed.Part part = new Followed.Part(file.index, file.offset, to, file.lines, Long.MIN_VALUE);
    return new Followed.Part(
        part.index(), part.from(), part.to(), part.lines(), firstTime(plan.ingest(), part));
  }

  /** The file as it was known before, under this or another name; null when it is new. */
  private @Nullable Followed known(int binding, Path path, String key, long size)
      throws IOException {
    for (Followed file : files) {
      if (file.binding == binding && file.key.equals(key) && isStill(file, path, size)) {
        file.path = path.toString();
        return file;
      }
    }
    boolean compressed = FilePart.isCompressed(path);
    for (Followed file : files) {
      if (file.binding == binding
          && !file.mark.isEmpty()
          && !file.key.equals(key)
          && (compressed || !Files.exists(Path.of(file.path)))
          && file.mark.equals(FilePart.mark(path, FilePart.markedBytes(file.mark)))) {
        if (isAt(file)) {
          return COPY;
        }
        file.key = key;
        file.path = path.toString();
        file.size = -1;
        return file;
      }
    }
    return null;
  }

  /**
   * The newest event of the binding's files, ms, MIN_VALUE without any: a file that appears later
   * was begun about then, should its times name no year.
   */
  private long newest(int binding) {
    long out = Long.MIN_VALUE;
    for (Followed file : files) {
      out = file.binding == binding ? Math.max(out, file.last) : out;
    }
    return out;
  }

  /** Whether a known file still lies where it lay, so that another one is a copy of it. */
  private static boolean isAt(Followed file) {
    try {
      BasicFileAttributes now = Files.readAttributes(Path.of(file.path), BasicFileAttributes.class);
      return file.key.equals(String.valueOf(now.fileKey()));
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a file of the same place on disk is the same file, and not another in its place. */
  private static boolean isStill(Followed file, Path path, long size) throws IOException {
    return size == file.size
        || ((size >= file.offset || file.done)
            && file.mark.equals(FilePart.mark(path, FilePart.markedBytes(file.mark))));
  }

  private long firstTime(Ingest ingest, Followed.Part part) {
    try (RecordReader reader = open(ingest, part)) {
      for (int i = 0; i < PROBED; i++) {
        RecordReader.Read read = reader.next();
        if (read == null) {
          return Long.MIN_VALUE;
        }
        if (read.event() != null) {
          return read.event().eventTime();
        }
      }
      return Long.MIN_VALUE;
    }
  }

  RecordReader open(Ingest ingest, Followed.Part part) {
    Followed file = files.get(part.index());
    return ingest.follow(
        file.binding,
        Path.of(file.path),
        file.index,
        file.format,
        part.from(),
        part.to(),
        part.lines(),
        file.last);
  }
}
