package org.gatewatch.pipeline;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Severity;
import org.gatewatch.judge.Shared;

/** What JUDGE tells whoever runs it; nothing of it is in any output. */
final class JudgeMetrics {
  private final Counter findings;
  private final Counter alerts;
  private final Counter rules;
  private final Counter revisions;
  private final Counter early;
  private final Map<Severity, Counter> bySeverity = new EnumMap<>(Severity.class);

  // Written by the task, read by the reporter.
  private volatile long credentials;
  private volatile long active;
  private volatile long waiting;
  private volatile long digestDropped;
  private volatile double budgetLeft;
  private volatile long heldBack;

  /**
   * @param judged release time up to which everything is judged, ms
   */
  JudgeMetrics(MetricGroup group, LongSupplier judged) {
    findings = group.counter("findings");
    alerts = group.counter("alerts");
    rules = group.counter("rule_alerts");
    revisions = group.counter("revisions");
    early = group.counter("early");
    for (Severity severity : Severity.values()) {
      String name = severity.caption().toLowerCase(Locale.ROOT);
      bySeverity.put(severity, group.addGroup("severity", name).counter("findings"));
    }
    group.<Long, Gauge<Long>>gauge("judged_until_ms", judged::getAsLong);
    group.<Long, Gauge<Long>>gauge("credentials", () -> credentials);
    group.<Long, Gauge<Long>>gauge("active_credentials", () -> active);
    group.<Long, Gauge<Long>>gauge("waiting", () -> waiting);
    group.<Long, Gauge<Long>>gauge("digest_dropped", () -> digestDropped);
    group.<Long, Gauge<Long>>gauge("early_held_back", () -> heldBack);
    group.<Double, Gauge<Double>>gauge("budget_left", () -> budgetLeft);
  }

  /**
   * What is kept by now.
   *
   * @param summaries those that wait for their time
   */
  void state(Shared shared, int summaries) {
    credentials = shared.members();
    active = shared.active();
    digestDropped = shared.digestDropped();
    budgetLeft = shared.budgetLeft();
    heldBack = shared.earlyHeldBack();
    waiting = summaries;
  }

  /** A finding was told before its time, or taken back. */
  void early() {
    early.inc();
  }

  /** A finding, or a revision of one, goes out. */
  void finding(Finding finding) {
    if (finding.revision() > 1) {
      revisions.inc();
      return;
    }
    findings.inc();
    Objects.requireNonNull(bySeverity.get(finding.severity())).inc();
    if (finding.alert()) {
      (finding.lane() == Finding.Lane.RULE ? rules : alerts).inc();
    }
  }
}
