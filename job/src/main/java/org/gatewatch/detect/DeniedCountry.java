package org.gatewatch.detect;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.jspecify.annotations.Nullable;

/**
 * A source in a country that the policy denies. Lines of both log sources; not judged for whoever
 * never authenticated.
 */
final class DeniedCountry implements Rule {
  private static final long serialVersionUID = 1;

  private final Names countries;

  DeniedCountry(Policy policy) {
    countries = Names.exactly(policy.deniedCountries());
  }

  @Override
  public String id() {
    return "denied-country";
  }

  @Override
  public boolean idle() {
    return countries.isEmpty();
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    String country = event.text(Field.COUNTRY);
    if (country == null || !countries.contains(country) || Keys.isAnonymous(event.key())) {
      return null;
    }
    return Validity.use(event)
        + " from "
        + NetworkNotDeclared.source(event)
        + " in "
        + country
        + "; this country is denied (policy)";
  }
}
