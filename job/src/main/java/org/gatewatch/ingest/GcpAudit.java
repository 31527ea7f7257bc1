package org.gatewatch.ingest;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Cloud Audit Logs of Google Cloud, of which Vertex AI writes its predictions into Data Access
 * logs, where they are enabled. The credential is the key of a service account, or else who called;
 * an OAuth client is shared by everybody who uses the same tool.
 */
final class GcpAudit implements LogFormat {
  private static final String AUTH = "protoPayload.authenticationInfo.";
  private static final String META = "protoPayload.requestMetadata.";

  private static final Table TABLE =
      new Table("gcp_audit", "protoPayload with methodName, and timestamp")
          .needs("protoPayload.methodName")
          .utc(Field.EVENT_TIME, META + "requestAttributes.time", "timestamp")
          .always(Field.EVENT_TIME_RES_MS, "1")
          .put(Field.REQUEST_ID, "insertId")
          .put(
              Field.CREDENTIAL_ID,
              AUTH + "serviceAccountKeyName",
              AUTH + "principalEmail",
              AUTH + "principalSubject")
          .put(Field.PRINCIPAL, AUTH + "principalEmail", AUTH + "principalSubject")
          .put(Field.TENANT, "resource.labels.project_id")
          .put(Field.SOURCE_IP, META + "callerIp", META + "callerIP")
          .put(Field.USER_AGENT, META + "callerSuppliedUserAgent")
          .put(Field.HOST, "protoPayload.serviceName")
          .put(Field.OPERATION, "protoPayload.methodName")
          .put(Field.ENDPOINT, "protoPayload.methodName")
          .put(Field.ERROR_CODE, "protoPayload.status.code")
          .put(Field.REGION, "resource.labels.location", "resource.labels.zone")
          .also("timestamp", "logName", "protoPayload.resourceName", "protoPayload.status.code")
          .also(AUTH + "serviceAccountKeyName");

  @Override
  public String id() {
    return "gcp_audit";
  }

  @Override
  public String description() {
    return "Google Cloud audit log, such as that of Vertex AI";
  }

  @Override
  public String detectedBy() {
    return "JSON with protoPayload and methodName, of the type AuditLog or a cloudaudit log";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    return !mapped
            && Table.isJsonWith(head, "protoPayload", "methodName")
            && (head.contains("google.cloud.audit.AuditLog")
                || head.contains("cloudaudit.googleapis.com"))
        ? "the first records have a protoPayload of an audit log"
        : null;
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    Table.Reader row = TABLE.reader(binding, values, null);
    return (bytes, from, to, out) -> {
      Problem problem = row.read(bytes, from, to, out);
      return problem == null ? rest(row, out) : problem;
    };
  }

  private static @Nullable Problem rest(Table.Reader row, AccessEvent.Builder out) {
    row.put(
        out,
        Field.DEDUPE_KEY,
        row.joined(row.get("logName"), row.get("timestamp"), out.text(Field.REQUEST_ID)));
    String principal = out.text(Field.PRINCIPAL);
    boolean service =
        row.get(AUTH + "serviceAccountKeyName") != null
            || (principal != null && principal.contains("gserviceaccount.com"));
    if (principal != null) {
      out.set(Field.PRINCIPAL_TYPE, service ? "service" : "user");
    }
    if (out.has(Field.CREDENTIAL_ID)) {
      out.set(Field.CREDENTIAL_TYPE, service ? "service_principal" : "oauth_token");
    }
    String resource = row.get("protoPayload.resourceName");
    row.put(out, Field.MODEL, resource == null ? null : Target.model(resource));
    out.set(Field.OUTCOME, outcome(row.get("protoPayload.status.code")));
    return null;
  }

  /** Codes of google.rpc.Code; an empty status is a success. */
  private static String outcome(@Nullable String code) {
    return switch (code == null ? "0" : code) {
      case "0" -> "success";
      case "1" -> "aborted";
      case "5", "7", "16" -> "denied"; // NOT_FOUND as 404 is
      case "8" -> "rate_limited";
      default -> "failure";
    };
  }
}
