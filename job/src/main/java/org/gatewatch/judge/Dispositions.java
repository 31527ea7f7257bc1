package org.gatewatch.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What verdicts and suppressions make of findings; all findings go out through here. */
final class Dispositions {
  private final Controls controls;
  private final Map<String, List<Verdict>> byCredential = new HashMap<>();
  private final Consumer<Finding> out;

  /**
   * @param out where findings go
   */
  Dispositions(Controls controls, Consumer<Finding> out) {
    this.controls = controls;
    this.out = out;
    for (Verdict v : controls.verdicts()) {
      byCredential.computeIfAbsent(v.credential(), any -> new ArrayList<>()).add(v);
    }
  }

  /** What was decided about findings of that credential. */
  List<Verdict> verdicts(String credential) {
    return byCredential.getOrDefault(credential, List.of());
  }

  /** Hands a finding on with what people made of it. */
  void tell(Finding f) {
    out.accept(disposed(f));
  }

  /** A finding with what people made of it. */
  Finding disposed(Finding f) {
    for (Verdict v : verdicts(f.credential())) {
      if (v.isAbout(f)) {
        return v.kind() == Verdict.Kind.MALICIOUS
            ? f.with(open(f), f.alert(), Disposition.of(Disposition.Status.CONFIRMED, v))
            : f.with(3, f.alert(), Disposition.of(Disposition.Status.CLOSED, v));
      }
    }
    for (Verdict v : verdicts(f.credential())) {
      if (v.agreed(f)) {
        return f.with(f.activity(), false, Disposition.of(Disposition.Status.SUPPRESSED, v));
      }
    }
    for (Suppression s : controls.suppressions()) {
      if (s.hides(f)) {
        return f.with(f.activity(), false, Disposition.of(s));
      }
    }
    return f;
  }

  /** The activity of an attack: silence closes it not. */
  private static int open(Finding f) {
    return f.change().kind() == Change.Kind.CLOSED ? 2 : f.activity();
  }

  /** Whether the finding does not page, so that it costs nothing. */
  boolean hides(Finding f) {
    Disposition d = disposed(f).disposition();
    return d != null && d.status() == Disposition.Status.SUPPRESSED;
  }

  /** Whether the alert is none that was false: confirmed as an attack, or hidden. */
  boolean excuses(Finding f) {
    Disposition d = disposed(f).disposition();
    return d != null && d.status() != Disposition.Status.CLOSED;
  }

  /** Whether nobody said anything that could make a finding page no more. */
  boolean hidesNothing(String credential) {
    return controls.suppressions().isEmpty() && verdicts(credential).isEmpty();
  }

  /** Whether an attack was confirmed in that time, {@code end} exclusive. */
  boolean isAttack(String credential, long start, long end) {
    return attack(credential, start, end) != null;
  }

  /** Whether the alert was confirmed as an attack. */
  boolean isAttack(String credential, Episode alert) {
    for (Verdict v : verdicts(credential)) {
      if (v.kind() == Verdict.Kind.MALICIOUS && v.finding().equals(alert.uid)) {
        return true;
      }
    }
    return false;
  }

  /** Whether use in that time was found to be no attack, {@code end} exclusive. */
  boolean isCleared(String credential, long start, long end) {
    for (Verdict v : verdicts(credential)) {
      if (v.kind() != Verdict.Kind.MALICIOUS && v.overlaps(start, end)) {
        return true;
      }
    }
    return false;
  }

  /** The verdict that confirms an attack in that time, {@code end} exclusive; null for none. */
  @Nullable Verdict attack(String credential, long start, long end) {
    for (Verdict v : verdicts(credential)) {
      if (v.kind() == Verdict.Kind.MALICIOUS && v.overlaps(start, end)) {
        return v;
      }
    }
    return null;
  }
}
