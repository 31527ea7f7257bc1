package org.gatewatch.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's GenAI spans and log records in OTLP/JSON, one export request a line, or a file
 * that is one. One request holds many events; what is no call of a model (HTTP and database spans,
 * agents and tools around a call, messages) is left out and counted. Attributes have the names of
 * the semantic conventions, older ones too; no convention names a credential, so it is an attribute
 * of your own, such as {@code credential.id}. Exports must be unsampled, or volumes mean nothing.
 */
final class OtelGenAi implements LogFormat {
  /** Operations that are one call of a model; agents' and tools' contain such calls. */
  private static final Set<String> CALLS =
      Set.of("chat", "text_completion", "generate_content", "embeddings", "completion");

  /** The one log record that describes a whole call; the others are messages of it. */
  private static final String DETAILS = "gen_ai.client.inference.operation.details";

  private static final Table TABLE =
      new Table("otel_genai", "resourceSpans or resourceLogs with gen_ai attributes")
          .in("ns", Field.EVENT_TIME, "startTimeUnixNano", "timeUnixNano", "observedTimeUnixNano")
          .always(Field.EVENT_TIME_RES_MS, "1")
          .put(Field.REQUEST_ID, "gen_ai.response.id", "spanId")
          .put(
              Field.CREDENTIAL_ID,
              "credential.id",
              "credential_id",
              "api_key.id",
              "gen_ai.request.api_key_id",
              "http.request.header.x-client-id",
              "http.request.header.x-api-key",
              "http.request.header.authorization")
          .put(Field.CREDENTIAL_TYPE, "credential.type", "credential_type")
          .put(Field.PRINCIPAL, "user.id", "enduser.id", "user.name", "user.email")
          .put(Field.TENANT, "service.namespace", "service.name")
          .put(
              Field.SOURCE_IP,
              "client.address",
              "http.client_ip",
              "network.peer.address",
              "net.sock.peer.addr",
              "net.peer.ip")
          .put(Field.SOURCE_PORT, "client.port")
          .put(Field.USER_AGENT, "user_agent.original", "http.user_agent")
          .as("upper", Field.METHOD, "http.request.method", "http.method")
          .put(Field.HOST, "server.address")
          .as("no_query", Field.ENDPOINT, "url.path", "http.target")
          .put(Field.ENDPOINT_TEMPLATE, "http.route")
          .put(Field.OPERATION, "gen_ai.operation.name")
          .put(Field.MODEL, "gen_ai.request.model")
          .put(Field.MODEL_RESOLVED, "gen_ai.response.model")
          .put(Field.STATUS, "http.response.status_code", "http.status_code")
          .put(Field.ERROR_CODE, "error.type")
          .put(Field.INPUT_TOKENS, "gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens")
          .put(
              Field.CACHED_TOKENS,
              "gen_ai.usage.cache_read.input_tokens",
              "gen_ai.usage.cache_read_input_tokens")
          .put(
              Field.CACHE_WRITE_TOKENS,
              "gen_ai.usage.cache_creation.input_tokens",
              "gen_ai.usage.cache_creation_input_tokens")
          .put(Field.OUTPUT_TOKENS, "gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens")
          .put(
              Field.REASONING_TOKENS,
              "gen_ai.usage.reasoning.output_tokens",
              "gen_ai.usage.reasoning_tokens")
          .put(Field.BYTES_IN, "http.request.body.size")
          .put(Field.BYTES_OUT, "http.response.body.size")
          .put(Field.SESSION_ID, "gen_ai.conversation.id", "session.id")
          .put(Field.TRACE_ID, "traceId")
          .put(Field.REGION, "cloud.region")
          .put(Field.NODE, "host.name", "k8s.pod.name")
          .also("spanId", "startTimeUnixNano", "endTimeUnixNano", "kind", "status.code")
          .also("eventName", "event.name", "gen_ai.system", "gen_ai.provider.name");

  /** Of a client's span, the peer is the model's own server. */
  private static final Set<String> PEERS =
      Set.of("network.peer.address", "net.sock.peer.addr", "net.peer.ip");

  @Override
  public String id() {
    return "otel_genai";
  }

  @Override
  public String description() {
    return "OpenTelemetry GenAI spans and logs in OTLP/JSON, one export a line";
  }

  @Override
  public String detectedBy() {
    return "JSON with resourceSpans or resourceLogs";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    boolean otlp =
        Table.isJsonWith(head, "resourceSpans") || Table.isJsonWith(head, "resourceLogs");
    return !mapped && otlp ? "the first record has resourceSpans or resourceLogs" : null;
  }

  @Override
  public Framer framer(Archive in) {
    return new OtlpRecords(in);
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    return new Export(TABLE.reader(binding, values, null), values, unknown);
  }

  /** The events of one export request, one after the other. */
  private static final class Export implements RecordParser {
    private final Table.Reader row;
    private final Values values;
    private final UnknownKeys unknown;
    private final Otlp otlp;
    private final Deque<Otlp.Item> left = new ArrayDeque<>();

    /** Of the export that the records are parts of; null when each is an export. */
    private @Nullable Map<String, String> resource;

    Export(Table.Reader row, Values values, UnknownKeys unknown) {
      this.row = row;
      this.values = values;
      this.unknown = unknown;
      otlp = new Otlp(new HashSet<>(row.paths()));
    }

    @Override
    public void around(byte @Nullable [] context) {
      resource = context == null ? null : otlp.resource(context);
    }

    @Override
    public boolean more() {
      return !left.isEmpty();
    }

    @Override
    public @Nullable Problem parse(byte[] bytes, int from, int to, AccessEvent.Builder out) {
      if (left.isEmpty()) {
        Problem problem =
            resource == null ? otlp.read(bytes, from, to) : otlp.part(bytes, from, to, resource);
        if (problem != null) {
          return problem;
        }
        for (Otlp.Item item : otlp.items()) {
          if (isCall(item)) {
            left.add(item);
          } else {
            unknown.note("otlp: no call of a model");
          }
        }
      }
      Otlp.Item item = left.poll();
      if (item == null && resource != null) {
        return Problem.HEADER; // counted by its name above, as within a whole export
      }
      return item == null
          ? new Problem("not_this_format", "expected a span or log record with gen_ai attributes")
          : fill(item, out);
    }

    private static boolean isCall(Otlp.Item item) {
      String event = item.own().get("eventName");
      event = event == null ? item.own().get("event.name") : event;
      if (event != null && event.startsWith("gen_ai.") && !event.equals(DETAILS)) {
        return false;
      }
      String operation = item.own().get("gen_ai.operation.name");
      return operation == null
          ? item.own().containsKey("gen_ai.request.model")
              || item.own().containsKey("gen_ai.response.model")
          : CALLS.contains(operation);
    }

    private @Nullable Problem fill(Otlp.Item item, AccessEvent.Builder out) {
      Map<String, String> own = item.own();
      String kind = own.getOrDefault("kind", "");
      if (!kind.equals("2") && !kind.equals("SPAN_KIND_SERVER")) {
        own.keySet().removeAll(PEERS);
      }
      Problem problem = row.read(path -> own.getOrDefault(path, item.resource().get(path)), out);
      if (problem != null) {
        return problem;
      }
      String started = own.get("startTimeUnixNano");
      out.set(Field.EVENT_TIME_KIND, started == null ? null : "start");
      String ended = own.get("endTimeUnixNano");
      if (started != null && ended != null) {
        long end = Timestamps.epoch(ended, "ns");
        long latency = end - out.number(Field.EVENT_TIME, 0);
        if (end != Timestamps.NONE && latency >= 0) {
          out.set(Field.LATENCY_MS, latency);
        }
      }
      row.put(out, Field.DEDUPE_KEY, row.joined(own.get("traceId"), own.get("spanId")));
      if (out.has(Field.CREDENTIAL_ID) && !out.has(Field.CREDENTIAL_TYPE)) {
        out.set(Field.CREDENTIAL_TYPE, "unknown");
      }
      Table.Reader.addCached(out, false);
      return outcome(own, out);
    }

    private @Nullable Problem outcome(Map<String, String> own, AccessEvent.Builder out) {
      if (out.has(Field.STATUS)) {
        return null; // the outcome follows from it
      }
      String error = own.get("error.type");
      int number = Table.Reader.whole(error);
      if (number >= 400 && number <= 599) {
        return values.whole(out, Field.STATUS, number);
      }
      String code = own.getOrDefault("status.code", "0");
      boolean failed = error != null || code.equals("2") || code.equals("STATUS_CODE_ERROR");
      out.set(
          Field.OUTCOME,
          failed ? Table.Reader.outcome(error == null ? "error" : error) : "success");
      return null;
    }
  }
}
