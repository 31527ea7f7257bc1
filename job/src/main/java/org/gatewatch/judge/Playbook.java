package org.gatewatch.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gatewatch.detect.RuleLabel;

/** What each rule's finding says: severity by a fixed table, title, what to do, technique. */
final class Playbook {
  /** The finding a rule becomes when it hits too many at once. */
  static final String MISMATCH = "roster-mismatch";

  /**
   * One rule's entry.
   *
   * @param whenSucceeded severity when any of the uses was accepted
   * @param whenDenied severity when all were refused
   * @param remediation what to do now
   */
  record Entry(
      String name,
      Severity whenSucceeded,
      Severity whenDenied,
      String remediation,
      List<Technique> techniques) {

    Severity severity(long succeeded) {
      return succeeded > 0 ? whenSucceeded : whenDenied;
    }
  }

  private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

  static {
    List<Technique> valid = List.of(Techniques.CLOUD_ACCOUNTS, Techniques.ATLAS_VALID_ACCOUNTS);
    List<Technique> token =
        List.of(
            Techniques.CLOUD_ACCOUNTS, Techniques.ACCESS_TOKEN, Techniques.ATLAS_VALID_ACCOUNTS);
    List<Technique> reach =
        List.of(Techniques.SERVICE_DISCOVERY, Techniques.ATLAS_INFERENCE_ACCESS);
    put(
        "unknown-credential",
        "Use of a credential that the inventory does not know",
        Severity.HIGH,
        Severity.MEDIUM,
        "Find out who issued this credential; disable it until an owner is on record.",
        valid);
    put(
        "expired-credential",
        "Denied use of an expired credential",
        Severity.LOW,
        Severity.LOW,
        "Tell the owner that something still uses the expired credential; remove it there.",
        valid);
    put(
        "leftover-credential",
        "An expired credential still works",
        Severity.CRITICAL,
        Severity.HIGH,
        "Disable the credential now, review everything it did since it expired, and ask the"
            + " owner or the vendor who holds it.",
        List.of(
            Techniques.CLOUD_ACCOUNTS,
            Techniques.TRUSTED_RELATIONSHIP,
            Techniques.ATLAS_VALID_ACCOUNTS,
            Techniques.ATLAS_INFERENCE_ACCESS));
    put(
        "revoked-credential",
        "Use of a revoked credential",
        Severity.CRITICAL,
        Severity.MEDIUM,
        "Check that the revocation is enforced at every gateway; treat the holder of the"
            + " credential as hostile until explained.",
        token);
    put(
        "model-not-allowed",
        "Use of a model the credential is not allowed",
        Severity.HIGH,
        Severity.LOW,
        "Ask the owner why this model was called; if it was served, close the entitlement.",
        reach);
    put(
        "network-not-declared",
        "Use from a network outside the declaration",
        Severity.MEDIUM,
        Severity.MEDIUM,
        "Confirm the source with the owner; rotate the credential if it is not theirs, else"
            + " declare the network.",
        token);
    put(
        "country-not-declared",
        "Use from a country outside the declaration",
        Severity.MEDIUM,
        Severity.MEDIUM,
        "Confirm the trip or site with the owner; rotate the credential if it is not theirs.",
        token);
    put(
        "hours-not-declared",
        "Use outside the declared hours",
        Severity.LOW,
        Severity.LOW,
        "Ask the owner about work at that time; correct the declared hours if they changed.",
        List.of(Techniques.VALID_ACCOUNTS));
    put(
        "denied-organisation",
        "Use from a denied organisation's network",
        Severity.HIGH,
        Severity.HIGH,
        "Block the source and rotate the credential; report as the policy on denied parties says.",
        token);
    put(
        "denied-country",
        "Use from a denied country",
        Severity.HIGH,
        Severity.HIGH,
        "Block the source and rotate the credential; report as the policy on denied countries"
            + " says.",
        token);
    put(
        "canary",
        "A canary was touched",
        Severity.CRITICAL,
        Severity.CRITICAL,
        "Treat as an intrusion: nobody has a reason to touch it. Preserve logs, disable the"
            + " credential, find where the canary was read.",
        List.of(Techniques.VALID_ACCOUNTS, Techniques.ATLAS_VALID_ACCOUNTS));
    put(
        "indicator",
        "Match with a threat indicator",
        Severity.HIGH,
        Severity.HIGH,
        "Check the indicator's origin and age; contain the credential and search for the"
            + " indicator elsewhere.",
        token);
    put(
        "before-launch",
        "Use of a restricted model before its launch",
        Severity.HIGH,
        Severity.LOW,
        "Find out how the model's name became known, and close access to it until its launch.",
        List.of(
            Techniques.SERVICE_DISCOVERY,
            Techniques.ATLAS_MODEL_FAMILY,
            Techniques.ATLAS_INFERENCE_ACCESS));
    put(
        "not-yet-issued",
        "Use of a credential before its date of issue",
        // Far more often a date in the inventory that is rounded than a theft before delivery.
        Severity.LOW,
        Severity.LOW,
        "Correct the date in the inventory, or find out who had the credential before its owner.",
        valid);
    put(
        Guard.SLOW_GROWTH,
        "Use that grew slowly to a multiple",
        Severity.MEDIUM,
        Severity.LOW,
        "Ask the owner what the growth is for. If nobody knows, suspend the credential and review"
            + " what it got over the last months: each day may have looked normal.",
        List.of(
            Techniques.AUTOMATED_COLLECTION,
            Techniques.AUTOMATED_EXFILTRATION,
            Techniques.ATLAS_EXFILTRATION));
    put(
        "outside-vendor-path",
        "A vendor's credential used outside the vendor's path",
        Severity.HIGH,
        Severity.MEDIUM,
        "Ask the vendor whether these requests are theirs. If not, revoke the credential, and find"
            + " out where it was copied: the vendor's own systems come first.",
        List.of(
            Techniques.CLOUD_ACCOUNTS,
            Techniques.TRUSTED_RELATIONSHIP,
            Techniques.ACCESS_TOKEN,
            Techniques.ATLAS_VALID_ACCOUNTS));
    put(
        "vendor-only",
        "Requests in a vendor's log that the gateway did not see",
        Severity.HIGH,
        Severity.MEDIUM,
        "Find out how these requests got answered: a way around the gateway, or lines that the"
            + " gateway's log lost. Ask the vendor who sent them.",
        List.of(Techniques.TRUSTED_RELATIONSHIP, Techniques.ATLAS_INFERENCE_ACCESS));
    put(
        TwoLogs.SILENT,
        "A log went silent while the other one did not",
        Severity.MEDIUM,
        Severity.MEDIUM,
        "Get the missing lines, and look who used the credentials meanwhile: until then nothing"
            + " says whether that use went the agreed way.",
        List.of(Techniques.VALID_ACCOUNTS));
    put(
        MISMATCH,
        "Roster or policy does not match reality",
        Severity.MEDIUM,
        Severity.MEDIUM,
        "Check the declaration behind this rule before anything else: it contradicts too many"
            + " credentials at once. Then look at the credentials that still break it.",
        List.of(Techniques.VALID_ACCOUNTS));
  }

  private Playbook() {}

  private static void put(
      String id,
      String name,
      Severity whenSucceeded,
      Severity whenDenied,
      String remediation,
      List<Technique> techniques) {
    ENTRIES.put(id, new Entry(name, whenSucceeded, whenDenied, remediation, techniques));
  }

  /**
   * The entry of a rule.
   *
   * @throws IllegalArgumentException for a rule without one
   */
  static Entry of(String rule) {
    Entry entry = ENTRIES.get(rule);
    if (entry == null) {
      throw new IllegalArgumentException("rule without an entry in the rule book: " + rule);
    }
    return entry;
  }

  /** The entry of a case: of a rule of the user's own what that says of itself. */
  static Entry of(RuleCase c) {
    RuleLabel label = c.label;
    if (label == null) {
      return of(c.rule);
    }
    Severity severity = Severity.values()[label.level() - 1];
    return new Entry(
        label.name(),
        severity,
        severity,
        label.advice(),
        label.techniques().stream().map(Techniques::of).toList());
  }

  /** All rules with an entry. */
  static java.util.Set<String> rules() {
    return ENTRIES.keySet();
  }
}
