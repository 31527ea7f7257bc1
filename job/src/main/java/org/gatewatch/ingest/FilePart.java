package org.gatewatch.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Looks at files that grow: where their last whole line ends, and which file is which. */
public final class FilePart {
  /** Uncompressed bytes at its start that a file is known by. */
  public static final int MARK = 1024;

  /** Fewer bytes than this say nothing of which file it is. */
  private static final int LEAST_MARK = 32;

  private static final int CHUNK = 1 << 16;

  private FilePart() {}

  /**
   * Whether a line says that its archive ends early: it may have been read while it was written.
   */
  public static boolean isCut(Rejected line) {
    return line.reason().equals(Archive.TRUNCATED) || line.reason().equals(Archive.DAMAGED);
  }

  /**
   * Where the last whole line ends.
   *
   * @param from where a line starts
   * @param size of the file
   * @return offset behind the last line end in {@code [from, size)}; {@code from} without one
   */
  public static long lastLineEnd(Path file, long from, long size) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      for (long end = size; end > from; ) {
        long start = Math.max(from, end - CHUNK);
        chunk.clear().limit((int) (end - start));
        while (chunk.hasRemaining() && in.read(chunk, start + chunk.position()) >= 0) {
          // a read may give less
        }
        for (int i = chunk.position() - 1; i >= 0; i--) {
          if (chunk.get(i) == '\n') {
            return start + i + 1;
          }
        }
        end = start;
      }
      return from;
    }
  }

  /** Whether the file is a gzip, zstd or bzip2 archive, by its first bytes. */
  public static boolean isCompressed(Path file) throws IOException {
    try (InputStream in = java.nio.file.Files.newInputStream(file)) {
      return Archive.Packing.of(in.readNBytes(4)) != Archive.Packing.PLAIN;
    }
  }

  /**
   * What a file is known by, also under another name or compressed: its first uncompressed bytes.
   *
   * @param most how many bytes, at most {@link #MARK}
   * @return length and hash, {@code ""} when there are too few bytes to tell it by
   */
  public static String mark(Path file, int most) throws IOException {
    byte[] head = new byte[most];
    int n = 0;
    try (Archive in = new Archive(file)) {
      for (int got; n < most && (got = in.read(head, n, most - n)) > 0; ) {
        n += got;
      }
    }
    if (n < LEAST_MARK) {
      return "";
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(head, n));
      return n + ":" + HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** How many bytes a {@link #mark} was made of. */
  public static int markedBytes(String mark) {
    return mark.isEmpty() ? 0 : Integer.parseInt(mark.substring(0, mark.indexOf(':')));
  }

  /** A plain file's bytes from one offset to another. */
  static InputStream open(Path file, long from, long to) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    channel.position(from);
    return new Limited(Channels.newInputStream(channel), to - from);
  }

  private static final class Limited extends java.io.FilterInputStream {
    private long left;

    Limited(InputStream in, long bytes) {
      super(in);
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      int b = left > 0 ? in.read() : -1;
      left -= b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int n = in.read(buffer, from, (int) Math.min(left, length));
      left -= Math.max(0, n);
      return n;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
