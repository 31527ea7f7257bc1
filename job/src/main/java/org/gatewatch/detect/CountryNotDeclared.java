package org.gatewatch.detect;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.jspecify.annotations.Nullable;

/**
 * A country outside the credential's declared {@code countries}. Gateway lines only, as for {@link
 * NetworkNotDeclared}; an address without a known country is no hit.
 */
final class CountryNotDeclared implements Rule {
  private static final long serialVersionUID = 1;

  @Override
  public String id() {
    return "country-not-declared";
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    if (declared == null
        || declared.countries().isEmpty()
        || event.logSource() != LogSource.GATEWAY) {
      return null;
    }
    String country = event.text(Field.COUNTRY);
    if (country == null || declared.countries().contains(country)) {
      return null;
    }
    return Validity.use(event)
        + " from "
        + country
        + ", "
        + NetworkNotDeclared.source(event)
        + "; declared: "
        + String.join(", ", declared.countries())
        + " (roster)";
  }
}
