package org.gatewatch.ingest;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The uncompressed bytes of one file: plain, gzip, zstd or bzip2, told apart by their first bytes
 * and never by the name. Damage ends the bytes early and is told by {@link #damage}.
 */
final class Archive implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Counted counted;
  private final InputStream in;
  private @Nullable Problem damage;

  /**
   * Opens it.
   *
   * @throws IOException when the file cannot be opened
   */
  Archive(Path file) throws IOException {
    this(Files.newInputStream(file));
  }

  Archive(InputStream raw) throws IOException {
    counted = new Counted(raw);
    InputStream opened;
    try {
      opened = decompressed(counted);
    } catch (IOException | RuntimeException e) {
      damaged(e);
      opened = InputStream.nullInputStream();
    }
    in = opened;
  }

  private static InputStream decompressed(Counted counted) throws IOException {
    PushbackInputStream in = new PushbackInputStream(counted, 4);
    byte[] magic = new byte[4];
    int n = in.readNBytes(magic, 0, 4);
    in.unread(magic, 0, n);
    int first = n < 4 ? 0 : ByteBuffer.wrap(magic).getInt();
    if (first >>> 16 == 0x1f8b) {
      return new GZIPInputStream(in, BUFFER);
    }
    if (first == 0x28b52ffd || (first & 0xf0ffffff) == 0x502a4d18) {
      return new ZstdInputStream(in).setContinuous(false);
    }
    if (first >>> 8 == 0x425a68) {
      // It asks for one byte at a time.
      return new BZip2CompressorInputStream(new BufferedInputStream(in, BUFFER), true);
    }
    return in;
  }

  /** As {@link InputStream#read(byte[], int, int)}; damage is the end. */
  int read(byte[] buffer, int from, int length) {
    if (damage != null) {
      return -1;
    }
    try {
      return in.read(buffer, from, length);
    } catch (IOException | RuntimeException e) {
      damaged(e);
      return -1;
    }
  }

  /** Passes over that many uncompressed bytes, or what there is of them. */
  void skip(long bytes) {
    try {
      in.skipNBytes(bytes);
    } catch (IOException | RuntimeException e) {
      damaged(e);
    }
  }

  private void damaged(Exception e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    boolean early =
        e instanceof EOFException
            || message.contains("truncated")
            || message.contains("unexpected end");
    damage =
        early
            ? new Problem("truncated_archive", "the archive ends early; what came before was read")
            : new Problem("damaged_archive", "the archive is damaged; what came before was read");
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
