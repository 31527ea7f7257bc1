package org.gatewatch.detect;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.jspecify.annotations.Nullable;

/** A use more than five minutes (the clocks of two systems) before {@code issued_at}. */
final class NotYetIssued implements Rule {
  private static final long serialVersionUID = 1;

  /** How far the clocks of the issuing and the logging system may differ, ms. */
  static final long SKEW_MS = 5 * 60_000L;

  @Override
  public String id() {
    return "not-yet-issued";
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    if (declared == null
        || declared.issuedAt() == null
        || event.eventTime() >= declared.issuedAt() - SKEW_MS) {
      return null;
    }
    return Validity.use(event)
        + "; issued only "
        + Validity.date(declared.issuedAt())
        + " (roster)";
  }
}
