package org.gatewatch.judge;

import java.util.function.Consumer;
import org.gatewatch.baseline.Cited;
import org.gatewatch.detect.RuleHit;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a rule sees as its event arrives, for those who must act: the finding that {@link
 * RuleLane} is going to open when the event's time has come, with the uid it will have then, as
 * revision 0. A credential's rule is told once until then, and once more when a use is accepted.
 *
 * <p>What is told is settled when the event's time has come. As a rule the finding has opened
 * meanwhile and goes on under that uid. Where another event turned out to be the first, or the rule
 * hit so many that it is doubted, the uid is closed and names the one that took its place.
 *
 * <p>Nothing is told that is suppressed or decided, or while so many are told that the rule is
 * about to be doubted: that waits for its time. Reads what the judge knows and changes none of it.
 */
public final class ArrivalLane {
  /** Of a finding that is out before its time; a settled one begins with 1. */
  private static final int REVISION = 0;

  private final RuleLane rules;
  private final Dispositions said;
  private final Store store;
  private final Arrivals told;
  private final Consumer<Finding> out;

  ArrivalLane(RuleLane rules, Dispositions said, Store store, Consumer<Finding> out) {
    this.rules = rules;
    this.said = said;
    this.store = store;
    this.told = store.shared().arrivals;
    this.out = out;
  }

  /**
   * A rule is broken by an event that has arrived.
   *
   * @param hit of one event, acted on later than all that was {@link #released}
   */
  public void arrived(RuleHit hit) {
    if (rules.isBefore(hit)) {
      return;
    }
    String credential = hit.credential();
    Arrivals.Told before = told.of(credential, hit.rule());
    RuleCase base = before != null ? before.as : open(credential, hit.rule(), hit.first());
    if (base != null && (base.withdrawn || !isGraver(base, hit))) {
      return;
    }
    int more = told.opening(RuleLane.dayOf(hit.rule(), hit.first())) + 1;
    if (before == null
        && (told.size() >= Arrivals.MOST || (base == null && rules.wouldDoubt(hit, more)))) {
      told.heldBack++;
      return;
    }
    RuleCase as = base == null ? RuleLane.opened(hit) : base.copy();
    RuleLane.take(as, hit, false);
    as.revision = base == null ? REVISION : base.revision;
    Change change =
        new Change(base == null ? Change.Kind.OPENED : Change.Kind.RAISED, "told on arrival");
    Finding finding = said.disposed(rules.finding(as, credential, change, false));
    if (finding.activity() == 3 || said.hides(finding)) {
      return;
    }
    boolean known = before == null ? base != null : before.known;
    long until = before == null ? hit.release() : Math.max(before.until, hit.release());
    told.put(new Arrivals.Told(credential, as, known, until));
    out.accept(finding);
  }

  /** Whether a use was accepted, and none before, and that makes the finding graver. */
  private static boolean isGraver(RuleCase c, RuleHit hit) {
    Playbook.Entry entry = Playbook.of(c);
    return c.succeeded() == 0
        && hit.succeeded() > 0
        && entry.severity(1).compareTo(entry.severity(0)) > 0;
  }

  /**
   * Settles what was told of events whose time has come; call it when they were judged.
   *
   * @param upTo release time, ms
   */
  public void released(long upTo) {
    for (Arrivals.Told one : told.settled(upTo)) {
      String now = uid(one);
      if (!one.known && !one.as.uid.equals(now)) {
        String why =
            now == null ? "withdrawn: not seen when its time had come" : "superseded by " + now;
        one.as.revision = REVISION + 1;
        Change change = new Change(Change.Kind.WITHDRAWN, why);
        out.accept(said.disposed(rules.finding(one.as, one.credential, change, false)));
      }
    }
  }

  /** The uid of the finding that stands for what was told; null for none. */
  private @Nullable String uid(Arrivals.Told one) {
    RuleCase open = open(one.credential, one.as.rule, one.as.first);
    if (open != null && (!open.withdrawn || open.uid.equals(one.as.uid))) {
      return open.uid;
    }
    RuleCase many = store.shared().mismatches.get(one.day());
    return many == null ? null : many.uid;
  }

  private @Nullable RuleCase open(String credential, String rule, Cited first) {
    CredentialRow row = store.credential(credential);
    return row == null ? null : RuleLane.open(row, rule, first);
  }
}
