package org.gatewatch.ingest;

import java.nio.charset.StandardCharsets;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Envoy and Envoy AI Gateway access logs: JSON, of which the operator chooses the keys (those of
 * Envoy Gateway, of Istio and of the AI Gateway's examples are known), or the default text format;
 * each also inside the JSON that a container's log driver puts around it.
 *
 * <p>Envoy knows no credential by itself: log the header that its API key or JWT filter forwards
 * ({@code x-client-id}), or the peer's certificate.
 */
final class Envoy implements LogFormat {
  private static final String[] WRAPPED = {"log", "message", "msg", "textPayload", "line"};
  private static final String[] KEYS = {
    "x-client-id", "x_client_id", "client_id", "credential_id", "x-api-key-id", "api_key_id"
  };
  private static final String[] CERTIFICATES = {
    "downstream_peer_fingerprint_256", "downstream_peer_serial", "peer_fingerprint"
  };
  private static final String[] TOKENS = {"jwt_sub", "\"jwt.sub\"", "x-jwt-sub", "sub"};

  private static final Table TABLE =
      new Table("envoy", "start_time and response_code, or the default text format")
          .utc(Field.EVENT_TIME, "start_time", "startTime", "request_start_time")
          .always(Field.EVENT_TIME_KIND, "start")
          .always(Field.EVENT_TIME_RES_MS, "1")
          .put(Field.REQUEST_ID, "x-request-id", "x_request_id", "request_id")
          .put(Field.PRINCIPAL, "x-user-id", "user_id", "principal", "downstream_peer_subject")
          .put(Field.TENANT, "x-tenant-id", "tenant", "team", "namespace", "route_name")
          .put(Field.SOURCE_IP, "downstream_remote_address", "downstream_direct_remote_address")
          .put(Field.IP_CHAIN, "x-forwarded-for", "x_forwarded_for")
          .put(Field.USER_AGENT, "user-agent", "user_agent")
          .put(Field.JA3, "ja3", "tls_ja3_fingerprint", "ja3_fingerprint")
          .put(Field.JA4, "ja4", "tls_ja4_fingerprint", "ja4_fingerprint")
          .as("upper", Field.METHOD, "method", "\":method\"")
          .put(Field.HOST, "\":authority\"", "authority", "host")
          .as(
              "no_query",
              Field.ENDPOINT,
              "x-envoy-origin-path",
              "x-envoy-original-path",
              "path",
              "\":path\"")
          .put(Field.OPERATION, "\"gen_ai.operation.name\"")
          .put(Field.MODEL, "\"gen_ai.request.model\"", "x-ai-eg-model", "request_model", "model")
          .put(
              Field.MODEL_RESOLVED,
              "\"gen_ai.response.model\"",
              "model_override",
              "llm_model_override",
              "model_name_override",
              "response_model")
          .put(Field.STATUS, "response_code")
          .put(Field.INPUT_TOKENS, "\"gen_ai.usage.input_tokens\"", "llm_input_token")
          .put(
              Field.CACHED_TOKENS,
              "\"gen_ai.usage.cached_tokens\"",
              "\"gen_ai.usage.cache_read.input_tokens\"",
              "llm_cached_input_token")
          .put(
              Field.CACHE_WRITE_TOKENS,
              "\"gen_ai.usage.cache_creation.input_tokens\"",
              "llm_cache_creation_input_token")
          .put(Field.OUTPUT_TOKENS, "\"gen_ai.usage.output_tokens\"", "llm_output_token")
          .put(
              Field.REASONING_TOKENS,
              "\"gen_ai.usage.reasoning_tokens\"",
              "\"gen_ai.usage.reasoning.output_tokens\"",
              "llm_reasoning_token")
          .put(Field.BYTES_IN, "bytes_received")
          .put(Field.BYTES_OUT, "bytes_sent")
          .put(Field.LATENCY_MS, "duration")
          .put(Field.SESSION_ID, "\"session.id\"", "\"mcp.session.id\"", "session_id")
          .put(Field.TRACE_ID, "trace_id", "traceparent", "x-b3-traceid")
          .put(Field.REGION, "region")
          .put(Field.NODE, "hostname", "node", "pod_name")
          .also("response_flags", "response_code_details", "x-api-key", "authorization")
          .also(KEYS)
          .also(CERTIFICATES)
          .also(TOKENS)
          .also(WRAPPED);

  @Override
  public String id() {
    return "envoy";
  }

  @Override
  public String description() {
    return "Envoy, Envoy AI Gateway, Istio: JSON or default text, also wrapped by a container";
  }

  @Override
  public String detectedBy() {
    return "JSON with start_time and Envoy's response keys, or a line in its default text format";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    if (mapped) {
      return null;
    }
    if (Table.isJsonWith(head, "start_time", "response_code")
        && (Table.hasAll(head, "response_flags")
            || Table.hasAll(head, "downstream_remote_address")
            || Table.hasAll(head, "x-envoy-origin-path")
            || Table.hasAll(head, "upstream_host"))) {
      return "the first records have start_time, response_code and other keys of Envoy";
    }
    String[] lines = head.split("\n", 11);
    for (int i = 0; i < Math.min(10, lines.length); i++) {
      if (EnvoyLine.split(lines[i].strip().replace("\\\"", "\"")) != null) {
        return "line " + (i + 1) + " is in Envoy's default text format";
      }
    }
    return null;
  }

  @Override
  public Framer framer(Archive in) {
    return new Lines(in);
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    Table.Reader row = TABLE.reader(binding, values, unknown);
    return (bytes, from, to, out) -> read(row, values, bytes, from, to, out);
  }

  private static @Nullable Problem read(
      Table.Reader row, Values values, byte[] bytes, int from, int to, AccessEvent.Builder out) {
    int start = from;
    while (start < to && bytes[start] == ' ') {
      start++;
    }
    if (bytes[start] != '{') {
      return text(new String(bytes, from, to - from, StandardCharsets.UTF_8), values, out);
    }
    Problem problem = row.read(bytes, from, to, out);
    String inner = row.first(WRAPPED);
    if (problem == null && inner != null && row.get("response_code") == null) {
      out.clear();
      if (!inner.startsWith("{")) {
        return text(inner, values, out);
      }
      byte[] unwrapped = inner.getBytes(StandardCharsets.UTF_8);
      problem = row.read(unwrapped, 0, unwrapped.length, out);
    }
    return problem == null ? rest(row, values, out) : problem;
  }

  private static @Nullable Problem text(String line, Values values, AccessEvent.Builder out) {
    EnvoyLine parts = EnvoyLine.split(line);
    if (parts == null) {
      return new Problem("not_this_format", "expected JSON, or Envoy's default text format");
    }
    out.set(Field.FORMAT, "envoy");
    Problem problem = parts.fill(values, out);
    if (problem == null) {
      outcome(out, values, parts.flags());
    }
    return problem;
  }

  private static @Nullable Problem rest(Table.Reader row, Values values, AccessEvent.Builder out) {
    if (row.get("response_code") == null) {
      return new Problem("not_this_format", "expected start_time and response_code");
    }
    if (!out.has(Field.EVENT_TIME)) {
      return Problem.NO_EVENT_TIME;
    }
    String forwarded = row.first("x-forwarded-for", "x_forwarded_for");
    if (!out.has(Field.SOURCE_IP) && forwarded != null) {
      row.put(out, Field.SOURCE_IP, Target.client(forwarded));
    }
    credential(row, out);
    if (!out.has(Field.MODEL)) {
      String path = out.text(Field.ENDPOINT);
      row.put(out, Field.MODEL, path == null ? null : Target.model(path));
    }
    // A client may choose x-request-id: the time and its address make it unique.
    row.put(
        out,
        Field.DEDUPE_KEY,
        row.joined(
            out.text(Field.REQUEST_ID),
            Long.toString(out.number(Field.EVENT_TIME, 0)),
            out.has(Field.SOURCE_IP) ? out.text(Field.SOURCE_IP) : "?"));
    Table.Reader.addCached(out, false);
    outcome(out, values, row.get("response_flags"));
    if (!out.has(Field.ERROR_CODE) && out.number(Field.STATUS, 0) >= 400) {
      row.put(out, Field.ERROR_CODE, row.get("response_code_details"));
    }
    return null;
  }

  private static void credential(Table.Reader row, AccessEvent.Builder out) {
    String key = row.first(KEYS);
    String certificate = row.first(CERTIFICATES);
    String subject = row.first(TOKENS);
    if (key != null) {
      row.put(out, Field.CREDENTIAL_ID, key);
      out.set(Field.CREDENTIAL_TYPE, "api_key");
    } else if (certificate != null) {
      row.put(out, Field.CREDENTIAL_ID, certificate);
      out.set(Field.CREDENTIAL_TYPE, "mtls_cert");
    } else if (subject != null) {
      row.put(out, Field.CREDENTIAL_ID, subject);
      out.set(Field.CREDENTIAL_TYPE, "jwt");
    } else {
      String header = row.first("x-api-key", "authorization");
      row.secret(out, Field.CREDENTIAL_ID, header);
      out.set(Field.CREDENTIAL_TYPE, header == null ? null : "unknown");
    }
  }

  /**
   * What Envoy's flags say beyond the status. A client that hangs up ({@code DC}) after the answer
   * began has had what was sent: that stays a success.
   */
  private static void outcome(AccessEvent.Builder out, Values values, @Nullable String flags) {
    if (!out.has(Field.STATUS)) {
      out.set(Field.OUTCOME, "aborted"); // 0: the client left before there was a status
    }
    if (flags == null || flags.equals("-")) {
      return;
    }
    values.text(out, Field.ERROR_CODE, flags);
    for (String flag : flags.split(",", 20)) {
      switch (flag) {
        case "UAEX", "UnauthorizedExternalService", "NR", "NoRouteFound" ->
            out.set(Field.OUTCOME, "denied");
        case "RL", "RateLimited" -> out.set(Field.OUTCOME, "rate_limited");
        default -> {}
      }
    }
  }
}
