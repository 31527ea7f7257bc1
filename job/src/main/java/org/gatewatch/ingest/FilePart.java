package org.gatewatch.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;

/** Looks at files that grow: where their last whole line ends, and which file is which. */
public final class FilePart {
  /** Uncompressed bytes at its start that a file is known by. */
  public static final int MARK = 1 << 16;

  /** Uncompressed bytes of a possible copy that are compared. */
  private static final int COMPARED = 1 << 20;

  /** Fewer bytes than this say nothing of which file it is. */
  private static final int LEAST_MARK = 32;

  private static final int CHUNK = 1 << 16;

  private FilePart() {}

  /**
   * Whether a line says that its archive ends early: it may have been read while it was written.
   */
  public static boolean isCut(Rejected line) {
    return isTruncated(line) || line.reason().equals(Archive.DAMAGED);
  }

  /** Whether a line says that its archive, or the envelope around its log, is not whole. */
  public static boolean isTruncated(Rejected line) {
    return line.reason().equals(Archive.TRUNCATED);
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

  /** Whether the first and the last line are JSON objects, as in a log of one a line. */
  static boolean isOfObjects(Path file, long from, long to) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer head = ByteBuffer.allocate((int) Math.min(CHUNK, to - from));
      int first = Lines.newline(head.array(), 0, Math.max(0, in.read(head, from)));
      return first >= 0
          && isObject(in, from, from + first + 1)
          && isObject(in, lastLineEnd(file, from, to - 1), to);
    }
  }

  /** Whether a line, which has its end, begins and ends as an object. */
  private static boolean isObject(FileChannel in, long from, long to) throws IOException {
    int last = byteAt(in, to - 2);
    return to - from > 2
        && byteAt(in, from) == '{'
        && byteAt(in, to - 1) == '\n'
        && (last == '\r' ? byteAt(in, to - 3) : last) == '}';
  }

  private static int byteAt(FileChannel in, long offset) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    return in.read(one, offset) == 1 ? one.get(0) : -1;
  }

  /** Whether the file is a gzip, zstd or bzip2 archive, by its first bytes. */
  public static boolean isCompressed(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
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
    byte[] head = head(file, most);
    MessageDigest digest = sha256();
    digest.update(head);
    return head.length < LEAST_MARK ? "" : mark(head.length, digest);
  }

  /**
   * All marks that the file may be known by, the longest first. It is read once.
   *
   * @param lengths how many bytes, each at most {@link #MARK}; those that it does not have are left
   *     out
   */
  public static List<String> marks(Path file, SortedSet<Integer> lengths) throws IOException {
    List<String> out = new ArrayList<>();
    byte[] head = lengths.isEmpty() ? new byte[0] : head(file, lengths.last());
    MessageDigest digest = sha256();
    int at = 0;
    try {
      for (int length : lengths.headSet(head.length + 1)) {
        digest.update(head, at, length - at);
        at = length;
        out.add(mark(length, (MessageDigest) digest.clone()));
      }
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 can be gone on with", e);
    }
    Collections.reverse(out);
    return out;
  }

  private static byte[] head(Path file, int most) throws IOException {
    try (Archive in = new Archive(file)) {
      return head(in, most);
    }
  }

  private static byte[] head(Archive in, int most) {
    byte[] head = new byte[most];
    int n = 0;
    for (int got; n < most && (got = in.read(head, n, most - n)) > 0; ) {
      n += got;
    }
    return n == most ? head : Arrays.copyOf(head, n);
  }

  private static String mark(int length, MessageDigest digest) {
    return length + ":" + HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Whether the first file holds nothing that the second does not: another one that only begins
   * alike does. Of long files the first mebibyte tells, uncompressed, and of a plain one its end;
   * two archives must be the same to the last byte.
   */
  public static boolean isCopy(Path copy, Path of) throws IOException {
    if (isCompressed(of)) {
      return Files.size(copy) == Files.size(of) && Files.mismatch(copy, of) < 0;
    }
    if (!isCompressed(copy) && !hasEnd(of, copy)) {
      return false;
    }
    try (Archive one = new Archive(copy);
        Archive other = new Archive(of)) {
      for (int done = 0; done < COMPARED; done += CHUNK) {
        byte[] a = head(one, CHUNK);
        byte[] b = head(other, a.length);
        if (!Arrays.equals(a, b)) {
          return false;
        }
        if (a.length < CHUNK) {
          break;
        }
      }
      return true;
    }
  }

  /** Whether the last bytes of one file stand at the same place in the other. */
  private static boolean hasEnd(Path file, Path other) throws IOException {
    long to = Files.size(other);
    long from = Math.max(0, to - CHUNK);
    try (InputStream one = open(file, from, to);
        InputStream end = open(other, from, to)) {
      return Arrays.equals(one.readAllBytes(), end.readAllBytes());
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
