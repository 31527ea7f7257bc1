package org.gatewatch.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.gatewatch.cases.Case;
import org.gatewatch.judge.Disposition;
import org.gatewatch.judge.Finding;

/**
 * The findings of a run, as {@code alerts.jsonl} holds them: of every uid the last revision,
 * ordered by time and uid. In which order revisions are added makes no difference.
 */
public final class AlertsFile {
  /** How long what is not revised stays among the standing findings of a watch, event time, ms. */
  public static final long KEPT = 90 * 86_400_000L;

  private final Map<String, Finding> last = new HashMap<>();

  /** Takes one revision; an earlier one of the same uid is forgotten. */
  public void add(Finding finding) {
    last.merge(finding.uid(), finding, (a, b) -> a.revision() > b.revision() ? a : b);
  }

  /**
   * Takes out the findings that are over: for a time not revised, not said to be an attack, and in
   * no case of which something is not over. What is open for so long without a revision, such as an
   * entry of the digest, is never revised again.
   *
   * @param cases those of the findings that are here
   * @return them, by time and uid: last revised {@link #KEPT} before the newest revision
   */
  public List<Finding> retire(List<Case> cases) {
    long newest = last.values().stream().mapToLong(Finding::modified).max().orElse(0);
    Predicate<Finding> over = f -> f.modified() < newest - KEPT && !isConfirmed(f);
    Set<String> open = new HashSet<>();
    for (Case one : cases) {
      if (!one.members().stream().allMatch(over)) {
        one.members().forEach(f -> open.add(f.uid()));
      }
    }
    List<Finding> out =
        findings().stream().filter(f -> over.test(f) && !open.contains(f.uid())).toList();
    out.forEach(f -> last.remove(f.uid()));
    return out;
  }

  private static boolean isConfirmed(Finding finding) {
    Disposition made = finding.disposition();
    return made != null && made.status() == Disposition.Status.CONFIRMED && finding.activity() != 3;
  }

  /** Credentials that a finding here is about. */
  public Set<String> credentials() {
    return last.values().stream().map(Finding::credential).collect(Collectors.toSet());
  }

  /** The last revisions, by time and uid. */
  public List<Finding> findings() {
    return last.values().stream()
        .sorted(Comparator.comparingLong(Finding::time).thenComparing(Finding::uid))
        .toList();
  }
}
