package org.gatewatch.judge;

import java.util.List;

/** Techniques that findings name: ATT&CK 18.1 and ATLAS 5.6.1. */
final class Techniques {
  static final Technique VALID_ACCOUNTS =
      attack("TA0001", "Initial Access", "T1078", "Valid Accounts", null, null);
  static final Technique CLOUD_ACCOUNTS =
      attack("TA0001", "Initial Access", "T1078", "Valid Accounts", "T1078.004", "Cloud Accounts");
  static final Technique TRUSTED_RELATIONSHIP =
      attack("TA0001", "Initial Access", "T1199", "Trusted Relationship", null, null);
  static final Technique ACCESS_TOKEN =
      attack(
          "TA0008",
          "Lateral Movement",
          "T1550",
          "Use Alternate Authentication Material",
          "T1550.001",
          "Application Access Token");
  static final Technique PROXY =
      attack("TA0011", "Command and Control", "T1090", "Proxy", null, null);
  static final Technique SERVICE_DISCOVERY =
      attack("TA0007", "Discovery", "T1526", "Cloud Service Discovery", null, null);
  static final Technique AUTOMATED_COLLECTION =
      attack("TA0009", "Collection", "T1119", "Automated Collection", null, null);
  static final Technique AUTOMATED_EXFILTRATION =
      attack("TA0010", "Exfiltration", "T1020", "Automated Exfiltration", null, null);
  static final Technique ATLAS_VALID_ACCOUNTS =
      atlas("AML.TA0004", "Initial Access", "AML.T0012", "Valid Accounts");
  static final Technique ATLAS_INFERENCE_ACCESS =
      atlas("AML.TA0000", "AI Model Access", "AML.T0040", "AI Model Inference API Access");
  static final Technique ATLAS_MODEL_FAMILY =
      atlas("AML.TA0008", "Discovery", "AML.T0014", "Discover AI Model Family");
  static final Technique ATLAS_EXFILTRATION =
      atlas("AML.TA0010", "Exfiltration", "AML.T0024", "Exfiltration via AI Inference API");

  private static final List<Technique> ATTACK =
      List.of(
          VALID_ACCOUNTS,
          CLOUD_ACCOUNTS,
          TRUSTED_RELATIONSHIP,
          ACCESS_TOKEN,
          PROXY,
          SERVICE_DISCOVERY,
          AUTOMATED_COLLECTION,
          AUTOMATED_EXFILTRATION);

  private Techniques() {}

  /**
   * A technique of ATT&CK that a user's rule names; one that no rule of this house uses goes by its
   * id alone.
   *
   * @param id such as {@code T1078} or {@code T1078.004}
   */
  static Technique of(String id) {
    for (Technique known : ATTACK) {
      if (id.equals(known.subId() == null ? known.id() : known.subId())) {
        return known;
      }
    }
    int dot = id.indexOf('.');
    String technique = dot < 0 ? id : id.substring(0, dot);
    String name = technique;
    for (Technique known : ATTACK) {
      name = known.id().equals(technique) ? known.name() : name;
    }
    String sub = dot < 0 ? null : id;
    return new Technique("18.1", "", "", technique, name, sub, sub);
  }

  private static Technique attack(
      String tacticId,
      String tactic,
      String id,
      String name,
      @org.jspecify.annotations.Nullable String subId,
      @org.jspecify.annotations.Nullable String subName) {
    return new Technique("18.1", tacticId, tactic, id, name, subId, subName);
  }

  private static Technique atlas(String tacticId, String tactic, String id, String name) {
    return new Technique("5.6.1", tacticId, tactic, id, name, null, null);
  }
}
