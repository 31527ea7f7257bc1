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

  private static final Change WITHDRAWN =
      new Change(
          Change.Kind.WITHDRAWN,
          "withdrawn: the rule hit too many credentials that day; see roster-mismatch");

  private final JudgeSettings settings;
  private final Roster roster;
  private final Store store;
  private final Consumer<Finding> out;
  final Crowds crowds;

  RuleLane(JudgeSettings settings, Roster roster, Store store, Consumer<Finding> out) {
    this.settings = settings;
    this.roster = roster;
    this.store = store;
    this.out = out;
    this.crowds = new Crowds(roster, store);
  }

  /** Whether the hit is of a time of which nothing is raised. */
  boolean isBefore(RuleHit hit) {
    return hit.last().time() < settings.raiseFrom();
  }

  void hit(RuleHit hit, CredentialRow row) {
    if (isBefore(hit)) {
      return;
    }
    row.told = true;
    row.accepted |= hit.succeeded() > 0;
    store.put(row);
    Shared shared = store.shared();
    String key = crowds.key(hit.rule(), hit.first(), row.id());
    TreeSet<String> who = shared.ruleHits.computeIfAbsent(key, k -> new TreeSet<>());
    RuleCase many = shared.mismatches.get(key);
    RuleCase open = open(row, hit.rule(), hit.first());
    boolean another = who.add(hit.credential());
    if (many == null && another && crowds.isDoubtful(hit, who.size())) {
      many = doubt(key, hit, who, row.isStranger(roster));
    }
    if (many != null && (open == null || open.withdrawn)) {
      Change change = take(many, hit, true);
      many.credentials = who.size();
      out.accept(finding(many, hit.credential(), change, true));
      return;
    }
    if (open == null) {
      open = opened(hit);
      row.rules.removeIf(c -> c.rule.equals(hit.rule()));
      row.rules.add(open);
    }
    Change change = take(open, hit, false);
    out.accept(finding(open, hit.credential(), change, false));
    store.put(row);
  }

  /** A log is silent: each silence is a finding of its own. */
  void begins(RuleHit hit, CredentialRow row) {
    if (!isBefore(hit)) {
      RuleCase c = opened(hit);
      Change change = take(c, hit, false);
      row.rules.removeIf(before -> before.rule.equals(hit.rule()));
      row.rules.add(c);
      out.accept(finding(c, row.id(), change, false));
      store.put(row);
    }
  }

  /** A log that was silent goes on. */
  void ends(RuleHit hit, CredentialRow row) {
    RuleCase c = open(row, hit.rule(), hit.first());
    if (c != null) {
      c.detail = hit.detail();
      c.last = hit.last();
      c.closed = true;
      c.revision++;
      Change change = new Change(Change.Kind.CLOSED, "closed: the log goes on");
      out.accept(finding(c, row.id(), change, false));
      store.put(row);
    }
  }

  /** A case that a hit opens, and nothing in it yet. */
  static RuleCase opened(RuleHit hit) {
    return new RuleCase(
        hit.rule(),
        Uid.of(Finding.Lane.RULE, hit.credential(), hit.rule(), hit.first()),
        hit.first());
  }

  /** The case of that rule that takes a hit in, withdrawn or not; null when it would open one. */
  static @Nullable RuleCase open(CredentialRow row, String rule, Cited first) {
    for (RuleCase c : row.rules) {
      boolean same =
          Silences.isLog(row.id(), rule)
              ? c.first.time() == first.time()
              : first.time() - c.last.time() <= QUIET;
      if (same && c.rule.equals(rule)) {
        return c;
      }
    }
    return null;
  }

  /** Adds a hit to a case, and notes when it becomes one that pages. */
  static Change take(RuleCase c, RuleHit hit, boolean many) {
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
      if (!Silences.isLog(row.id(), c.rule)
          && !c.withdrawn
          && !c.closed
          && now - c.last.time() > QUIET) {
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

  Finding finding(RuleCase c, String credential, Change change, boolean many) {
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
    boolean log = Silences.isLog(credential, c.rule);
    List<Cited> cited = new ArrayList<>(2);
    if (log) {
      text.append('.');
    } else {
      text.append(c.detail.endsWith(".") ? " " : ". ").append(uses(c));
      cited.add(c.first);
      if (!c.last.equals(c.first)) {
        cited.add(c.last);
      }
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
        c.last.time() + (change.kind() == Change.Kind.CLOSED && !log ? QUIET : 0),
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
        log ? 0 : c.uses(),
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
