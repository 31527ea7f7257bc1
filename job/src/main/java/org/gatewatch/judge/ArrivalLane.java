package org.gatewatch.judge;

import java.util.function.Consumer;
import org.gatewatch.baseline.Cited;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.event.Keys;
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
  private final Silences silences;
  private final Dispositions said;
  private final Store store;
  private final Arrivals told;
  private final Consumer<Finding> out;

  ArrivalLane(
      RuleLane rules, Silences silences, Dispositions said, Store store, Consumer<Finding> out) {
    this.rules = rules;
    this.silences = silences;
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
    int more = told.opening(Arrivals.day(credential, hit.rule(), hit.first())) + 1;
    if (before == null
        && (told.size() >= Arrivals.MOST || (base == null && rules.crowds.wouldDoubt(hit, more)))) {
      told.heldBack++;
      return;
    }
    boolean known = before == null ? base != null : before.known;
    long until = before == null ? hit.release() : Math.max(before.until, hit.release());
    tell(hit, base, known, until, "told on arrival");
  }

  /**
   * Tells which logs are silent, though no line has shown it yet.
   *
   * @param now release time up to which everything was judged and {@link #released}, ms
   */
  public void silent(long now) {
    for (RuleHit hit : silences.untold(now)) {
      if (told.of(hit.credential(), hit.rule()) == null
          && told.size() < Arrivals.MOST
          && !rules.isBefore(hit)) {
        tell(hit, null, false, Long.MAX_VALUE, "told while it lasts");
      }
    }
  }

  private void tell(
      RuleHit hit, @Nullable RuleCase base, boolean known, long until, String reason) {
    RuleCase as = base == null ? RuleLane.opened(hit) : base.copy();
    RuleLane.take(as, hit, false);
    as.revision = base == null ? REVISION : base.revision;
    Change.Kind kind = base == null ? Change.Kind.OPENED : Change.Kind.RAISED;
    Finding finding =
        said.disposed(rules.finding(as, hit.credential(), new Change(kind, reason), false));
    if (finding.activity() == 3 || said.hides(finding)) {
      return;
    }
    told.put(new Arrivals.Told(hit.credential(), as, known, until));
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
    for (Arrivals.Told one : told.settled(one -> isSettled(one, upTo))) {
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

  private boolean isSettled(Arrivals.Told one, long upTo) {
    return one.until <= upTo
        || (Silences.isLog(one.credential, one.as.rule)
            && silences.isSettled(one.credential, one.as.first.time()));
  }

  /** The uid of the finding that stands for what was told; null for none. */
  private @Nullable String uid(Arrivals.Told one) {
    RuleCase open = open(one.credential, one.as.rule, one.as.first);
    if (open == null && Keys.isAnonymous(one.credential)) {
      // Others took the rule's places before its time: it is in the finding that they share.
      open = open(Keys.OTHER, one.as.rule, one.as.first);
    }
    if (open != null && (!open.withdrawn || open.uid.equals(one.as.uid))) {
      return open.uid;
    }
    RuleCase many =
        store.shared().mismatches.get(rules.crowds.key(one.as.rule, one.as.first, one.credential));
    return many == null ? null : many.uid;
  }

  private @Nullable RuleCase open(String credential, String rule, Cited first) {
    CredentialRow row = store.credential(credential);
    return row == null ? null : RuleLane.open(row, rule, first);
  }
}
