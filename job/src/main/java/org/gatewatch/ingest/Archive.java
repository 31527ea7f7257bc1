package org.gatewatch.ingest;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The uncompressed bytes of one file: plain, gzip, zstd or bzip2, told apart by their first bytes
 * and never by the name; out of the envelopes of CloudWatch Logs, where they are in such. Damage
 * ends the bytes early and is told by {@link #damage}.
 */
final class Archive implements Closeable {
  static final String TRUNCATED = "truncated_archive";
  static final String DAMAGED = "damaged_archive";

  private static final int BUFFER = 1 << 16;

  private final Counted counted;
  private InputStream in;
  private @Nullable Problem damage;
  private byte[] header = {};
  private int given;
  private boolean begun;
  private @Nullable Exception failed;
  private long skip;
  private long left = Long.MAX_VALUE;

  /**
   * Opens it.
   *
   * @throws IOException when the file cannot be opened
   */
  Archive(Path file) throws IOException {
    this(Files.newInputStream(file));
  }

  Archive(InputStream raw) throws IOException {
    this(raw, true);
  }

  private Archive(InputStream raw, boolean told) throws IOException {
    counted = new Counted(raw);
    InputStream opened;
    try {
      opened = told ? decompressed(counted) : counted;
    } catch (IOException | RuntimeException e) {
      damaged(e);
      opened = InputStream.nullInputStream();
    }
    in = opened;
  }

  /** Holds nothing. */
  static Archive nothing() {
    try {
      return plain(InputStream.nullInputStream());
    } catch (IOException e) {
      throw new IllegalStateException("nothing can be read", e);
    }
  }

  /** Bytes that are not compressed, whatever they begin with: a part of a plain file. */
  static Archive plain(InputStream raw) throws IOException {
    return new Archive(raw, false);
  }

  /** How bytes are packed. */
  enum Packing {
    PLAIN,
    GZIP,
    ZSTD,
    BZIP2;

    /** By the first bytes, at least four of them if there are as many. */
    static Packing of(byte[] head) {
      int first = head.length < 4 ? 0 : ByteBuffer.wrap(head).getInt();
      if (first >>> 16 == 0x1f8b) {
        return GZIP;
      }
      if (first == 0x28b52ffd || (first & 0xf0ffffff) == 0x502a4d18) {
        return ZSTD;
      }
      return first >>> 8 == 0x425a68 ? BZIP2 : PLAIN;
    }
  }

  private static InputStream decompressed(Counted counted) throws IOException {
    PushbackInputStream in = new PushbackInputStream(counted, 4);
    byte[] magic = in.readNBytes(4);
    in.unread(magic);
    return switch (Packing.of(magic)) {
      case GZIP -> new GZIPInputStream(in, BUFFER);
      case ZSTD -> new ZstdInputStream(in).setContinuous(false);
      // It asks for one byte at a time.
      case BZIP2 -> new BZip2CompressorInputStream(new BufferedInputStream(in, BUFFER), true);
      case PLAIN -> in;
    };
  }

  /** As {@link InputStream#read(byte[], int, int)}; damage is the end. */
  int read(byte[] buffer, int from, int length) {
    if (!begun) {
      begun = true;
      look();
    }
    if (given < header.length) {
      int n = Math.min(length, header.length - given);
      System.arraycopy(header, given, buffer, from, n);
      given += n;
      return n;
    }
    if (damage != null || left <= 0) {
      return -1;
    }
    try {
      int n = in.read(buffer, from, (int) Math.min(length, left));
      left -= Math.max(0, n);
      if (n < 0 && failed != null) {
        damaged(failed);
      }
      return n;
    } catch (IOException | RuntimeException e) {
      damaged(e);
      return -1;
    }
  }

  /** Ends after that many uncompressed bytes, counted from where it begins. */
  void end(long bytes) {
    left = bytes;
  }

  /** Reads the first bytes, to tell whether they are envelopes around the log. */
  private void look() {
    byte[] head = new byte[CloudWatch.HEAD];
    int n = 0;
    InputStream rest = in;
    try {
      for (int got; n < head.length && (got = in.read(head, n, head.length - n)) > 0; ) {
        n += got;
      }
    } catch (IOException | RuntimeException e) {
      failed = e; // what came before is read first
      rest = InputStream.nullInputStream();
    }
    head = Arrays.copyOf(head, n);
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), rest);
    in = CloudWatch.isEnvelope(head) ? new CloudWatch(all) : all;
    try {
      in.skipNBytes(skip);
    } catch (IOException | RuntimeException e) {
      damaged(e);
    }
  }

  /**
   * Begins later: passes over that many uncompressed bytes, or what there is of them.
   *
   * @param before what is read in their place
   */
  void begin(long bytes, byte[] before) {
    header = before;
    skip = bytes;
  }

  private void damaged(Exception e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    boolean early =
        e instanceof EOFException
            || message.contains("truncated")
            || message.contains("unexpected end");
    damage =
        early
            ? new Problem(TRUNCATED, "the archive ends early; what came before was read")
            : new Problem(DAMAGED, "the archive is damaged; what came before was read");
  }

  /** What ended the bytes early, or null. */
  @Nullable Problem damage() {
    return damage;
  }

  /** Bytes taken from the file. */
  long bytesRead() {
    return counted.bytes;
  }

  @Override
  public void close() {
    try {
      in.close();
      counted.close();
    } catch (IOException e) {
      // Nothing was written: there is nothing to lose.
    }
  }

  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      if (b >= 0) {
        bytes++;
      }
      return b;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int n = in.read(buffer, from, length);
      if (n > 0) {
        bytes += n;
      }
      return n;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
