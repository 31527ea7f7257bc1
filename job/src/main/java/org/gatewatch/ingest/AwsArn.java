package org.gatewatch.ingest;

/**
 * How a role's session is named, whichever log of AWS tells of it: the role without its path, which
 * some logs lack, and the session. An account has no two roles of one name.
 */
final class AwsArn {
  private static final String ROLE = ":role/";
  private static final String ASSUMED = ":assumed-role/";

  private AwsArn() {}

  /** Whether it is the session of a role: {@code arn:aws:sts::1:assumed-role/Role/session}. */
  static boolean isSession(String arn) {
    return arn.contains(":sts::") && arn.contains(ASSUMED);
  }

  /** A role's session as {@code arn:aws:iam::1:role/Role/session}; any other as it is. */
  static String credential(String arn) {
    return isSession(arn) ? arn.replace(":sts::", ":iam::").replace(ASSUMED, ROLE) : arn;
  }

  /** A role without its path: {@code arn:aws:iam::1:role/Role}; any other as it is. */
  static String role(String arn) {
    int role = arn.indexOf(ROLE);
    return role < 0
        ? arn
        : arn.substring(0, role + ROLE.length()) + arn.substring(arn.lastIndexOf('/') + 1);
  }
}
