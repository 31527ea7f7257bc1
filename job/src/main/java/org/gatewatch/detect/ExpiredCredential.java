package org.gatewatch.detect;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.jspecify.annotations.Nullable;

/**
 * A use after {@code expires_at} that failed to authenticate: someone still tries, the door is
 * shut. One that got in is {@link LeftoverCredential}'s, one after revocation {@link
 * RevokedCredential}'s.
 */
final class ExpiredCredential implements Rule {
  private static final long serialVersionUID = 1;

  @Override
  public String id() {
    return "expired-credential";
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    if (declared == null || declared.expiresAt() == null) {
      return null;
    }
    long time = event.eventTime();
    if (!Validity.expired(declared, time)
        || !event.authenticationFailed()
        || Validity.revoked(declared, time)) {
      return null;
    }
    return Validity.use(event)
        + "; contract over since "
        + Validity.date(declared.expiresAt())
        + " (roster)";
  }
}
