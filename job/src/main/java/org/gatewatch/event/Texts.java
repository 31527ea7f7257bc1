package org.gatewatch.event;

import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts that {@link java.io.DataOutput#writeUTF} wrote. Of an event a dozen texts are those
 * of events before it: read by the same thread they are one object, which saves memory, and time
 * whenever two are compared. Bounded: {@link #SLOTS} texts of at most {@link #LONGEST} bytes, of
 * two that share a slot the later one.
 */
public final class Texts {
  private static final int SLOTS = 4096;
  private static final int LONGEST = 96;

  private static final ThreadLocal<Texts> MINE = ThreadLocal.withInitial(Texts::new);

  private final byte[] buffer = new byte[LONGEST];
  private final byte[][] bytes = new byte[SLOTS][];
  private final @Nullable String[] texts = new @Nullable String[SLOTS];

  private Texts() {}

  /** What this thread remembers. */
  static Texts mine() {
    return MINE.get();
  }

  /** Reads a text that is likely to come again. */
  public static String read(DataInput in) throws IOException {
    return MINE.get().next(in);
  }

  /** As {@link #read}, for one who reads many. */
  String next(DataInput in) throws IOException {
    int n = in.readUnsignedShort();
    if (n > LONGEST) {
      byte[] all = new byte[n];
      in.readFully(all);
      return text(all, n);
    }
    in.readFully(buffer, 0, n);
    int hash = n;
    for (int i = 0; i < n; i++) {
      hash = 31 * hash + buffer[i];
    }
    int slot = (hash ^ hash >>> 12) & SLOTS - 1;
    String known = texts[slot];
    if (known != null && Arrays.equals(bytes[slot], 0, bytes[slot].length, buffer, 0, n)) {
      return known;
    }
    String text = text(buffer, n);
    bytes[slot] = Arrays.copyOf(buffer, n);
    texts[slot] = text;
    return text;
  }

  private static String text(byte[] from, int n) throws IOException {
    for (int i = 0; i < n; i++) {
      if (from[i] < 0) {
        byte[] withLength = new byte[n + 2];
        withLength[0] = (byte) (n >> 8);
        withLength[1] = (byte) n;
        System.arraycopy(from, 0, withLength, 2, n);
        return new DataInputStream(new ByteArrayInputStream(withLength)).readUTF();
      }
    }
    return new String(from, 0, n, StandardCharsets.ISO_8859_1);
  }
}
