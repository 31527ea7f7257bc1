package org.gatewatch.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gatewatch.judge.Finding;

/**
 * The findings of a run, as {@code alerts.jsonl} holds them: of every uid the last revision,
 * ordered by time and uid. In which order revisions are added makes no difference.
 */
public final class AlertsFile {
  private final Map<String, Finding> last = new HashMap<>();

  /** Takes one revision; an earlier one of the same uid is forgotten. */
  public void add(Finding finding) {
    last.merge(finding.uid(), finding, (a, b) -> a.revision() > b.revision() ? a : b);
  }

  /** The last revisions, by time and uid. */
  public List<Finding> findings() {
    return last.values().stream()
        .sorted(Comparator.comparingLong(Finding::time).thenComparing(Finding::uid))
        .toList();
  }
}
