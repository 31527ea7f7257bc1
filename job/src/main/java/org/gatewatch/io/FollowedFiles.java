package org.gatewatch.io;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.gatewatch.ingest.Detection;
import org.gatewatch.ingest.FilePart;
import org.gatewatch.ingest.InputException;
import org.gatewatch.ingest.Inputs;
import org.gatewatch.ingest.RecordReader;
import org.jspecify.annotations.Nullable;

/**
 * The files of the followed bindings, and what is new in them. A plain file is read up to its last
 * whole line, and record where one stretches over lines; what stands behind that for a minute is
 * taken for one, too. A compressed one is read when it no longer grows, and what comes behind its
 * end when it has grown again. A file that was moved, or moved and compressed, is known by its
 * first bytes and goes on where it was; one that was cut and written anew begins anew. What cannot
 * be read is told once.
 */
final class FollowedFiles {
  /** How long the end of a file's last line or record may be missing before it is read, ms. */
  private static final long UNFINISHED = 60_000;

  /** How long an archive was not written before it is read, ms. */
  private static final long WRITTEN = 1000;

  /** How long the time of a binding stands still for an archive that is being written, ms. */
  private static final long WAITS = 3_600_000L;

  /** How long a file is known that is no longer there, ms. It may come back under another name. */
  private static final long FORGOTTEN = 7 * 86_400_000L;

  /** Files looked at in a step. */
  private static final int STEP = 32;

  private static final int PROBED = 1000;

  private final FollowPlan plan;
  private final Troubles troubles;
  private final KnownFiles files = new KnownFiles();
  private final Map<Integer, Long> written = new HashMap<>();
  private final Set<Integer> held = new HashSet<>();
  private @Nullable Look look;

  /** One pass over all files, in steps. */
  private static final class Look {
    final long now;
    final ArrayDeque<Place> places = new ArrayDeque<>();
    final List<Followed.Part> parts = new ArrayList<>();
    final Map<Integer, Long> newest = new HashMap<>();
    final List<Followed> unknown = new ArrayList<>();

    Look(long now) {
      this.now = now;
    }
  }

  private record Place(int binding, Path path) {}

  /**
   * @param warn told each problem once, as long as it lasts
   */
  FollowedFiles(FollowPlan plan, Consumer<String> warn) {
    this.plan = plan;
    this.troubles = new Troubles(plan, warn);
  }

  /**
   * Takes up files that were read before there was a watch.
   *
   * @param now the time of day, ms
   */
  void begin(List<Followed> read, long now) {
    read.forEach(
        file -> {
          file.seen = now;
          file.told = true;
        });
    files.begin(read);
  }

  /** Takes up what {@link #write} wrote. */
  void read(DataInput in) throws IOException {
    files.read(in);
  }

  void write(DataOutput out) throws IOException {
    files.write(out);
  }

  Followed file(int index) {
    return files.get(index);
  }

  /** When a file of the binding was written last, ms; MIN_VALUE when there was none. */
  long written(int binding) {
    return written.getOrDefault(binding, Long.MIN_VALUE);
  }

  /** Whether something of the binding is there to be read and is not read yet. */
  boolean isHeld(int binding) {
    return held.contains(binding);
  }

  /** Whether something of the binding cannot be read: nobody knows whether it is silent. */
  boolean isTroubled(int binding) {
    return troubles.isOf(binding);
  }

  /**
   * Looks what is new, at some files a call, so that the reader is never away for long.
   *
   * @param now the time of day, ms
   * @param found told of files that were not known
   * @return null as long as there are more files to look at
   */
  @Nullable List<Followed.Part> look(long now, Consumer<Followed> found) {
    Look at = look;
    if (at == null) {
      at = begin(now);
      look = at;
    }
    for (int i = 0; i < STEP && !at.places.isEmpty(); i++) {
      Place place = at.places.remove();
      try {
        Followed.Part part = part(at, place.binding(), place.path(), found);
        if (part != null) {
          at.parts.add(part);
        }
      } catch (IOException | InputException e) {
        if (Files.exists(place.path())) {
          String what = e instanceof InputException ? e.getMessage() : place.path() + ": " + e;
          troubles.of(place.binding(), String.valueOf(what));
        } else {
          held.add(place.binding()); // moved meanwhile: seen the next time
        }
      }
    }
    if (!at.places.isEmpty()) {
      return null;
    }
    look = null;
    return end(at);
  }

  private List<Followed.Part> end(Look at) {
    at.unknown.forEach(this::unknown);
    troubles.tell();
    files.forget(at.now - FORGOTTEN, file -> isTroubled(file.binding));
    return at.parts;
  }

  private Look begin(long now) {
    Look at = new Look(now);
    held.clear();
    troubles.begin();
    for (int binding : plan.followed()) {
      List<String> names = plan.bindings().get(binding).paths();
      for (Path path :
          Inputs.present(names, e -> troubles.of(binding, String.valueOf(e.getMessage())))) {
        at.places.add(new Place(binding, path));
      }
    }
    // A file that appears was begun about when the newest event was, should its times name no year.
    files.all().forEach(file -> at.newest.merge(file.binding, file.last, Math::max));
    return at;
  }

  private Followed.@Nullable Part part(Look at, int binding, Path path, Consumer<Followed> found)
      throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    String key = String.valueOf(attributes.fileKey());
    long size = attributes.size();
    long modified = attributes.lastModifiedTime().toMillis();
    written.merge(binding, Math.min(modified, at.now), Math::max);
    if (size == 0) {
      return null;
    }
    Followed file = files.known(binding, path, key, size);
    if (file == KnownFiles.COPY) {
      return null;
    }
    if (file == null) {
      file = files.add(binding, path.toString(), key);
      file.last = at.newest.getOrDefault(binding, Long.MIN_VALUE);
    }
    file.seen = at.now;
    boolean same = size == file.size;
    file.cutAt = file.done && file.cutAt < 0 ? size : file.cutAt; // of an early version's replay
    file.done &= size <= file.cutAt; // otherwise something was added to the archive
    if (file.done) {
      file.size = size;
      return null;
    }
    if (same && size == file.offset && !file.packed) {
      return null;
    }
    boolean grown = file.size >= 0 && !same;
    file.size = size;
    file.packed = FilePart.isCompressed(path);
    if (size == file.cutAt) {
      if (modified > at.now - plan.idleAfterMs()) {
        held.add(binding); // it may have been read in the middle of being written
      }
      return null;
    }
    // One that is flushed now and then, for ever, is not read from its start each time.
    long quiet = file.cutAt < 0 ? WRITTEN : plan.idleAfterMs();
    if (file.packed && (grown || modified > at.now - quiet)) {
      file.waits = file.waits == 0 ? at.now : file.waits;
      if (at.now - file.waits < WAITS) {
        held.add(binding);
      } else {
        troubles.note(path + ": is still being written after an hour; time goes on without it");
      }
      return null;
    }
    file.waits = 0;
    if (FilePart.markedBytes(file.mark) < FilePart.MARK) {
      files.mark(file, FilePart.mark(path, FilePart.MARK));
    }
    boolean rests = rests(modified, at.now);
    long to = Long.MAX_VALUE;
    if (!file.packed) {
      to = rests ? size : FilePart.lastLineEnd(path, file.offset, size);
      if (to <= file.offset) {
        return null;
      }
    }
    if (file.format.isEmpty() && !(same && file.unknown != null)) {
      // Told by whole lines, and once: later parts may look otherwise.
      Detection detected = plan.ingest().detect(binding, path);
      file.format = detected.isEmpty() ? "" : Objects.requireNonNullElse(detected.format(), "");
      file.unknown = detected.isEmpty() ? "" : detected.reason();
    }
    if (!file.told && (rests || !file.format.isEmpty())) {
      file.told = true;
      found.accept(file);
    }
    if (file.format.isEmpty()) {
      if (rests && !"".equals(file.unknown)) {
        at.unknown.add(file);
      }
      return null;
    }
    if (!file.packed && !rests) {
      long whole = plan.ingest().wholeEnd(file.binding, path, file.format, file.offset, to);
      to = at.now - file.tornSince(whole, to, at.now) > UNFINISHED ? to : whole;
      if (to <= file.offset) {
        return null;
      }
    }
    Followed.Part part =
        new Followed.Part(file.index, file.offset, to, file.lines, Long.MIN_VALUE, file.taken);
    return new Followed.Part(
        part.index(), part.from(), part.to(), part.lines(), firstTime(part), part.taken());
  }

  /** Whether a line that lacks its end is a line: nothing was written for a while. */
  static boolean rests(long modified, long now) {
    return modified < now - UNFINISHED;
  }

  /** A file beside logs is passed over; one that was meant is a problem. */
  private void unknown(Followed file) {
    String what = file.path + ": " + file.unknown;
    boolean alone =
        files.all().stream().noneMatch(f -> f.binding == file.binding && !f.format.isEmpty());
    if (alone || Inputs.isNamed(Path.of(file.path), plan.bindings().get(file.binding).paths())) {
      troubles.of(file.binding, what);
    } else {
      troubles.note(what + "; passed over");
    }
  }

  private long firstTime(Followed.Part part) throws IOException {
    try (RecordReader reader = open(part)) {
      for (int i = 0; reader != null && i < PROBED; i++) {
        RecordReader.Read read = reader.next();
        if (read == null) {
          break;
        }
        if (read.event() != null) {
          return read.event().eventTime();
        }
      }
      return Long.MIN_VALUE;
    }
  }

  /**
   * Opens what is to be read, wherever the file lies by now; null when it is gone.
   *
   * @throws InputException when it is there and cannot be read
   */
  @Nullable RecordReader open(Followed.Part part) throws IOException {
    Followed file = files.get(part.index());
    long bytes = part.to() == Long.MAX_VALUE ? 0 : part.to();
    List<String> names = plan.bindings().get(file.binding).paths();
    while (files.find(file, bytes, () -> Inputs.present(names, e -> {}))) {
      Path path = Path.of(file.path);
      RecordReader reader =
          plan.ingest()
              .follow(
                  file.binding,
                  path,
                  InputNames.followed(file.index),
                  file.format,
                  part.from(),
                  part.to(),
                  part.lines(),
                  file.last);
      if (KnownFiles.isAt(file, path, bytes)) {
        return reader;
      }
      reader.close(); // moved in this very moment: it may have been another file
    }
    return null;
  }
}
