package org.gatewatch.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.ingest.FilePart;
import org.gatewatch.ingest.RecordReader;
import org.gatewatch.ingest.Rejected;

/**
 * How far a replay has read whose state is kept. Its time stays behind the end of each binding by
 * what a topic is read again ({@link ReadFiles#overlap}), so that lines that stand in both count
 * once, and none is late; a binding that ended long before the others is waited for two days.
 */
final class Reading {
  private static final long WAITS = 2 * 86_400_000L;

  private final ReplayPlan plan;
  private final long now;
  private final TreeMap<Integer, Followed> files = new TreeMap<>();

  /** Latest event time of each binding, ms. */
  private final long[] fronts;

  /** Files of each binding that are not read to their end. */
  private final int[] left;

  private final long behind;
  private long ends = Long.MAX_VALUE;

  /**
   * @param now the time of day, ms: what claims to come from long after it moves no time
   */
  Reading(ReplayPlan plan, long now) {
    this.plan = plan;
    this.now = now;
    fronts = new long[plan.bindings().size()];
    left = new int[fronts.length];
    Arrays.fill(fronts, Long.MIN_VALUE);
    plan.files().forEach(file -> left[file.binding()]++);
    behind = plan.bindings().stream().mapToLong(ReadFiles::overlap).max().orElse(0);
  }

  /**
   * A file is about to be read: it is known by what lies there now, whatever comes in its place.
   */
  void opens(InputFile file) {
    Followed out = new Followed(file.index(), file.binding(), file.path(), "", "");
    files.put(file.index(), out);
    try {
      Path path = Path.of(file.path());
      out.key = String.valueOf(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
      out.mark = FilePart.mark(path, FilePart.MARK);
      out.packed = FilePart.isCompressed(path);
    } catch (IOException e) {
      out.key = ""; // reading it will tell
    }
  }

  void read(AccessEvent event) {
    Followed file = file(event.file());
    file.last = event.eventTime();
    file.taken++;
    if (LiveWatermarks.isCredible(event.eventTime(), now)) {
      fronts[event.binding()] = Math.max(fronts[event.binding()], event.eventTime());
    }
  }

  void read(Rejected line) {
    Followed file = file(line.file());
    if (!FilePart.isCut(line)) {
      file.taken++;
    } else if (file.packed || FilePart.isTruncated(line)) {
      file.cutAt = 0; // more may come there, and how long it is then is known at its end
    }
  }

  private Followed file(int index) {
    return Objects.requireNonNull(files.get(index));
  }

  void ended(InputFile input, RecordReader reader) {
    Followed file = file(input.index());
    // Of an empty one nobody knows yet what it will hold.
    file.format = file.taken == 0 ? "" : reader.format();
    if (file.cutAt >= 0) {
      file.cutAt = input.bytes(); // read from its start when it has grown, but for what was taken
    } else {
      file.taken = 0;
      file.lines = reader.lines();
      file.done = file.packed;
      file.cutAt = file.packed ? input.bytes() : -1;
      file.offset =
          file.packed ? reader.end() : offset(file, Path.of(input.path()), reader.bytesRead());
    }
    int binding = input.binding();
    if (--left[binding] == 0 && fronts[binding] != Long.MIN_VALUE) {
      ends = Math.min(ends, fronts[binding] - ReadFiles.overlap(plan.bindings().get(binding)));
    }
  }

  /** How far it was read for good: the rest of a line that was not whole is read with it again. */
  private long offset(Followed file, Path path, long bytes) {
    try {
      BasicFileAttributes there = Files.readAttributes(path, BasicFileAttributes.class);
      if (!file.key.equals(String.valueOf(there.fileKey()))) {
        return bytes; // it was moved, and another one lies there
      }
      if (there.size() < bytes) {
        file.mark = FilePart.mark(path, FilePart.MARK); // written anew, from its start
        return 0;
      }
      return FollowedFiles.rests(there.lastModifiedTime().toMillis(), now)
          ? bytes
          : FilePart.lastLineEnd(path, 0, bytes);
    } catch (IOException gone) {
      return bytes;
    }
  }

  /** The watermark to be told when the files promise this one. */
  long held(long watermark) {
    if (watermark == Long.MIN_VALUE) {
      return watermark;
    }
    long at = Math.min(watermark, now) - behind;
    return Math.min(at, Math.max(ends, at - WAITS));
  }

  /** All files; they have been read. */
  ReadFiles files() {
    return ReadFiles.of(List.copyOf(files.values()), fronts);
  }
}
