package org.gatewatch.ingest;

import java.util.List;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * OCSF events of three classes: 3002 Authentication, 4002 HTTP Activity, 6003 API Activity
 * (attribute names of version 1.8.0). Others are rejected by name. Only a logon (activity 1 of
 * class 3002) that succeeded or failed gets an {@code auth_method}.
 */
final class Ocsf {
  private static final List<String> PATHS =
      List.of(
          "class_uid",
          "category_uid",
          "type_uid",
          "activity_id",
          "activity_name",
          "time",
          "time_dt",
          "metadata.version",
          "metadata.uid",
          "metadata.original_event_uid",
          "metadata.correlation_uid",
          "metadata.tenant_uid",
          "metadata.product.name",
          "status_id",
          "status_code",
          "duration",
          "user.email_addr",
          "user.name",
          "user.uid",
          "user.type_id",
          "actor.user.email_addr",
          "actor.user.name",
          "actor.user.uid",
          "actor.user.type_id",
          "actor.user.credential_uid",
          "actor.session.credential_uid",
          "actor.session.uid",
          "actor.session.is_mfa",
          "session.uid",
          "session.is_mfa",
          "is_mfa",
          "auth_protocol",
          "logon_type",
          "auth_factors[0].factor_type",
          "src_endpoint.ip",
          "src_endpoint.port",
          "src_endpoint.intermediate_ips",
          "src_endpoint.location.country",
          "src_endpoint.location.lat",
          "src_endpoint.location.long",
          "src_endpoint.autonomous_system.number",
          "src_endpoint.autonomous_system.name",
          "dst_endpoint.hostname",
          "dst_endpoint.name",
          "http_request.http_method",
          "http_request.uid",
          "http_request.user_agent",
          "http_request.length",
          "http_request.x_forwarded_for",
          "http_request.url.path",
          "http_request.url.hostname",
          "http_response.code",
          "http_response.length",
          "http_response.latency",
          "traffic.bytes_in",
          "traffic.bytes_out",
          "tls.ja3_hash.value",
          "ja4_fingerprint_list[0].value",
          "trace.uid",
          "api.operation",
          "api.service.name",
          "api.request.uid",
          "api.response.error",
          "api.response.code",
          "ai_model.name",
          "message_context.prompt_tokens",
          "message_context.completion_tokens",
          "cloud.account.uid",
          "cloud.region");

  static final LogFormat FORMAT =
      new PickedFormat(
          "ocsf",
          "OCSF events of classes 3002 Authentication, 4002 HTTP Activity, 6003 API Activity",
          "JSON with class_uid, category_uid or type_uid, time, and metadata.version",
          PATHS,
          Ocsf::sign,
          Ocsf::fill);

  private Ocsf() {}

  private static @Nullable String sign(Picked record) {
    String kind = record.first("class_uid");
    return kind != null
            && record.first("category_uid", "type_uid") != null
            && record.first("time", "time_dt") != null
            && record.first("metadata.version", "metadata.product.name") != null
        ? "class_uid, category_uid, time and metadata"
        : null;
  }

  private static void fill(Filling event) {
    String kind = event.first("class_uid");
    if (kind == null || event.first("time", "time_dt") == null) {
      event.reject(new Problem("not_ocsf", "expected class_uid and time"));
      return;
    }
    event.time("time", "time_dt");
    event.text(Field.DEDUPE_KEY, "metadata.uid", "metadata.original_event_uid");
    event.text(Field.TENANT, "metadata.tenant_uid", "cloud.account.uid");
    event.text(Field.REGION, "cloud.region");
    event.text(Field.SOURCE_IP, "src_endpoint.ip");
    event.number(Field.SOURCE_PORT, "src_endpoint.port");
    event.number(Field.ASN, "src_endpoint.autonomous_system.number");
    event.text(Field.AS_ORG, "src_endpoint.autonomous_system.name");
    event.text(Field.COUNTRY, "src_endpoint.location.country");
    event.place("src_endpoint.location.lat", "src_endpoint.location.long");
    event.text(Field.USER_AGENT, "http_request.user_agent");
    event.text(Field.TRACE_ID, "trace.uid", "metadata.correlation_uid");
    event.text(Field.ERROR_CODE, "api.response.error");
    String outcome = outcome(event);
    switch (kind) {
      case "3002" -> authentication(event, outcome);
      case "4002" -> http(event, outcome);
      case "6003" -> api(event, outcome);
      default -> event.reject(new Problem("ocsf_class", "expected class_uid 3002, 4002 or 6003"));
    }
  }

  private static String outcome(Filling event) {
    String status = event.first("status_id");
    return "1".equals(status) ? "success" : "2".equals(status) ? "failure" : "unknown";
  }

  private static void who(Filling event, String prefix) {
    event.text(
        Field.PRINCIPAL, prefix + "user.email_addr", prefix + "user.name", prefix + "user.uid");
    String type = event.first(prefix + "user.type_id");
    event.set(
        Field.PRINCIPAL_TYPE,
        switch (type == null ? "" : type) {
          case "1", "2" -> "user";
          case "3" -> "system";
          case "4" -> "service";
          default -> null;
        });
  }

  private static void authentication(Filling event, String outcome) {
    who(event, "");
    event.text(Field.REQUEST_ID, "metadata.uid");
    event.text(Field.HOST, "dst_endpoint.hostname", "dst_endpoint.name");
    event.text(Field.SESSION_ID, "session.uid", "actor.session.uid");
    String activity = event.first("activity_name", "activity_id");
    event.set(Field.OPERATION, activity == null ? null : "authentication:" + activity);
    event.out.set(Field.OUTCOME, outcome.equals("failure") ? "denied" : outcome);
    if (outcome.equals("failure")) {
      event.text(Field.ERROR_CODE, "status_code");
    }
    if ("1".equals(event.first("activity_id")) && !outcome.equals("unknown")) {
      event.text(Field.AUTH_METHOD, "auth_protocol", "auth_factors[0].factor_type", "logon_type");
      if (!event.out.has(Field.AUTH_METHOD)) {
        event.out.set(Field.AUTH_METHOD, "ocsf");
      }
      mfa(event, event.first("is_mfa", "session.is_mfa"));
    }
  }

  private static void http(Filling event, String outcome) {
    who(event, "actor.");
    event.text(Field.CREDENTIAL_ID, "actor.session.credential_uid", "actor.user.credential_uid");
    event.text(Field.REQUEST_ID, "http_request.uid", "metadata.uid");
    event.text(Field.SESSION_ID, "actor.session.uid");
    event.text(Field.METHOD, "http_request.http_method");
    event.text(Field.ENDPOINT, "http_request.url.path");
    event.text(Field.HOST, "http_request.url.hostname", "dst_endpoint.hostname");
    event.chain(event.first("http_request.x_forwarded_for", "src_endpoint.intermediate_ips"));
    event.number(Field.BYTES_IN, "http_request.length", "traffic.bytes_in");
    event.number(Field.BYTES_OUT, "http_response.length", "traffic.bytes_out");
    event.number(Field.LATENCY_MS, "http_response.latency", "duration");
    event.text(Field.JA3, "tls.ja3_hash.value");
    event.text(Field.JA4, "ja4_fingerprint_list[0].value");
    event.number(Field.STATUS, "http_response.code");
    if (!event.out.has(Field.STATUS)) {
      event.out.set(Field.OUTCOME, outcome);
    }
  }

  /** A temporary key of AWS changes with each session: who holds it is the credential. */
  private static void api(Filling event, String outcome) {
    who(event, "actor.");
    String key = event.first("actor.user.credential_uid", "actor.session.credential_uid");
    boolean temporary = key != null && key.startsWith("ASIA");
    event.set(Field.CREDENTIAL_ID, temporary ? event.first("actor.user.uid") : key);
    event.text(Field.REQUEST_ID, "api.request.uid", "http_request.uid", "metadata.uid");
    event.text(Field.SESSION_ID, "actor.session.uid");
    String service = event.first("api.service.name");
    String operation = event.first("api.operation");
    event.set(Field.HOST, service);
    if (operation != null) {
      String call = service == null ? operation : service + ":" + operation;
      event.set(Field.OPERATION, call);
      event.set(Field.ENDPOINT, call);
    }
    event.text(Field.MODEL, "ai_model.name");
    event.number(Field.INPUT_TOKENS, "message_context.prompt_tokens");
    event.number(Field.OUTPUT_TOKENS, "message_context.completion_tokens");
    event.number(Field.LATENCY_MS, "duration");
    String error = event.first("api.response.error");
    boolean told = error != null && !outcome.equals("success");
    event.out.set(Field.OUTCOME, told ? Table.Reader.outcome(error) : outcome);
    String status = event.first("api.response.code", "http_response.code");
    if (status != null && status.matches("[1-5][0-9]{2}")) {
      event.out.set(Field.STATUS, Integer.parseInt(status));
      event.out.set(Field.OUTCOME, Values.outcome(Integer.parseInt(status)));
    }
    mfa(event, event.first("actor.session.is_mfa"));
  }

  private static void mfa(Filling event, @Nullable String flag) {
    if (flag != null && (flag.equals("true") || flag.equals("false"))) {
      event.out.set(Field.MFA, flag.equals("true") ? 1 : 0);
    }
  }
}
