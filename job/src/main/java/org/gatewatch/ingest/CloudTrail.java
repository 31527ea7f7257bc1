package org.gatewatch.ingest;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * AWS CloudTrail: files of {@code {"Records":[...]}}, or records one a line. Digest and Insight
 * files lie in the same bucket and are rejected by name.
 */
final class CloudTrail implements LogFormat {
  /** The members read, in the order of {@link At}. */
  private static final List<String> PATHS =
      List.of(
          "eventTime",
          "eventSource",
          "eventName",
          "awsRegion",
          "sourceIPAddress",
          "userAgent",
          "errorCode",
          "requestID",
          "eventID",
          "eventType",
          "eventCategory",
          "recipientAccountId",
          "userIdentity.type",
          "userIdentity.principalId",
          "userIdentity.arn",
          "userIdentity.accountId",
          "userIdentity.accessKeyId",
          "userIdentity.invokedBy",
          "userIdentity.sessionContext.sessionIssuer.arn",
          "userIdentity.sessionContext.attributes.mfaAuthenticated",
          "additionalEventData.MFAUsed",
          "requestParameters.modelId",
          "requestParameters.callWithBearerToken",
          "responseElements.ConsoleLogin",
          "digestStartTime");

  private enum At {
    TIME,
    SOURCE,
    NAME,
    REGION,
    ADDRESS,
    AGENT,
    ERROR,
    REQUEST,
    EVENT,
    TYPE,
    CATEGORY,
    RECIPIENT,
    IDENTITY,
    PRINCIPAL,
    ARN,
    ACCOUNT,
    KEY,
    INVOKED_BY,
    ISSUER,
    MFA,
    MFA_USED,
    MODEL,
    BEARER,
    LOGIN,
    DIGEST
  }

  @Override
  public String id() {
    return "cloudtrail";
  }

  @Override
  public String description() {
    return "AWS CloudTrail: {\"Records\":[...]} files, or records one a line";
  }

  @Override
  public String detectedBy() {
    return "JSON that begins with Records, or has eventSource and eventVersion or a digest's times";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    if (mapped || !head.stripLeading().startsWith("{")) {
      return null;
    }
    if (head.stripLeading().substring(1).stripLeading().startsWith("\"Records\"")) {
      return "the file begins with Records";
    }
    String lower = head.toLowerCase(Locale.ROOT); // as collectors write the names
    if (lower.contains("\"eventsource\"")
        && (lower.contains("\"eventversion\"")
            || (lower.contains("\"eventname\"") && lower.contains("\"awsregion\"")))) {
      return "the first records have eventSource, and eventVersion or eventName and awsRegion";
    }
    return head.contains("\"digestStartTime\"") ? "the file is a CloudTrail digest" : null;
  }

  @Override
  public List<String> reads() {
    return PATHS;
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    JsonPaths paths = JsonPaths.anyCase(PATHS);
    return (bytes, from, to, out) -> {
      Problem problem = paths.read(bytes, from, to);
      return problem == null ? fields(paths.found(), values, out) : problem;
    };
  }

  private @Nullable Problem fields(
      @Nullable String[] found, Values values, AccessEvent.Builder out) {
    if (found[At.DIGEST.ordinal()] != null) {
      return new Problem("digest_file", "expected records; this is a digest of log files");
    }
    if ("Insight".equals(found[At.CATEGORY.ordinal()])
        || "AwsCloudTrailInsight".equals(found[At.TYPE.ordinal()])) {
      return new Problem("insight_record", "expected a record of a call; this is an Insight");
    }
    String time = found[At.TIME.ordinal()];
    String name = found[At.NAME.ordinal()];
    String source = found[At.SOURCE.ordinal()];
    if (name == null || source == null) {
      return new Problem("not_cloudtrail", "expected eventSource and eventName");
    }
    if (time == null) {
      return Problem.NO_EVENT_TIME;
    }
    long ms = Timestamps.iso(time, ZoneOffset.UTC); // some collectors drop the Z
    Problem problem =
        ms == Timestamps.NONE
            ? Problem.badTime("eventTime", "RFC 3339")
            : values.whole(out, Field.EVENT_TIME, ms);
    if (problem != null) {
      return problem;
    }
    out.set(Field.EVENT_TIME_KIND, "end");
    out.set(Field.EVENT_TIME_RES_MS, 1000);
    out.set(Field.FORMAT, id());
    put(values, out, Field.DEDUPE_KEY, found[At.EVENT.ordinal()]);
    put(values, out, Field.REQUEST_ID, found[At.REQUEST.ordinal()]);
    put(values, out, Field.HOST, source);
    put(values, out, Field.OPERATION, source + ":" + name);
    put(values, out, Field.ENDPOINT, source + ":" + name);
    put(values, out, Field.SOURCE_IP, found[At.ADDRESS.ordinal()]);
    put(values, out, Field.USER_AGENT, agent(found[At.AGENT.ordinal()]));
    put(values, out, Field.REGION, found[At.REGION.ordinal()]);
    put(values, out, Field.MODEL, found[At.MODEL.ordinal()]);
    put(values, out, Field.TENANT, either(found, At.RECIPIENT, At.ACCOUNT));
    identity(found, values, out);
    outcome(found, values, out);
    mfa(found, out);
    return null;
  }

  private static void put(
      Values values, AccessEvent.Builder out, Field field, @Nullable String value) {
    if (value != null) {
      values.text(out, field, value);
    }
  }

  private static @Nullable String either(@Nullable String[] found, At first, At second) {
    String value = found[first.ordinal()];
    return value != null ? value : found[second.ordinal()];
  }

  /** Some services write the agent in brackets: it is the same agent. */
  private static @Nullable String agent(@Nullable String agent) {
    return agent != null && agent.startsWith("[") && agent.endsWith("]")
        ? agent.substring(1, agent.length() - 1)
        : agent;
  }

  /**
   * A long-term key is the credential. A temporary one (ASIA) changes with each session: the role
   * and the session's name stay.
   */
  private static void identity(@Nullable String[] found, Values values, AccessEvent.Builder out) {
    String kind = found[At.IDENTITY.ordinal()];
    String arn = found[At.ARN.ordinal()];
    String key = found[At.KEY.ordinal()];
    String issuer = found[At.ISSUER.ordinal()];
    String principal = either(found, At.PRINCIPAL, At.INVOKED_BY);
    boolean bearer = "true".equalsIgnoreCase(found[At.BEARER.ordinal()]);
    String credential = null;
    String type = null;
    if (key != null && key.startsWith("AKIA")) {
      credential = key;
      type = "aws_access_key";
    } else if (issuer != null) {
      credential =
          values.redacted(AwsArn.role(issuer)) + "/" + values.redacted(session(arn, principal));
      type = "aws_session";
    } else if (arn != null) {
      credential = AwsArn.credential(arn);
      type = key != null ? "aws_session" : "password";
    } else if (key != null) {
      credential = principal != null ? principal : key;
      type = "aws_session";
    }
    put(values, out, Field.CREDENTIAL_ID, credential);
    put(values, out, Field.CREDENTIAL_TYPE, credential == null ? null : bearer ? "api_key" : type);
    put(values, out, Field.PRINCIPAL, arn != null ? arn : principal);
    put(values, out, Field.PRINCIPAL_TYPE, kind == null ? null : principalType(kind));
  }

  private static String session(@Nullable String arn, @Nullable String principal) {
    if (arn != null && AwsArn.isSession(arn)) {
      return arn.substring(arn.lastIndexOf('/') + 1);
    }
    return principal == null ? "?" : principal.substring(principal.lastIndexOf(':') + 1);
  }

  private static @Nullable String principalType(String kind) {
    return switch (kind) {
      case "IAMUser",
          "Root",
          "FederatedUser",
          "SAMLUser",
          "WebIdentityUser",
          "IdentityCenterUser",
          "Directory" ->
          "user";
      case "AssumedRole", "Role" -> "role";
      case "AWSService" -> "service";
      default -> null;
    };
  }

  private static void outcome(@Nullable String[] found, Values values, AccessEvent.Builder out) {
    String error = found[At.ERROR.ordinal()];
    String outcome = "success";
    if (error != null) {
      put(values, out, Field.ERROR_CODE, error);
      String word = error.toLowerCase(Locale.ROOT);
      if (word.contains("accessdenied")
          || word.contains("unauthorizedoperation")
          || word.contains("unauthorizedaccess")
          || word.contains("notauthorized")
          || word.contains("failed authentication")) {
        outcome = "denied";
      } else if (word.contains("throttl") || word.contains("toomanyrequests")) {
        outcome = "rate_limited";
      } else {
        outcome = "failure";
      }
    }
    if ("Failure".equals(found[At.LOGIN.ordinal()])) {
      outcome = "denied";
    }
    out.set(Field.OUTCOME, outcome);
  }

  /**
   * A string, {@code "true"} or {@code "false"}; a console login says {@code Yes} or {@code No}.
   */
  private static void mfa(@Nullable String[] found, AccessEvent.Builder out) {
    String text = either(found, At.MFA_USED, At.MFA);
    if (text != null) {
      switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "yes" -> out.set(Field.MFA, 1);
        case "false", "no" -> out.set(Field.MFA, 0);
        default -> {} // unknown is not false
      }
    }
  }
}
