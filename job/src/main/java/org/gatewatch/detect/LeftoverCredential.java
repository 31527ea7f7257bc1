package org.gatewatch.detect;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.jspecify.annotations.Nullable;

/**
 * A use after {@code expires_at} that got past authentication: the contract is over and the
 * credential still works. A request refused for what it asked (403, 404) proves that as well as one
 * that was answered, and comes first when somebody guesses names.
 */
final class LeftoverCredential implements Rule {
  private static final long serialVersionUID = 1;

  @Override
  public String id() {
    return "leftover-credential";
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    if (declared == null || declared.expiresAt() == null) {
      return null;
    }
    long time = event.eventTime();
    if (!Validity.expired(declared, time)
        || event.authenticationFailed()
        || Validity.revoked(declared, time)) {
      return null;
    }
    Long revoked = declared.revokedAt();
    return Validity.use(event)
        + "; contract over since "
        + Validity.date(declared.expiresAt())
        + " (roster), "
        + (revoked == null ? "not revoked" : "revoked only " + Validity.date(revoked));
  }
}
