package org.gatewatch.judge;

import java.util.Set;
import java.util.TreeSet;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.event.Keys;
import org.gatewatch.event.Roster;

/**
 * How many hit a rule on a day. So many of those who have a credential, and the declaration is
 * doubted rather than they; so many without one, and the rest share a finding. Those who are
 * declared, strangers and those without a key are counted apart, so that none speaks for others.
 */
final class Crowds {
  private static final int LEAST_MANY = 10;
  private static final double MANY = 0.05;

  /** Rules whose hits say nothing of a declaration: however many, each is somebody's to know. */
  private static final Set<String> NEVER_DOUBTED = Set.of("indicator", "canary");

  /** Pseudo-credentials that a rule tells apart on one UTC day; further ones share a finding. */
  private static final int MOST_ANONYMOUS = 10;

  private static final String STRANGERS = ":strangers";
  private static final String ANONYMOUS = ":anonymous";

  private final Roster roster;
  private final Store store;

  Crowds(Roster roster, Store store) {
    this.roster = roster;
    this.store = store;
  }

  /** The hit under the key that it is told by: the shared one when its own is one too many. */
  RuleHit bounded(RuleHit hit) {
    return isOneTooMany(hit, 1) ? hit.as(Keys.OTHER) : hit;
  }

  private boolean isOneTooMany(RuleHit hit, int more) {
    if (!Keys.isAnonymous(hit.credential())) {
      return false;
    }
    Set<String> who = who(key(hit.rule(), hit.first(), hit.credential()));
    return who.size() + more > MOST_ANONYMOUS && !who.contains(hit.credential());
  }

  /** A rule's day and those of one kind who hit it, as {@link Shared} knows them. */
  String key(String rule, Cited first, String credential) {
    CredentialRow row = store.credential(credential);
    boolean stranger = row == null ? roster.find(credential) == null : row.isStranger(roster);
    return dayOf(rule, first)
        + (Keys.isAnonymous(credential) ? ANONYMOUS : stranger ? STRANGERS : "");
  }

  /** A rule's day. */
  static String dayOf(String rule, Cited first) {
    return Math.floorDiv(first.time(), 24 * Window.LENGTH) + ":" + rule;
  }

  /** Whether the rule would be doubted on that day, or its hit shared, when so many more hit it. */
  boolean wouldDoubt(RuleHit hit, int more) {
    if (Keys.isAnonymous(hit.credential())) {
      return isOneTooMany(hit, more);
    }
    String key = key(hit.rule(), hit.first(), hit.credential());
    return store.shared().mismatches.containsKey(key) || isDoubtful(hit, who(key).size() + more);
  }

  /** Whether its rule is doubted when that many of its kind hit it on its day. */
  boolean isDoubtful(RuleHit hit, int who) {
    return !NEVER_DOUBTED.contains(hit.rule())
        && !Keys.isAnonymous(hit.credential())
        && who >= LEAST_MANY
        && who > MANY * active();
  }

  private Set<String> who(String key) {
    return store.shared().ruleHits.getOrDefault(key, new TreeSet<>());
  }

  /**
   * Credentials active on a day. Before a day is settled nobody knows how many will be; until then
   * it is all that the roster has.
   */
  private int active() {
    Shared shared = store.shared();
    int known = shared.active();
    return shared.budget.active() > 0 ? known : Math.max(known, roster.all().size());
  }
}
