package org.gatewatch.cases;

import java.util.List;
import java.util.SortedMap;
import org.gatewatch.event.Credential;
import org.gatewatch.judge.Finding;
import org.gatewatch.judge.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Findings of one intrusion with the answers about it. Times are epoch ms; texts may hold raw log
 * text.
 *
 * @param uid that of its first finding, marked; it stays when later findings join
 * @param number its place in the file, from 1
 * @param activity OCSF: 1 created, 2 updated, 3 closed
 * @param revision how often its findings were revised
 * @param time when the first of its findings became one
 * @param modified when the last of its findings was revised
 * @param confidence 0 to 100, that of its surest finding
 * @param weak whether it may as well be its owner's doing: one statistical finding and no rule
 */
public record Case(
    String uid,
    int number,
    String headline,
    Severity severity,
    int activity,
    int revision,
    long time,
    long modified,
    int confidence,
    boolean weak,
    List<Finding> members,
    List<Joined> joinedBy,
    Who who,
    Since since,
    Taken taken,
    Spread spread,
    List<Action> actions,
    List<Unknown> unknown) {

  /** What joined findings. */
  public record Joined(String kind, String value, List<String> findings) {}

  /** Who was behind it. */
  public record Who(
      String statement,
      List<Used> credentials,
      List<Seen> networks,
      List<Seen> agents,
      List<Seen> fingerprints,
      List<Between> links) {}

  /** A credential of the case; requests as attributed. */
  public record Used(Credential declared, String role, long first, long last, long requests) {}

  /** An identity's value; {@code isNew}: the credential had not used it before. */
  public record Seen(
      String value,
      long asn,
      @Nullable String asOrg,
      @Nullable String country,
      @Nullable String asType,
      long first,
      long last,
      long requests,
      boolean isNew) {}

  /** An edge of the identity graph. */
  public record Between(String from, String to, long requests) {}

  /** Since and until when, with the intervals of doubt. */
  public record Since(
      String statement,
      long first,
      long last,
      long notBefore,
      long notAfter,
      long untilNotBefore,
      long untilNotAfter) {}

  /**
   * What was taken; models and endpoints: requests, input tokens, output tokens.
   *
   * @param expectedRequests left out as the owner's own, where nothing tells which were
   * @param range as far as it is an estimate
   */
  public record Taken(
      String statement,
      long requests,
      double expectedRequests,
      long inputTokens,
      long outputTokens,
      double expectedTokens,
      long bytesOut,
      Range range,
      SortedMap<String, long[]> models,
      SortedMap<String, long[]> endpoints) {}

  /** Between what lies at 95 % what was taken; as counted where it is no estimate. */
  public record Range(long requestsLow, long requestsHigh, long tokensLow, long tokensHigh) {}

  /** Whether it spread; {@code contained}: yes, no or unknown. */
  public record Spread(
      String statement,
      String contained,
      @Nullable String vendor,
      int credentials,
      List<String> vendors,
      List<String> logSources,
      String because) {}

  /** What to do, in order. */
  public record Action(String action, String what, String reason, @Nullable String contact) {}

  /** What cannot be known. */
  public record Unknown(String kind, String statement) {}

  public Case {
    members = List.copyOf(members);
    joinedBy = List.copyOf(joinedBy);
    actions = List.copyOf(actions);
    unknown = List.copyOf(unknown);
  }
}
