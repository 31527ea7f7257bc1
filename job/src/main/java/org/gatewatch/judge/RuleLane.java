package org.gatewatch.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gatewatch.baseline.Cited;
import org.gatewatch.baseline.Window;
import org.gatewatch.detect.RuleHit;
import org.gatewatch.detect.SigmaRule;
import org.gatewatch.detect.Text;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Keys;
import org.gatewatch.event.Roster;
import org.jspecify.annotations.Nullable;

/**
 * The lane of declared facts: one open finding per rule and credential, revised by later hits, over
 * after seven days of quiet. A rule that hits more than 5 % of the active credentials (at least 10)
 * on one UTC day speaks about the declaration, not about them: its findings of that day are
 * withdrawn into one. Ids that were never accepted and that no roster knows are counted apart, and
 * pseudo-credentials not at all: whoever makes up ids takes back nobody's finding.
 */
final class RuleLane {
  private static final long DAY = 24 * Window.LENGTH;
  private static final long QUIET = 7 * DAY;
  private static final int LEAST_MANY = 10;
  private static final double MANY = 0.05;

  /** Rules whose hits say nothing of a declaration: however many, each is somebody's to know. */
  private static final Set<String> NEVER_DOUBTED = Set.of("indicator", "canary");

  /** Pseudo-credentials that a rule tells apart on one UTC day; further ones share a finding. */
  private static final int MOST_ANONYMOUS = 10;

  private static final String STRANGERS = ":strangers";
  private static final String ANONYMOUS = ":anonymous";

  private static final Change WITHDRAWN =
      new Change(
          Change.Kind.WITHDRAWN,
          "withdrawn: the rule hit too many credentials that day; see roster-mismatch");

  private final JudgeSettings settings;
  private final Roster roster;
  private final Store store;
  private final Consumer<Finding> out;

  RuleLane(JudgeSettings settings, Roster roster, Store store, Consumer<Finding> out) {
    this.settings = settings;
    this.roster = roster;
    this.store = store;
    this.out = out;
  }

  void hit(RuleHit hit, CredentialRow row) {
    if (hit.last().time() < settings.raiseFrom()) {
      return;
    }
    row.told = true;
    row.accepted |= hit.succeeded() > 0;
    store.put(row);
    Shared shared = store.shared();
    boolean anonymous = Keys.isAnonymous(row.id());
    String key = key(hit) + (anonymous ? ANONYMOUS : row.isStranger(roster) ? STRANGERS : "");
    TreeSet<String> who = shared.ruleHits.computeIfAbsent(key, k -> new TreeSet<>());
    RuleCase many = shared.mismatches.get(key);
    RuleCase open = open(row, hit);
    boolean another = who.add(hit.credential());
    if (many == null
        && another
        && !NEVER_DOUBTED.contains(hit.rule())
        && !anonymous
        && who.size() >= LEAST_MANY
        && who.size() > MANY * active()) {
      many = doubt(key, hit, who, row.isStranger(roster));
    }
    if (many != null && (open == null || open.withdrawn)) {
      Change change = take(many, hit, true);
      many.credentials = who.size();
      out.accept(finding(many, hit.credential(), change, true));
      return;
    }
    if (open == null) {
      open =
          new RuleCase(
              hit.rule(),
              Uid.of(Finding.Lane.RULE, hit.credential(), hit.rule(), hit.first()),
              hit.first());
      row.rules.removeIf(c -> c.rule.equals(hit.rule()));
      row.rules.add(open);
    }
    Change change = take(open, hit, false);
    out.accept(finding(open, hit.credential(), change, false));
    store.put(row);
  }

  /** The hit under the key that it is told by: the shared one when its own is one too many. */
  RuleHit bounded(RuleHit hit) {
    if (!Keys.isAnonymous(hit.credential())) {
      return hit;
    }
    Set<String> who = store.shared().ruleHits.getOrDefault(key(hit) + ANONYMOUS, new TreeSet<>());
    return who.size() < MOST_ANONYMOUS || who.contains(hit.credential()) ? hit : hit.as(Keys.OTHER);
  }

  private static String key(RuleHit hit) {
    return Math.floorDiv(hit.first().time(), DAY) + ":" + hit.rule();
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

  private static @Nullable RuleCase open(CredentialRow row, RuleHit hit) {
    for (RuleCase c : row.rules) {
      if (c.rule.equals(hit.rule()) && hit.first().time() - c.last.time() <= QUIET) {
        return c;
      }
    }
    return null;
  }

  /** Adds a hit to a case, and notes when it becomes one that pages. */
  private static Change take(RuleCase c, RuleHit hit, boolean many) {
    c.label = hit.label();
    Severity before = entry(c, many).severity(c.succeeded());
    boolean first = c.succeeded() == 0 && hit.succeeded() > 0;
    c.take(hit);
    c.closed = false;
    c.withdrawn = false;
    c.revision++;
    Severity severity = entry(c, many).severity(c.succeeded());
    if (c.alerted == RuleCase.SILENT && severity.compareTo(Severity.MEDIUM) >= 0) {
      c.alerted = hit.first().time();
    }
    if (c.revision == 1) {
      return Change.OPENED;
    }
    String why = first ? "a use was accepted for the first time" : "it was used again";
    return Change.of(before, severity, why);
  }

  /**
   * Closes the cases of a credential that were quiet for seven days, and forgets those that have
   * been for two weeks: nothing late comes any more, and rules of the user's own may be many.
   *
   * @param now release time, ms; never past the end of the log
   */
  void quiet(CredentialRow row, long now) {
    row.rules.removeIf(c -> (c.closed || c.withdrawn) && now - c.last.time() > 2 * QUIET);
    for (RuleCase c : row.rules) {
      if (!c.withdrawn && !c.closed && now - c.last.time() > QUIET) {
        c.closed = true;
        c.revision++;
        Change change = new Change(Change.Kind.CLOSED, "closed: not seen for 7 days");
        out.accept(finding(c, row.id(), change, false));
      }
    }
  }

  private static Playbook.Entry entry(RuleCase c, boolean many) {
    return many ? Playbook.of(Playbook.MISMATCH) : Playbook.of(c);
  }

  /** The rules of the user's own are of one type, whatever their ids; the analytic names them. */
  private static String type(String rule) {
    return rule.startsWith(SigmaRule.PREFIX) ? "sigma" : rule.replace('-', '_');
  }

  /** How often, by log: such as {@code 791 requests at the gateway, 757 of them accepted}. */
  private static String uses(RuleCase c) {
    StringBuilder out = new StringBuilder();
    if (c.gateway.count > 0) {
      out.append(Text.count(c.gateway.count, "request", "requests")).append(" at the gateway, ");
      out.append(c.gateway.succeeded).append(" accepted");
    }
    if (c.vendor.count > 0) {
      out.append(c.gateway.count > 0 ? "; " : "");
      out.append(Text.count(c.vendor.count, "line", "lines")).append(" in the vendor's log, ");
      out.append(c.vendor.succeeded).append(" accepted");
    }
    return out.append('.').toString();
  }

  /** Withdraws the day's findings of a rule and opens the one that doubts the declaration. */
  private RuleCase doubt(String key, RuleHit hit, Set<String> who, boolean strangers) {
    long day = Math.floorDiv(hit.first().time(), DAY);
    for (String id : who) {
      CredentialRow row = store.credential(id);
      if (row == null || row.isStranger(roster) != strangers) {
        continue; // forgotten, or accepted in the meantime
      }
      for (RuleCase c : row.rules) {
        if (c.rule.equals(hit.rule())
            && !c.withdrawn
            && Math.floorDiv(c.first.time(), DAY) == day) {
          c.withdrawn = true;
          c.revision++;
          out.accept(finding(c, id, WITHDRAWN, false));
          store.put(row);
        }
      }
    }
    RuleCase many =
        new RuleCase(
            hit.rule(),
            Uid.of(
                Finding.Lane.RULE,
                hit.credential(),
                Playbook.MISMATCH + ":" + hit.rule(),
                hit.first()),
            hit.first());
    store.shared().mismatches.put(key, many);
    return many;
  }

  private Finding finding(RuleCase c, String credential, Change change, boolean many) {
    Playbook.Entry entry = entry(c, many);
    Credential row = roster.find(credential);
    Credential declared = row == null ? Credential.undeclared(credential) : row;
    Severity severity = entry.severity(c.succeeded());
    StringBuilder text = new StringBuilder();
    if (many) {
      text.append("The rule ").append(c.rule).append(" hit ").append(c.credentials);
      text.append(" credentials on one day, more than 5 % of those in use. First: ");
      text.append(c.detail);
    } else {
      text.append(c.detail);
    }
    text.append(c.detail.endsWith(".") ? " " : ". ").append(uses(c));
    List<Cited> cited = new ArrayList<>(2);
    cited.add(c.first);
    if (!c.last.equals(c.first)) {
      cited.add(c.last);
    }
    return new Finding(
        c.uid,
        c.revision,
        Finding.Lane.RULE,
        change.kind().activity(),
        credential,
        declared,
        many ? Playbook.MISMATCH : c.rule,
        entry.name(),
        change.kind() != Change.Kind.WITHDRAWN && severity.compareTo(Severity.MEDIUM) >= 0,
        c.alerted == RuleCase.SILENT ? c.first.time() : c.alerted,
        c.last.time() + (change.kind() == Change.Kind.CLOSED ? QUIET : 0),
        c.first.time(),
        c.last.time(),
        severity,
        many ? 60 : 95,
        many ? entry.name() + ": " + c.rule : entry.name() + ": " + credential,
        text.toString(),
        List.of(type(many ? Playbook.MISMATCH : c.rule)),
        entry.techniques(),
        List.of(),
        cited,
        c.uses(),
        "",
        entry.remediation(),
        1,
        0,
        0,
        change,
        /* disposition= */ null,
        /* dossier= */ null);
  }
}
