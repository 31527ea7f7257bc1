package org.gatewatch.detect;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.jspecify.annotations.Nullable;

/** Any use after {@code revoked_at}, accepted or not. */
final class RevokedCredential implements Rule {
  private static final long serialVersionUID = 1;

  @Override
  public String id() {
    return "revoked-credential";
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    if (declared == null
        || declared.revokedAt() == null
        || !Validity.revoked(declared, event.eventTime())) {
      return null;
    }
    return Validity.use(event)
        + "; revoked since "
        + Validity.date(declared.revokedAt())
        + " (roster)"
        + (event.succeeded() ? ", still accepted" : "");
  }
}
