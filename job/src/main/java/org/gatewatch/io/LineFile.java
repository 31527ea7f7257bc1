package org.gatewatch.io;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines that can be cut back to an earlier length: what a failed attempt wrote is undone.
 */
final class LineFile implements Closeable {
  private final Path path;
  private final OutputStream out;
  private long length;

  /**
   * Opens a file for appending.
   *
   * @param length bytes to keep of what it holds, 0 to start anew
   */
  LineFile(Path path, long length) throws IOException {
    this.path = path;
    this.length = length;
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.size() < length) {
        channel.close();
        throw new IOException(
            "it is shorter than when the last checkpoint was taken; to begin anew, remove the"
                + " state and the output");
      }
      channel.truncate(length);
      channel.position(length);
      this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  /** A new file in the place of whatever is there. */
  static OutputStream create(Path path) throws IOException {
    LineFile file = new LineFile(path, 0);
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int n) throws IOException {
        try {
          file.out.write(bytes, from, n);
        } catch (IOException e) {
          throw named(path, e);
        }
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  void line(String text) throws IOException {
    bytes((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void bytes(byte[] bytes) throws IOException {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw named(path, e);
    }
    length += bytes.length;
  }

  /** Bytes written, whether they have reached the disk or not. */
  long length() {
    return length;
  }

  void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  /** The file's name is what the user needs most, and what a full disk's message lacks. */
  private static OutputException named(Path path, IOException e) {
    return new OutputException("cannot write " + path + ": " + e.getMessage(), e);
  }
}
