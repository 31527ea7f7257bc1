package org.gatewatch.report;

import org.gatewatch.judge.Finding;

/** Findings for the tests of other rooms. */
public final class SampleFindings {
  private SampleFindings() {}

  /** A new network of one credential, at that time. */
  public static Finding of(String uid, int revision, int activity, long time, long modified) {
    return Findings.with(Findings.newNetwork(), uid, revision, activity, time, modified);
  }
}
