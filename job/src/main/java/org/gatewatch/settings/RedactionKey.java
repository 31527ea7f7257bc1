package org.gatewatch.settings;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The deployment key under which secrets in logs become {@code hmac:<hex>}. Never printed. */
public final class RedactionKey implements Serializable {
  private static final long serialVersionUID = 1;

  /** The fewest bytes of a key. */
  public static final int SHORTEST = 16;

  /** Used when no key is given. Everyone knows it: a guessed secret can be confirmed under it. */
  public static final RedactionKey PUBLISHED =
      new RedactionKey("gatewatch-published-redaction-key".getBytes(StandardCharsets.US_ASCII));

  private final byte[] bytes;

  /**
   * @throws IllegalArgumentException when the key is shorter than {@link #SHORTEST}
   */
  public RedactionKey(byte[] bytes) {
    if (bytes.length < SHORTEST) {
      throw new IllegalArgumentException(
          "a redaction key has at least " + SHORTEST + " bytes: " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  /** A copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Whether it is the published constant: the user is warned then. */
  public boolean isPublished() {
    return equals(PUBLISHED);
  }

  /** 16 hexadecimal digits that tell two keys apart and tell nothing of the key. */
  public String fingerprint() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      byte[] hash = mac.doFinal("gatewatch key fingerprint".getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RedactionKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return fingerprint().hashCode();
  }

  @Override
  public String toString() {
    return "RedactionKey[" + fingerprint() + "]";
  }
}
