package org.gatewatch.event;

import org.jspecify.annotations.Nullable;

/** What an event is baselined under. */
public final class Keys {
  /** Prefix of the keys of pseudo-credentials. */
  public static final String ANONYMOUS = "anonymous:";

  /** The key of all pseudo-credentials that are more than are told apart. */
  public static final String OTHER = ANONYMOUS + "other";

  /** Prefix of what stands for a log that fell silent where a credential is expected. */
  public static final String LOG = "log:";

  /** Prefix of what stands for a whole vendor where a credential is expected. */
  public static final String VENDOR = "vendor:";

  private Keys() {}

  /**
   * The credential id, or {@code anonymous:<IPv4 /24 or IPv6 /48>} when there is none, or when
   * authentication failed and the id is not declared: a guesser may not open a baseline for each
   * guess. Without an address {@code anonymous:unknown}.
   */
  public static String of(
      @Nullable String credentialId,
      @Nullable String sourceIp,
      boolean authenticationFailed,
      Roster roster) {
    if (credentialId != null && (!authenticationFailed || roster.find(credentialId) != null)) {
      return credentialId;
    }
    String prefix = sourceIp == null ? null : Prefix.of(sourceIp, 24, 48);
    return ANONYMOUS + (prefix == null ? "unknown" : prefix);
  }

  /**
   * Whether a key means something of its own: no client may choose it as the id of a credential.
   */
  public static boolean isReserved(String key) {
    return isAnonymous(key) || key.startsWith(LOG) || key.startsWith(VENDOR);
  }

  public static boolean isAnonymous(String key) {
    return key.startsWith(ANONYMOUS);
  }
}
