package org.gatewatch.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a normalised record: equal for equal canonical fields, whatever file and line they
 * came from. Keeps its buffer from record to record; not safe for use by two threads.
 */
final class RecordHash {
  private final MessageDigest digest;
  private byte[] scratch = new byte[1024];

  RecordHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** SHA-256 over (field number, value) of every field present but raw_ref, in field order. */
  byte[] of(@Nullable String[] texts, long[] numbers, long present) {
    int n = 0;
    long hashed = present & ~(1L << Field.RAW_REF.ordinal());
    for (long left = hashed; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      String text = texts[i]; // of a field that is present, null for a number only
      int need = n + 16 + (text == null ? 0 : text.length() * 3);
      if (need > scratch.length) {
        scratch = Arrays.copyOf(scratch, need * 2);
      }
      scratch[n++] = (byte) i;
      n = text == null ? putLong(numbers[i], n) : putText(text, n);
    }
    digest.update(scratch, 0, n);
    return digest.digest();
  }

  @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int): the fast copy for Latin-1
  private int putText(String text, int at) {
    int n = at + 4;
    boolean ascii = true;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        ascii = false;
        break;
      }
    }
    int length;
    if (ascii) {
      length = text.length();
      text.getBytes(0, length, scratch, n);
    } else {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      length = utf8.length;
      System.arraycopy(utf8, 0, scratch, n, length);
    }
    scratch[at] = (byte) (length >>> 24);
    scratch[at + 1] = (byte) (length >>> 16);
    scratch[at + 2] = (byte) (length >>> 8);
    scratch[at + 3] = (byte) length;
    return n + length;
  }

  private int putLong(long value, int at) {
    for (int i = 0; i < 8; i++) {
      scratch[at + i] = (byte) (value >>> (56 - 8 * i));
    }
    return at + 8;
  }
}
