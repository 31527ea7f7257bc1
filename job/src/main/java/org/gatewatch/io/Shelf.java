package org.gatewatch.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Outputs that nothing changes any more, in a file instead of in memory: a watch of months holds
 * what is open, and its checkpoints are as long as that.
 */
final class Shelf implements Closeable {
  /** What is done with an output that is taken down again. */
  interface Taker {
    void take(Output output) throws IOException;
  }

  private final Path path;
  private final LineFile file;

  /**
   * @param length bytes to keep of what the file holds, 0 to start anew
   */
  Shelf(Path path, long length) throws IOException {
    this.path = path;
    this.file = new LineFile(path, length);
  }

  void put(Output output) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      output.write(out);
    }
    file.bytes(bytes.toByteArray());
  }

  /** Bytes put, whether they have reached the disk or not. */
  long length() {
    return file.length();
  }

  void flush() throws IOException {
    file.flush();
  }

  /** Ends it and hands out all, in the order in which they were put. */
  void each(Taker taker) throws IOException {
    file.close();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
      in.mark(1);
      while (in.read() >= 0) {
        in.reset();
        taker.take(Output.read(in));
        in.mark(1);
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
