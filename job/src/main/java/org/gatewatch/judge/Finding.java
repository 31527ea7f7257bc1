package org.gatewatch.judge;

import java.util.List;
import org.gatewatch.baseline.Cited;
import org.gatewatch.event.Credential;
import org.jspecify.annotations.Nullable;

/**
 * What the SOC reads: one credential, one span of evidence, explained. Revised under one uid; a
 * later revision replaces an earlier one.
 *
 * @param uid 32 hex digits: SHA-256 over (lane, credential, opening event's time and dedupe key)
 * @param revision 1 for the first
 * @param lane which kind of evidence opened it
 * @param activity OCSF activity: 1 created, 2 revised, 3 closed or withdrawn
 * @param credential the key it is about
 * @param declared what the roster says of it; {@link Credential#undeclared} when nothing
 * @param analyticId id of the rule, or {@code behaviour}
 * @param analyticName its name in words
 * @param alert true = it paged; false = digest
 * @param time event time of the decision that first made it an alert (digest: first listed), ms
 * @param modified event time of the last revision, ms
 * @param firstSeen event time of the first event it cites, ms
 * @param lastSeen event time of the last event it cites, ms
 * @param severity see DESIGN; never above HIGH without a rule
 * @param confidence 0 to 100; falls with the share of prior against own history
 * @param title one line, starting with what happened
 * @param description the whole explanation, several sentences; log text in it is raw
 * @param types short labels, such as {@code leftover_credential}, {@code new_network}
 * @param techniques ATT&CK and ATLAS
 * @param measures the surprises, by falling contribution; empty for a rule
 * @param cited the events it cites: first, last and strangest, at most 20, in time order
 * @param citedCount how many events the evidence holds in all
 * @param normal one line of what is normal, empty when nothing is known
 * @param remediation what to do now
 * @param pDay chance that a normal credential-day scores as high; 1 for a rule
 * @param score the combined score; 0 for a rule
 * @param threshold the score's threshold at that time; 0 for a rule
 * @param change what this revision changes, and why
 * @param disposition what people made of it; null when nobody said anything
 * @param dossier what it was computed from; null for a rule
 */
public record Finding(
    String uid,
    int revision,
    Lane lane,
    int activity,
    String credential,
    Credential declared,
    String analyticId,
    String analyticName,
    boolean alert,
    long time,
    long modified,
    long firstSeen,
    long lastSeen,
    Severity severity,
    int confidence,
    String title,
    String description,
    List<String> types,
    List<Technique> techniques,
    List<Measure> measures,
    List<Cited> cited,
    long citedCount,
    String normal,
    String remediation,
    double pDay,
    double score,
    double threshold,
    Change change,
    @Nullable Disposition disposition,
    @Nullable Dossier dossier)
    implements java.io.Serializable {

  /** Which kind of evidence a finding stands on. */
  public enum Lane {
    /** A declared fact was broken; outside the budget. */
    RULE,
    /** A calibrated surprise, paid for by the budget. */
    BEHAVIOUR
  }

  /** A finding that rests on no arithmetic. */
  public Finding(
      String uid,
      int revision,
      Lane lane,
      int activity,
      String credential,
      Credential declared,
      String analyticId,
      String analyticName,
      boolean alert,
      long time,
      long modified,
      long firstSeen,
      long lastSeen,
      Severity severity,
      int confidence,
      String title,
      String description,
      List<String> types,
      List<Technique> techniques,
      List<Measure> measures,
      List<Cited> cited,
      long citedCount,
      String normal,
      String remediation,
      double pDay,
      double score,
      double threshold,
      Change change) {
    this(
        uid,
        revision,
        lane,
        activity,
        credential,
        declared,
        analyticId,
        analyticName,
        alert,
        time,
        modified,
        firstSeen,
        lastSeen,
        severity,
        confidence,
        title,
        description,
        types,
        techniques,
        measures,
        cited,
        citedCount,
        normal,
        remediation,
        pDay,
        score,
        threshold,
        change,
        null,
        null);
  }

  public Finding {
    types = List.copyOf(types);
    techniques = List.copyOf(techniques);
    measures = List.copyOf(measures);
    cited = List.copyOf(cited);
  }

  /** The same finding as one of the second pass, see {@link Hindsight}: told apart everywhere. */
  Finding inHindsight() {
    List<String> labels = new java.util.ArrayList<>(types);
    labels.add(Hindsight.TYPE);
    return new Finding(
        Uid.of(Hindsight.TYPE, uid),
        revision,
        lane,
        activity,
        credential,
        declared,
        analyticId,
        analyticName,
        alert,
        time,
        modified,
        firstSeen,
        lastSeen,
        severity,
        confidence,
        "In hindsight: " + title,
        "Not raised by live monitoring; judged against the rest of the log. " + description,
        labels,
        techniques,
        measures,
        cited,
        citedCount,
        normal,
        remediation,
        pDay,
        score,
        threshold,
        change,
        disposition,
        dossier);
  }

  /** The same finding with what people made of it. */
  public Finding with(int newActivity, boolean newAlert, Disposition made) {
    return new Finding(
        uid,
        revision,
        lane,
        newActivity,
        credential,
        declared,
        analyticId,
        analyticName,
        newAlert,
        time,
        modified,
        firstSeen,
        lastSeen,
        severity,
        confidence,
        title,
        description,
        types,
        techniques,
        measures,
        cited,
        citedCount,
        normal,
        remediation,
        pDay,
        score,
        threshold,
        change,
        made,
        dossier);
  }
}
