package org.gatewatch.ingest;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Access log of AWS API Gateway in JSON: REST, HTTP and WebSocket APIs. Its keys are the operator's
 * choice: known are the console's own and the names of the {@code $context} variables, flat or
 * nested. {@code identity.apiKey} is the key itself: only a keyed hash of it is kept.
 */
final class AwsApiGateway implements LogFormat {
  private static final String[] KEY_IDS = names("identity.apiKeyId");
  private static final String[] ACCESS_KEYS = names("identity.accessKey");
  private static final String[] USERS = names("identity.userArn");
  private static final String[] CERTIFICATES = names("identity.clientCert.serialNumber");
  private static final String[] AUTHORIZED = names("authorizer.principalId");
  private static final String[] KEYS = names("identity.apiKey");
  private static final String[] ERRORS =
      join(names("error.responseType"), names("authorize.error"), names("authorizer.error"));

  private static final Table TABLE =
      new Table("aws_apigateway", "requestId with httpMethod or routeKey, and status")
          .needs("requestId", "extendedRequestId")
          .needs("httpMethod", "routeKey", "eventType")
          .put(Field.REQUEST_ID, "requestId", "extendedRequestId")
          .put(Field.DEDUPE_KEY, "extendedRequestId", "requestId")
          .put(
              Field.PRINCIPAL,
              join(
                  names("identity.userArn"),
                  names("authorizer.claims.sub"),
                  names("authorizer.principalId"),
                  names("identity.user"),
                  names("identity.caller")))
          .put(Field.TENANT, join(names("identity.accountId"), names("apiId"), names("stage")))
          .put(Field.SOURCE_IP, join(names("identity.sourceIp"), new String[] {"ip"}))
          .put(Field.USER_AGENT, names("identity.userAgent"))
          .as("upper", Field.METHOD, "httpMethod")
          .put(Field.HOST, "domainName")
          .as("no_query", Field.ENDPOINT, "path", "rawPath")
          .put(Field.ENDPOINT_TEMPLATE, "resourcePath")
          .put(Field.STATUS, "status")
          .put(Field.BYTES_OUT, "responseLength")
          .put(Field.LATENCY_MS, "responseLatency")
          .put(Field.TRACE_ID, "xrayTraceId")
          .also("requestTimeEpoch", "requestTime", "routeKey")
          .also(KEY_IDS)
          .also(ACCESS_KEYS)
          .also(CERTIFICATES)
          .also(AUTHORIZED)
          .also(KEYS)
          .also(ERRORS);

  /** A variable's path, the same as one key with dots in it, and its last part alone. */
  private static String[] names(String variable) {
    String last = variable.substring(variable.lastIndexOf('.') + 1);
    return variable.equals(last)
        ? new String[] {variable}
        : new String[] {variable, '"' + variable + '"', last};
  }

  private static String[] join(String[]... lists) {
    List<String> out = new ArrayList<>();
    for (String[] list : lists) {
      out.addAll(List.of(list));
    }
    return out.toArray(String[]::new);
  }

  @Override
  public String id() {
    return "aws_apigateway";
  }

  @Override
  public String description() {
    return "AWS API Gateway access log in JSON, with the console's keys or $context names";
  }

  @Override
  public String detectedBy() {
    return "JSON with requestId, requestTime, status and httpMethod or routeKey";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    return !mapped
            && Table.isJsonWith(head, "requestId", "status")
            && (Table.hasAll(head, "requestTime") || Table.hasAll(head, "requestTimeEpoch"))
            && (Table.hasAll(head, "httpMethod") || Table.hasAll(head, "routeKey"))
        ? "the first records have requestId, requestTime, status and a method or route"
        : null;
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    Table.Reader row = TABLE.reader(binding, values, unknown);
    return (bytes, from, to, out) -> {
      Problem problem = row.read(bytes, from, to, out);
      return problem == null ? rest(row, values, out) : problem;
    };
  }

  private static @Nullable Problem rest(Table.Reader row, Values values, AccessEvent.Builder out) {
    String epoch = row.get("requestTimeEpoch");
    String text = row.get("requestTime");
    if (epoch != null || text != null) {
      long time = epoch != null ? Timestamps.epoch(epoch, "ms") : time(String.valueOf(text));
      Problem problem =
          time == Timestamps.NONE
              ? Problem.badTime("requestTime", "dd/MMM/yyyy:HH:mm:ss +hhmm, or epoch ms")
              : values.whole(out, Field.EVENT_TIME, time);
      if (problem != null) {
        return problem;
      }
      out.set(Field.EVENT_TIME_KIND, "start");
      out.set(Field.EVENT_TIME_RES_MS, epoch != null ? 1 : 1000);
    }
    credential(row, out);
    row.put(out, Field.ERROR_CODE, row.first(ERRORS));
    String route = row.get("routeKey");
    route(route == null ? null : values.redacted(route), row, out);
    String path = out.text(Field.ENDPOINT);
    row.put(out, Field.MODEL, path == null ? null : Target.model(path));
    return null;
  }

  private static long time(String text) {
    long clf = Timestamps.clf(text);
    return clf == Timestamps.NONE ? Timestamps.iso(text, null) : clf;
  }

  /** A temporary key of AWS changes with each session: who holds it is the credential. */
  private static void credential(Table.Reader row, AccessEvent.Builder out) {
    String access = row.first(ACCESS_KEYS);
    boolean temporary = access != null && access.startsWith("ASIA");
    String[][] ids = {KEY_IDS, temporary ? USERS : ACCESS_KEYS, CERTIFICATES, AUTHORIZED};
    String[] types = {
      "api_key", temporary ? "aws_session" : "aws_access_key", "mtls_cert", "unknown"
    };
    for (int i = 0; i < ids.length && !out.has(Field.CREDENTIAL_ID); i++) {
      String id = row.first(ids[i]);
      row.put(out, Field.CREDENTIAL_ID, id == null ? null : AwsArn.credential(id));
      out.set(Field.CREDENTIAL_TYPE, out.has(Field.CREDENTIAL_ID) ? types[i] : null);
    }
    String key = row.first(KEYS);
    if (!out.has(Field.CREDENTIAL_ID) && key != null) {
      row.secret(out, Field.CREDENTIAL_ID, key);
      out.set(Field.CREDENTIAL_TYPE, "api_key");
    }
  }

  /** HTTP APIs write {@code POST /v1/messages} for method and template together. */
  private static void route(@Nullable String route, Table.Reader row, AccessEvent.Builder out) {
    int space = route == null ? -1 : route.indexOf(' ');
    if (route == null || space < 0 || !Target.isMethod(route, space)) {
      return;
    }
    if (!out.has(Field.METHOD)) {
      row.put(out, Field.METHOD, route.substring(0, space));
    }
    if (!out.has(Field.ENDPOINT_TEMPLATE)) {
      row.put(out, Field.ENDPOINT_TEMPLATE, route.substring(space + 1));
    }
  }
}
