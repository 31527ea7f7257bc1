package org.gatewatch.io;

import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.gatewatch.ingest.FilePart;
import org.gatewatch.ingest.InputException;
import org.gatewatch.ingest.RecordReader;
import org.gatewatch.ingest.Rejected;
import org.gatewatch.report.Ledger;
import org.jspecify.annotations.Nullable;

/**
 * What is read of all files between two looks, merged by event time. Saved in its middle, it is
 * what it reads and how many records of each file were handed on: so a file that is gone by then
 * moves no other one.
 */
final class Round implements Closeable {
  private final TreeMap<Integer, PartReader> readers = new TreeMap<>();
  private final FileMerge merge;
  private final Ledger unknown;

  Round(FollowPlan plan, FollowedFiles files, List<Followed.Part> parts) {
    this.unknown = new Ledger(plan.bindings());
    List<InputFile> inputs = new ArrayList<>();
    for (Followed.Part part : parts) {
      Followed file = files.file(part.index());
      readers.put(part.index(), new PartReader(files, part));
      inputs.add(new InputFile(part.index(), file.binding, file.path, part.firstTime(), 0));
    }
    this.merge = new FileMerge(inputs, file -> reader(file.index()).opened(), 1);
  }

  private PartReader reader(int index) {
    return Objects.requireNonNull(readers.get(index));
  }

  /** Takes up what {@link #write} wrote. */
  static List<Followed.Part> read(DataInput in) throws IOException {
    List<Followed.Part> parts = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      parts.add(Followed.Part.read(in));
    }
    return parts;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(readers.size());
    for (PartReader reader : readers.values()) {
      Followed.Part p = reader.part;
      new Followed.Part(p.index(), p.from(), p.to(), p.lines(), p.firstTime(), reader.taken)
          .write(out);
    }
  }

  /** The next record, which counts as handed on; null at the end. */
  RecordReader.@Nullable Read next() {
    RecordReader.Read read =
        merge.next((file, part) -> reader(file.index()).ended(part.unknownKeys(), unknown));
    if (read != null && !isNote(read.rejected())) {
      int number =
          read.event() != null
              ? read.event().file()
              : Objects.requireNonNull(read.rejected()).file();
      reader(InputNames.followedIndex(number)).taken++;
    }
    return read;
  }

  /** As {@link FileMerge#watermark}. */
  long watermark() {
    return merge.watermark();
  }

  /** All is read: the files know how far. */
  void finish() {
    readers.values().forEach(PartReader::finish);
  }

  /** Keys that no field takes, in the files read so far. */
  Ledger unknown() {
    return unknown;
  }

  @Override
  public void close() {
    merge.close();
  }

  /** Whether it tells of the file, and is no record of it. */
  private static boolean isNote(@Nullable Rejected line) {
    return line != null && (FilePart.isCut(line) || line.reason().equals(PartReader.GONE));
  }

  /** Reads one part, without the records that were handed on before. */
  private static final class PartReader implements RecordReader {
    static final String GONE = "file_gone";

    private final FollowedFiles files;
    private final Followed file;
    private final Followed.Part part;
    private @Nullable RecordReader reader;
    private long lines;
    private long end;
    private long taken;
    private long skip;
    private long last;
    private boolean cut;
    private boolean gone;
    private boolean goneTold;

    PartReader(FollowedFiles files, Followed.Part part) {
      this.files = files;
      this.file = files.file(part.index());
      this.part = part;
      this.lines = part.lines();
      this.taken = part.taken();
      this.skip = part.taken();
      this.last = file.last;
    }

    PartReader opened() {
      try {
        reader = files.open(part);
      } catch (IOException | InputException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
      gone = reader == null;
      return this;
    }

    @Override
    public @Nullable Read next() {
      if (reader == null) {
        Read read = goneTold ? null : new Read(null, goneLine());
        goneTold = true;
        return read;
      }
      while (true) {
        Read read = reader.next();
        if (read == null) {
          return null;
        }
        if (read.event() != null) {
          last = read.event().eventTime();
        }
        cut |= read.rejected() != null && isUnfinished(read.rejected());
        if (skip == 0 || isNote(read.rejected())) {
          return read;
        }
        skip--;
      }
    }

    /** Whether more may come there: what is broken in the middle of a plain file stays broken. */
    private boolean isUnfinished(Rejected line) {
      return part.to() == Long.MAX_VALUE ? FilePart.isCut(line) : FilePart.isTruncated(line);
    }

    private Rejected goneLine() {
      return new Rejected(
          file.binding,
          InputNames.followed(file.index),
          part.lines(),
          part.from(),
          GONE,
          "the file was removed before it was read to its end",
          "");
    }

    void ended(Map<String, Long> unknownKeys, Ledger ledger) {
      if (!cut && !gone) { // otherwise they are counted when it is read again
        ledger.unknownKeys(file.binding, unknownKeys);
      }
    }

    void finish() {
      if (cut || gone) {
        file.taken = taken;
        file.cutAt = cut ? file.size : -1;
        return;
      }
      file.taken = 0;
      file.lines = lines;
      file.last = last;
      file.done = part.to() == Long.MAX_VALUE;
      file.cutAt = file.done ? file.size : -1;
      file.offset = file.done ? end : part.to();
    }

    @Override
    public long bytesRead() {
      return reader == null ? 0 : reader.bytesRead();
    }

    @Override
    public Map<String, Long> unknownKeys() {
      return reader == null ? Map.of() : reader.unknownKeys();
    }

    @Override
    public long headerLines() {
      return reader == null ? 0 : reader.headerLines();
    }

    @Override
    public long lines() {
      return reader == null ? lines : reader.lines();
    }

    @Override
    public long end() {
      return reader == null ? end : reader.end();
    }

    @Override
    public String format() {
      return file.format;
    }

    @Override
    public void close() {
      if (reader != null) {
        lines = reader.lines();
        end = reader.end();
        reader.close();
        reader = null; // a round may read thousands of files; their buffers do not wait for its end
      }
    }
  }
}
