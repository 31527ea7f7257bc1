package org.gatewatch.detect;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Keys;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;

/**
 * A credential that a complete roster does not have, neither as id nor as alias. A guessed id that
 * failed to authenticate is no credential: it counts as probing of its network, not here.
 */
final class UnknownCredential implements Rule {
  private static final long serialVersionUID = 1;

  private final boolean complete;

  UnknownCredential(Roster roster) {
    complete = roster.complete();
  }

  @Override
  public String id() {
    return "unknown-credential";
  }

  @Override
  public boolean idle() {
    return !complete;
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    String id = event.credentialId();
    if (declared != null || !complete || id == null || Keys.isAnonymous(event.key())) {
      return null;
    }
    return Validity.use(event) + "; " + id + " is not in the roster, which is declared complete";
  }
}
