package org.gatewatch.detect;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;

/** The rules that roster and policy give something to check, ready for any number of events. */
public final class RuleBook implements Serializable {
  private static final long serialVersionUID = 1;

  private final Roster roster;
  private final Policy policy;
  private final transient ArrayList<Rule> rules = new ArrayList<>();

  /**
   * @throws IllegalArgumentException when networks, hours or zones of the roster are not valid
   */
  public RuleBook(Roster roster, Policy policy) {
    this.roster = roster;
    this.policy = policy;
    for (Rule rule : Rules.all(roster, policy)) {
      if (!rule.idle()) {
        rules.add(rule);
      }
    }
  }

  /** The rules in use, in the order in which they are checked. */
  public List<Rule> rules() {
    return rules;
  }

  /** Whether any rule has something to say about the event. */
  public boolean objects(AccessEvent event) {
    if (rules.isEmpty()) {
      return false;
    }
    Credential declared = declared(event);
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).check(event, declared) != null) {
        return true;
      }
    }
    return false;
  }

  /** The roster's row for the event's credential id, or for what that id is an alias of. */
  public @Nullable Credential declared(AccessEvent event) {
    String id = event.credentialId();
    return id == null || roster.size() == 0 ? null : roster.find(roster.resolve(id));
  }

  /** The roster's row of a credential, or null. */
  @Nullable Credential declared(String key) {
    return roster.find(key);
  }

  /** The rules are made anew from what they are made of, which is far less to ship. */
  private Object readResolve() {
    return new RuleBook(roster, policy);
  }
}
