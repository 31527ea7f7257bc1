package org.gatewatch.detect;

import java.util.List;
import java.util.function.Consumer;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;

/**
 * Logins of an owner with several credentials under one alias. A login tells who came in, not with
 * what, so it covers each of them: it is counted and judged under the first, and copies of it,
 * which are nothing but a login, reach the others.
 */
public final class SharedLogins {
  private SharedLogins() {}

  /** Hands out a copy for every further credential that a login covers. */
  public static void copies(AccessEvent event, Roster roster, Consumer<AccessEvent> out) {
    String alias = event.text(Field.PRINCIPAL);
    if (alias == null || event.logSource() != LogSource.VENDOR || !isLogin(event)) {
      return;
    }
    List<String> covered = roster.sharing(alias);
    if (covered.size() > 1 && covered.contains(event.key())) {
      for (String credential : covered) {
        if (!credential.equals(event.key())) {
          out.accept(event.withKey(credential));
        }
      }
    }
  }

  /** Whether an event is a copy: its key is a credential's, and not its own. */
  public static boolean isCopy(AccessEvent event) {
    String own = event.credentialId();
    return own != null && !own.equals(event.key()) && !Keys.isAnonymous(event.key());
  }

  /** Whether somebody came in, in a log that does not tell what was asked. */
  static boolean isLogin(AccessEvent event) {
    return event.succeeded() && event.has(Field.AUTH_METHOD) && !isRequest(event);
  }

  /** Whether a record tells what was asked. */
  static boolean isRequest(AccessEvent e) {
    return e.has(Field.ENDPOINT)
        || e.has(Field.MODEL)
        || e.has(Field.METHOD)
        || e.has(Field.INPUT_TOKENS)
        || e.has(Field.OUTPUT_TOKENS);
  }
}
