package org.gatewatch.detect;

import java.util.HashMap;
import java.util.Map;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;

/**
 * A source outside the credential's declared {@code networks} (blocks and AS numbers).
 *
 * <p>Gateway lines only. What is declared is where the gateway sees the credential come from: for a
 * vendor's credential the vendor's egress. The vendor's own line shows the person behind it, who
 * may sit anywhere.
 */
final class NetworkNotDeclared implements Rule {
  private static final long serialVersionUID = 1;

  private final Map<String, Networks> networks = new HashMap<>();

  NetworkNotDeclared(Roster roster) {
    for (Credential row : roster.all().values()) {
      if (!row.networks().isEmpty()) {
        networks.put(row.id(), new Networks(row.networks()));
      }
    }
  }

  @Override
  public String id() {
    return "network-not-declared";
  }

  @Override
  public boolean idle() {
    return networks.isEmpty();
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    if (declared == null
        || declared.networks().isEmpty()
        || event.logSource() != LogSource.GATEWAY) {
      return null;
    }
    Networks known = networks.get(declared.id());
    if (known == null || !known.canTell(event) || known.contains(event)) {
      return null;
    }
    return Validity.use(event)
        + " from "
        + source(event)
        + "; declared: "
        + String.join(", ", declared.networks())
        + " (roster)";
  }

  /** {@code 192.0.2.7 (AS64500 Example Hosting)}, as far as it is known. */
  static String source(AccessEvent event) {
    String address = event.sourceIp();
    String organisation = event.text(Field.AS_ORG);
    StringBuilder out = new StringBuilder(address == null ? "an unknown address" : address);
    if (event.has(Field.ASN) || organisation != null) {
      out.append(" (");
      if (event.has(Field.ASN)) {
        out.append("AS").append(event.number(Field.ASN, 0));
      }
      if (organisation != null) {
        out.append(event.has(Field.ASN) ? " " : "").append(organisation);
      }
      out.append(')');
    }
    return out.toString();
  }
}
