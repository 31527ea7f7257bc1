package org.gatewatch.report;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs made of names: version 5 of RFC 9562, section 5.5. */
final class NameUuid {
  private NameUuid() {}

  /** The same namespace and name give the same UUID, anywhere. */
  static UUID of(UUID namespace, String name) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-1");
      ByteBuffer space = ByteBuffer.allocate(16);
      space.putLong(namespace.getMostSignificantBits());
      space.putLong(namespace.getLeastSignificantBits());
      hash.update(space.array());
      ByteBuffer made = ByteBuffer.wrap(hash.digest(name.getBytes(StandardCharsets.UTF_8)));
      long high = (made.getLong() & ~0xf000L) | 0x5000L;
      long low = (made.getLong() & ~0xc000_0000_0000_0000L) | 0x8000_0000_0000_0000L;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
