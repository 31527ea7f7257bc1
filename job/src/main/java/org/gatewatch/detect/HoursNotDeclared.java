package org.gatewatch.detect;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;

/**
 * A use outside the credential's declared {@code hours}, on the wall clock of its zone. Lines of
 * both log sources; events whose time is known to less than an hour are let pass.
 */
final class HoursNotDeclared implements Rule {
  private static final long serialVersionUID = 1;
  private static final long HOUR_MS = 3_600_000L;

  private final Map<String, DeclaredHours> hours = new HashMap<>();

  HoursNotDeclared(Roster roster) {
    for (Credential row : roster.all().values()) {
      if (!row.hours().isEmpty()) {
        String zone = row.timeZone();
        hours.put(
            row.id(),
            new DeclaredHours(row.hours(), zone == null ? ZoneOffset.UTC : ZoneId.of(zone)));
      }
    }
  }

  @Override
  public String id() {
    return "hours-not-declared";
  }

  @Override
  public boolean idle() {
    return hours.isEmpty();
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    if (declared == null || declared.hours().isEmpty()) {
      return null;
    }
    DeclaredHours known = hours.get(declared.id());
    if (known == null
        || known.contains(event.eventTime())
        || event.number(org.gatewatch.event.Field.EVENT_TIME_RES_MS, 1) >= HOUR_MS) {
      return null;
    }
    String zone = declared.timeZone();
    return Validity.use(event)
        + "; declared hours: "
        + String.join(" ", declared.hours())
        + " "
        + (zone == null ? "UTC" : zone)
        + " (roster)";
  }
}
