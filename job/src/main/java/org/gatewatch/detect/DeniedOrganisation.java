package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.Keys;
import org.jspecify.annotations.Nullable;

/**
 * A source in a network whose operator, or kind of operator, the policy denies: by AS number, by
 * name of the organisation, or by AS type. Lines of both log sources. Whoever never authenticated
 * is not judged here: half the internet knocks.
 */
final class DeniedOrganisation implements Rule {
  private static final long serialVersionUID = 1;

  private final Networks numbers;
  private final Names organisations;
  private final Names types;
  private final boolean idle;

  DeniedOrganisation(Policy policy) {
    List<String> asNumbers = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String denied : policy.deniedOrganisations()) {
      (Networks.asn(denied) >= 0 ? asNumbers : texts).add(denied);
    }
    numbers = new Networks(asNumbers);
    organisations = Names.anyCase(texts);
    types = Names.anyCase(policy.deniedAsTypes());
    idle = policy.deniedOrganisations().isEmpty() && policy.deniedAsTypes().isEmpty();
  }

  @Override
  public String id() {
    return "denied-organisation";
  }

  @Override
  public boolean idle() {
    return idle;
  }

  @Override
  public @Nullable String check(AccessEvent event, @Nullable Credential declared) {
    if (Keys.isAnonymous(event.key())) {
      return null;
    }
    String organisation = event.text(Field.AS_ORG);
    String type = event.text(Field.AS_TYPE);
    boolean operator =
        numbers.contains(event) || (organisation != null && organisations.contains(organisation));
    if (!operator && (type == null || !types.contains(type))) {
      return null;
    }
    return Validity.use(event)
        + " from "
        + NetworkNotDeclared.source(event)
        + (operator
            ? "; this organisation is denied"
            : "; networks of type " + type + " are denied")
        + " (policy)";
  }
}
