package org.gatewatch.detect;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.event.Roster;

/** The visible list of rules. */
public final class Rules {
  private Rules() {}

  /** All rules for that roster and policy, in the order in which they are checked: ours first. */
  public static List<Rule> all(Roster roster, Policy policy) {
    List<Rule> all = new ArrayList<>(policy.sigma());
    all.addAll(
        0,
        List.of(
            new UnknownCredential(roster),
            new ExpiredCredential(),
            new LeftoverCredential(),
            new RevokedCredential(),
            new NotYetIssued(),
            new ModelNotAllowed(roster),
            new NetworkNotDeclared(roster),
            new CountryNotDeclared(),
            new HoursNotDeclared(roster),
            new DeniedOrganisation(policy),
            new DeniedCountry(policy),
            new Canary(policy),
            new IndicatorSeen(policy),
            new BeforeLaunch(policy)));
    return all;
  }
}
