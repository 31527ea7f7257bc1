package org.gatewatch.ingest;

import java.util.List;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Kong's file-log and http-log, with what its AI plugins add under {@code ai}: by the version that
 * wrote it, under one name or another, so it is the first child that has a model and its usage. Of
 * headers that hold keys, which Kong leaves in clear but for two, only a keyed hash is kept.
 */
final class Kong implements LogFormat {
  private static final String[] HEADERS = {
    "request.headers.apikey",
    "request.headers.x-api-key",
    "request.headers.api-key",
    "request.querystring.apikey",
    "request.headers.authorization"
  };

  private static final Table TABLE =
      new Table("kong", "started_at with request, response and latencies")
          .needs("started_at")
          .needs("latencies.request", "request.uri", "response.status", "client_ip")
          .in("ms", Field.EVENT_TIME, "started_at")
          .always(Field.EVENT_TIME_KIND, "start")
          .always(Field.EVENT_TIME_RES_MS, "1")
          .put(Field.REQUEST_ID, "request.id", "correlation_id")
          .put(Field.DEDUPE_KEY, "request.id")
          .put(Field.PRINCIPAL, "consumer.username", "consumer.custom_id", "consumer.id")
          .put(Field.TENANT, "workspace_name", "workspace", "service.name")
          .put(Field.SOURCE_IP, "client_ip")
          .put(Field.IP_CHAIN, "request.headers.x-forwarded-for")
          .put(Field.USER_AGENT, "request.headers.user-agent")
          .as("upper", Field.METHOD, "request.method")
          .put(Field.HOST, "request.headers.host")
          .as("no_query", Field.ENDPOINT, "request.uri")
          .put(Field.STATUS, "response.status")
          .put(Field.BYTES_IN, "request.size")
          .put(Field.BYTES_OUT, "response.size")
          .put(Field.LATENCY_MS, "latencies.request")
          .put(Field.TRACE_ID, "trace_id", "trace_id.w3c", "trace_id.b3", "trace_id.datadog")
          .also("authenticated_entity.id", "consumer.id", "consumer.username")
          .also("request.tls.client_verify")
          .also(HEADERS);

  /** What is read of one child of {@code ai}, in the order of the fields below. */
  private static final List<String> AI =
      List.of(
          "meta.request_model",
          "meta.response_model",
          "usage.prompt_tokens",
          "usage.completion_tokens");

  private static final Field[] AI_FIELDS = {
    Field.MODEL, Field.MODEL_RESOLVED, Field.INPUT_TOKENS, Field.OUTPUT_TOKENS
  };

  @Override
  public String id() {
    return "kong";
  }

  @Override
  public String description() {
    return "Kong file-log and http-log, with the AI plugins: objects one a line, or in an array";
  }

  @Override
  public String detectedBy() {
    return "JSON with started_at, latencies and client_ip";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    return !mapped && Table.isJsonWith(head, "started_at", "latencies", "client_ip")
        ? "the first records have started_at, latencies and client_ip"
        : null;
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    Table.Reader row = TABLE.reader(binding, values, null);
    JsonPaths child = new JsonPaths(AI, null);
    return (bytes, from, to, out) -> {
      Problem problem = row.read(bytes, from, to, out);
      if (problem != null) {
        return problem;
      }
      credential(row, out);
      String path = out.text(Field.ENDPOINT);
      row.put(out, Field.MODEL, path == null ? null : Target.model(path));
      return hasAi(bytes, from, to) ? ai(child, values, bytes, from, to, out) : null;
    };
  }

  /** Most records of a gateway that does more than models have nothing of it. */
  private static boolean hasAi(byte[] bytes, int from, int to) {
    for (int i = from; i + 4 <= to; i++) {
      if (bytes[i] == '"' && bytes[i + 1] == 'a' && bytes[i + 2] == 'i' && bytes[i + 3] == '"') {
        return true;
      }
    }
    return false;
  }

  private static void credential(Table.Reader row, AccessEvent.Builder out) {
    String entity = row.first("authenticated_entity.id", "consumer.id", "consumer.username");
    String header = row.first(HEADERS);
    if (entity != null) {
      row.put(out, Field.CREDENTIAL_ID, entity);
    } else {
      row.secret(out, Field.CREDENTIAL_ID, header);
    }
    if (out.has(Field.CREDENTIAL_ID)) {
      boolean certificate = "SUCCESS".equals(row.get("request.tls.client_verify"));
      out.set(Field.CREDENTIAL_TYPE, certificate ? "mtls_cert" : "api_key");
    }
  }

  /** Model and tokens of the first child of {@code ai} that has both; none is counted twice. */
  private static @Nullable Problem ai(
      JsonPaths child, Values values, byte[] bytes, int from, int to, AccessEvent.Builder out) {
    try (JsonParser p =
        Canonical.JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      p.nextToken();
      for (String name = p.nextName(); name != null; name = p.nextName()) {
        boolean found = name.equals("ai");
        if (p.nextToken() != JsonToken.START_OBJECT || !found) {
          p.skipChildren();
          continue;
        }
        while (p.nextName() != null) {
          JsonToken token = p.nextToken();
          int start = from + (int) p.currentTokenLocation().getByteOffset();
          p.skipChildren();
          int end = from + (int) p.currentLocation().getByteOffset();
          if (token == JsonToken.START_OBJECT
              && child.read(bytes, start, end) == null
              && (child.found()[2] != null || child.found()[3] != null)) {
            return fill(child.found(), values, out);
          }
        }
        return null;
      }
      return null;
    } catch (JacksonException e) {
      return Problem.NOT_JSON;
    }
  }

  private static @Nullable Problem fill(
      @Nullable String[] found, Values values, AccessEvent.Builder out) {
    for (int i = 0; i < AI_FIELDS.length; i++) {
      String text = found[i];
      Field field = AI_FIELDS[i];
      if (text == null) {
        continue;
      }
      if (field.isText()) {
        values.text(out, field, text);
        continue;
      }
      int count = Table.Reader.whole(text);
      Problem problem =
          count < 0
              ? Problem.wrongType(field.key(), "a whole number")
              : values.whole(out, field, count);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }
}
