package org.gatewatch.io;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gatewatch.baseline.Window;
import org.gatewatch.judge.Hindsight;

/**
 * Windows in a file, so that memory holds a few megabytes of them however long the log is:
 * compressed frames, each of some hours. Beside the output while the replay runs, gone after it.
 */
final class WindowTape implements Hindsight.Tape, Closeable {
  private static final int FRAME = 4 << 20;
  private static final int LEVEL = 1;

  /** A frame: closes of its first and last window, where it lies, and its length unpacked. */
  private record Frame(long first, long last, long offset, int length, int unpacked) {}

  private final Path path;
  private final LineFile file;
  private final List<Frame> frames = new ArrayList<>();
  private final ByteArrayOutputStream open = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(open);
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  /** An empty tape in that file. */
  WindowTape(Path path) throws IOException {
    this.path = path;
    this.file = new LineFile(path, 0);
  }

  /** The tape as it was when {@link #write} wrote it; what came later is cut off. */
  WindowTape(Path path, DataInput in) throws IOException {
    this.path = path;
    for (int n = in.readInt(); n > 0; n--) {
      frames.add(
          new Frame(in.readLong(), in.readLong(), in.readLong(), in.readInt(), in.readInt()));
    }
    this.file = new LineFile(path, in.readLong());
  }

  /** Writes all but the windows, which the file holds then. */
  void write(DataOutput to) throws IOException {
    flush();
    to.writeInt(frames.size());
    for (Frame frame : frames) {
      to.writeLong(frame.first);
      to.writeLong(frame.last);
      to.writeLong(frame.offset);
      to.writeInt(frame.length);
      to.writeInt(frame.unpacked);
    }
    to.writeLong(file.length());
  }

  /** Windows come in the order in which they are judged. */
  void add(Window window) throws IOException {
    window.write(out);
    first = Math.min(first, window.close());
    last = window.close();
    if (open.size() >= FRAME) {
      flush();
    }
  }

  /** Ends the frame that is being filled. */
  void flush() throws IOException {
    if (open.size() > 0) {
      byte[] packed = Zstd.compress(open.toByteArray(), LEVEL);
      frames.add(new Frame(first, last, file.length(), packed.length, open.size()));
      file.bytes(packed);
      open.reset();
      first = Long.MAX_VALUE;
    }
    file.flush();
  }

  @Override
  public long firstClose() {
    return frames.isEmpty() ? Long.MAX_VALUE : frames.get(0).first;
  }

  @Override
  public long lastClose() {
    return frames.isEmpty() ? Long.MIN_VALUE : frames.get(frames.size() - 1).last;
  }

  @Override
  public void play(long from, long to, long later, Consumer<Window> take) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
      for (Frame frame : frames) {
        if (frame.last < from || frame.first >= to) {
          continue;
        }
        byte[] packed = new byte[frame.length];
        in.seek(frame.offset);
        in.readFully(packed);
        ByteArrayInputStream bytes =
            new ByteArrayInputStream(Zstd.decompress(packed, frame.unpacked));
        DataInputStream windows = new DataInputStream(bytes);
        while (bytes.available() > 0) {
          Window window = Window.read(windows, later);
          long close = window.close() - later;
          if (close >= from && close < to) {
            take.accept(window);
          }
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Takes the file away. */
  void delete() throws IOException {
    close();
    Files.deleteIfExists(path);
  }
}
