package org.gatewatch.report;

import java.util.List;
import org.gatewatch.baseline.Cited;
import org.gatewatch.event.Credential;
import org.gatewatch.event.LogSource;
import org.gatewatch.judge.Change;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Measure;
import org.gatewatch.judge.Severity;
import org.gatewatch.judge.Technique;
import org.jspecify.annotations.Nullable;

/** Findings to write that read like real ones. */
final class Findings {
  /** 2026-03-02T09:14:07.120Z. */
  static final long MORNING = 1_772_442_847_120L;

  private Findings() {}

  /** A rule: a contractor's key, used two months after its contract. */
  static Finding leftover() {
    Cited first =
        cited(
            MORNING, "r-100", "dana@vendor.example", "203.0.113.9", 64501, "Example Hosting", 200);
    Cited last =
        cited(MORNING + 51_280, "r-101", "dana@vendor.example", "2001:db8::9", 64501, null, 403);
    return new Finding(
        "00112233445566778899aabbccddeeff",
        2,
        Finding.Lane.RULE,
        2,
        "ctr-017",
        declared(),
        "leftover-credential",
        "Leftover credential",
        true,
        MORNING + 300_000,
        MORNING + 3_600_000,
        first.time(),
        last.time(),
        Severity.CRITICAL,
        95,
        "Leftover credential in use: ctr-017",
        "The contract of ctr-017 ended on 2025-12-31; it was used 2 times from 2026-03-02 09:14, 1"
            + " of them accepted.",
        List.of("leftover_credential"),
        List.of(
            new Technique(
                "18.1",
                "TA0001",
                "Initial Access",
                "T1078",
                "Valid Accounts",
                "T1078.004",
                "Cloud Accounts"),
            new Technique(
                "5.6.1",
                "AML.TA0004",
                "Initial Access",
                "AML.T0012",
                "Valid Accounts",
                null,
                null)),
        List.of(),
        List.of(first, last),
        2,
        "",
        "Revoke ctr-017 now and ask soc@vendor.example who holds it.",
        1,
        0,
        0,
        new Change(Change.Kind.REVISED, "it was used again"),
        null,
        null);
  }

  /** A behaviour: a known key from a network that nobody used before. */
  static Finding newNetwork() {
    Cited one = cited(MORNING, null, null, "198.51.100.7", 64496, "Example Transit", 200);
    return new Finding(
        "ffeeddccbbaa99887766554433221100",
        1,
        Finding.Lane.BEHAVIOUR,
        1,
        "svc-3",
        Credential.undeclared("svc-3"),
        "behaviour",
        "Unusual behaviour",
        false,
        MORNING + 300_000,
        MORNING + 300_000,
        MORNING,
        MORNING,
        Severity.MEDIUM,
        55,
        "New network and 12 times the usual requests: svc-3",
        "AS64496 was never seen with svc-3 in 27 days; 412 requests, usually up to 35.",
        List.of("new_network", "requests"),
        List.of(),
        List.of(
            new Measure(
                "identity",
                "network",
                "source_network",
                "198.51.100.0/24, AS64496",
                "192.0.2.0/24, AS64500",
                2e-4,
                8.5,
                "first time in AS64496; in 27 days it used 1 network"),
            new Measure(
                "requests",
                "requests",
                "requests_per_hour",
                "412",
                "5 to 35",
                0.003,
                5.75,
                "412 requests between 09:00 and 10:00")),
        List.of(one),
        412,
        "Agent and hour are usual.",
        "Ask the owner of svc-3 whether a new environment was set up.",
        8e-4,
        14.25,
        13.4,
        Change.OPENED,
        null,
        null);
  }

  /** The new network again, as another finding. */
  static Finding revision(String uid, int revision, long time) {
    return with(
        newNetwork(), uid, revision, revision == 1 ? 1 : 2, time, time + revision * 3_600_000L);
  }

  /** A finding as another revision, or under another uid. */
  static Finding with(Finding f, String uid, int revision, int activity, long time, long modified) {
    return new Finding(
        uid,
        revision,
        f.lane(),
        activity,
        f.credential(),
        f.declared(),
        f.analyticId(),
        f.analyticName(),
        f.alert(),
        time,
        modified,
        f.firstSeen(),
        f.lastSeen(),
        f.severity(),
        f.confidence(),
        f.title(),
        f.description(),
        f.types(),
        f.techniques(),
        f.measures(),
        f.cited(),
        f.citedCount(),
        f.normal(),
        f.remediation(),
        f.pDay(),
        f.score(),
        f.threshold(),
        f.change(),
        f.disposition(),
        f.dossier());
  }

  private static Credential declared() {
    return new Credential(
        "ctr-017",
        "Dana Doe",
        "contractor",
        "Vendor A",
        "contractors",
        null,
        1_767_139_200_000L,
        null,
        null,
        List.of(),
        null,
        List.of(),
        "soc@vendor.example",
        null,
        List.of(),
        List.of(),
        List.of());
  }

  private static Cited cited(
      long time,
      @Nullable String request,
      @Nullable String principal,
      String ip,
      long asn,
      @Nullable String org,
      int status) {
    return new Cited(
        time,
        LogSource.GATEWAY,
        request,
        principal,
        ip,
        asn,
        org,
        org == null ? null : "hosting",
        "NL",
        "python-client/2.1",
        "t13d1516h2_8daaf6152771_b186095e22b6",
        "POST",
        "/v1/chat/completions",
        "aurora-1",
        status,
        status < 400,
        status < 400 ? 812 : -1,
        0,
        0,
        17,
        4096);
  }
}
