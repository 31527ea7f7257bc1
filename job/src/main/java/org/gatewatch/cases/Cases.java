package org.gatewatch.cases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.judge.Change;
import org.gatewatch.judge.Disposition;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Severity;

/**
 * From findings to cases: a function of the findings as they last stood, of what their credentials
 * were used for and of what the ledger says, whatever the order in which any of it came.
 */
public final class Cases {
  /** Stands before the uid of its first finding in that of a case. */
  public static final String PREFIX = "case-";

  /** Rules that speak of the roster or of a log, not of what somebody did. */
  private static final Set<String> OF_NO_CREDENTIAL = Set.of("roster-mismatch", "source-silent");

  private final Map<String, Usage> usages = new HashMap<>();
  private final List<Feed> feeds;

  /**
   * @param usages of the credentials with findings
   * @param feeds one for each binding
   */
  public Cases(List<Usage> usages, List<Feed> feeds) {
    usages.forEach(u -> this.usages.put(u.credential(), u));
    this.feeds =
        feeds.stream()
            .sorted(Comparator.comparing(Feed::name).thenComparing(Feed::source))
            .toList();
  }

  /**
   * The cases, the most severe first, then by time.
   *
   * @param findings last revisions, in any order; what was withdrawn or is decided to be harmless
   *     belongs to no case, and what belongs to none but the digest makes none
   */
  public List<Case> of(List<Finding> findings) {
    List<Case> out = new ArrayList<>();
    for (Joining.Group group : Joining.of(standing(findings), usages)) {
      out.add(build(group));
    }
    out.sort(
        Comparator.comparing(Case::severity, Comparator.reverseOrder())
            .thenComparingLong(Case::time)
            .thenComparing(Case::uid));
    List<Case> numbered = new ArrayList<>();
    for (Case c : out) {
      numbered.add(numbered(c, numbered.size() + 1));
    }
    return numbered;
  }

  /** The uid of the case that each member belongs to, by the member's uid. */
  public static Map<String, String> byMember(List<Case> cases) {
    Map<String, String> out = new HashMap<>();
    cases.forEach(c -> c.members().forEach(f -> out.put(f.uid(), c.uid())));
    return out;
  }

  private static List<Finding> standing(List<Finding> findings) {
    return findings.stream()
        .filter(f -> f.change().kind() != Change.Kind.WITHDRAWN)
        .filter(f -> !OF_NO_CREDENTIAL.contains(f.analyticId()))
        .filter(
            f -> {
              Disposition d = f.disposition();
              return d == null || d.status() == Disposition.Status.CONFIRMED;
            })
        .toList();
  }

  private Case build(Joining.Group group) {
    TreeMap<String, List<Suspect>> own = new TreeMap<>();
    group
        .suspects()
        .forEach(s -> own.computeIfAbsent(s.finding.credential(), c -> new ArrayList<>()).add(s));
    List<Part> parts = new ArrayList<>();
    own.values().forEach(suspects -> parts.add(Attribution.of(suspects)));
    parts.sort(Comparator.comparingLong((Part p) -> p.first).thenComparing(p -> p.credential));
    List<Finding> members =
        group.suspects().stream()
            .map(s -> s.finding)
            .sorted(Comparator.comparingLong(Finding::time).thenComparing(Finding::uid))
            .toList();
    List<Finding> alerts = members.stream().filter(Finding::alert).toList();
    Finding opening = alerts.get(0);
    Answers answers = new Answers(parts, feeds);
    boolean closed = members.stream().allMatch(f -> f.activity() == 3);
    int revision = members.stream().mapToInt(Finding::revision).sum();
    return new Case(
        PREFIX + opening.uid(),
        0,
        answers.headline(),
        alerts.stream().map(Finding::severity).max(Comparator.naturalOrder()).orElse(Severity.LOW),
        closed ? 3 : revision == 1 ? 1 : 2,
        revision,
        opening.time(),
        members.stream().mapToLong(Finding::modified).max().orElse(opening.modified()),
        alerts.stream().mapToInt(Finding::confidence).max().orElse(0),
        Doubt.isWeak(parts),
        members,
        joined(group),
        new Identities(parts).who(),
        answers.since(),
        answers.taken(),
        answers.spread(),
        new Remedies(parts, feeds).actions(),
        new Limits(parts, feeds).unknown());
  }

  private static List<Case.Joined> joined(Joining.Group group) {
    TreeMap<String, TreeSet<String>> findings = new TreeMap<>();
    for (Joining.Link link : group.links()) {
      TreeSet<String> both =
          findings.computeIfAbsent(link.kind() + ":" + link.value(), k -> new TreeSet<>());
      both.add(link.left().finding.uid());
      both.add(link.right().finding.uid());
    }
    List<Case.Joined> out = new ArrayList<>();
    findings.forEach(
        (key, uids) -> {
          int colon = key.indexOf(':');
          out.add(
              new Case.Joined(
                  key.substring(0, colon), key.substring(colon + 1), List.copyOf(uids)));
        });
    return out;
  }

  private static Case numbered(Case c, int number) {
    return new Case(
        c.uid(),
        number,
        c.headline(),
        c.severity(),
        c.activity(),
        c.revision(),
        c.time(),
        c.modified(),
        c.confidence(),
        c.weak(),
        c.members(),
        c.joinedBy(),
        c.who(),
        c.since(),
        c.taken(),
        c.spread(),
        c.actions(),
        c.unknown());
  }
}
