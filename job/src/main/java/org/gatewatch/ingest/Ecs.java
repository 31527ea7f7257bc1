package org.gatewatch.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Events in the Elastic Common Schema (field names of 9.4), objects nested or names with dots.
 * Authentications that start a session, and succeed or fail, get an {@code auth_method}.
 */
final class Ecs {
  private static final List<String> NESTED =
      List.of(
          "@timestamp",
          "ecs.version",
          "event.id",
          "event.kind",
          "event.start",
          "event.action",
          "event.category",
          "event.type",
          "event.outcome",
          "event.dataset",
          "event.module",
          "event.provider",
          "event.duration",
          "error.code",
          "source.ip",
          "source.port",
          "source.geo.country_iso_code",
          "source.geo.location.lat",
          "source.geo.location.lon",
          "source.as.number",
          "source.as.organization.name",
          "client.ip",
          "network.forwarded_ip",
          "user.id",
          "user.name",
          "user.email",
          "user_agent.original",
          "http.request.id",
          "http.request.method",
          "http.request.bytes",
          "http.request.body.bytes",
          "http.response.status_code",
          "http.response.bytes",
          "http.response.body.bytes",
          "url.path",
          "url.domain",
          "destination.domain",
          "tls.client.ja3",
          "trace.id",
          "cloud.region",
          "cloud.account.id",
          "organization.id",
          "host.name",
          "gen_ai.request.model",
          "gen_ai.response.model",
          "gen_ai.usage.input_tokens",
          "gen_ai.usage.output_tokens");

  static final LogFormat FORMAT =
      new PickedFormat(
          "ecs",
          "events in the Elastic Common Schema, nested or with dotted names",
          "JSON with @timestamp, and ecs.version or two of event.kind, category, action, dataset",
          paths(),
          Ecs::sign,
          Ecs::fill);

  private Ecs() {}

  private static List<String> paths() {
    List<String> out = new ArrayList<>();
    for (String path : NESTED) {
      out.add(path);
      if (path.indexOf('.') > 0) {
        out.add(dotted(path));
      }
    }
    return List.copyOf(out);
  }

  private static String dotted(String path) {
    return '"' + path + '"';
  }

  private static @Nullable String of(Picked record, String... paths) {
    for (String path : paths) {
      String value = path.indexOf('.') > 0 ? record.first(path, dotted(path)) : record.first(path);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static String[] both(String... paths) {
    String[] out = new String[paths.length * 2];
    for (int i = 0; i < paths.length; i++) {
      out[2 * i] = paths[i];
      out[2 * i + 1] = dotted(paths[i]);
    }
    return out;
  }

  private static @Nullable String sign(Picked record) {
    if (record.first("@timestamp") == null) {
      return null;
    }
    if (of(record, "ecs.version") != null) {
      return "@timestamp and ecs.version";
    }
    int names = 0;
    for (String name : List.of("event.kind", "event.category", "event.action", "event.dataset")) {
      names += of(record, name) == null ? 0 : 1;
    }
    return names >= 2 ? "@timestamp and the event fields of ECS" : null;
  }

  private static void fill(Filling event) {
    Picked from = event.from;
    if (sign(from) == null) {
      event.reject(new Problem("not_ecs", "expected @timestamp, and ecs.version or event fields"));
      return;
    }
    String start = of(from, "event.start");
    if (start == null) {
      event.time("@timestamp");
    } else {
      event.time(both("event.start"));
      event.out.set(Field.EVENT_TIME_KIND, "start");
    }
    event.set(Field.DEDUPE_KEY, of(from, "event.id"));
    event.set(Field.REQUEST_ID, of(from, "http.request.id", "event.id"));
    event.set(Field.OPERATION, of(from, "event.action"));
    event.set(Field.PRINCIPAL, of(from, "user.email", "user.name", "user.id"));
    event.set(Field.SOURCE_IP, of(from, "source.ip", "client.ip"));
    event.number(Field.SOURCE_PORT, both("source.port"));
    event.chain(of(from, "network.forwarded_ip"));
    event.number(Field.ASN, both("source.as.number"));
    event.set(Field.AS_ORG, of(from, "source.as.organization.name"));
    event.set(Field.COUNTRY, of(from, "source.geo.country_iso_code"));
    event.place("source.geo.location.lat", "source.geo.location.lon");
    event.place(dotted("source.geo.location.lat"), dotted("source.geo.location.lon"));
    event.set(Field.USER_AGENT, of(from, "user_agent.original"));
    event.set(Field.METHOD, of(from, "http.request.method"));
    String path = of(from, "url.path");
    event.set(Field.ENDPOINT, path);
    event.set(Field.HOST, of(from, "url.domain", "destination.domain"));
    event.number(Field.STATUS, both("http.response.status_code"));
    event.number(Field.BYTES_IN, both("http.request.bytes", "http.request.body.bytes"));
    event.number(Field.BYTES_OUT, both("http.response.bytes", "http.response.body.bytes"));
    event.scaled(Field.LATENCY_MS, -6, both("event.duration"));
    event.set(Field.JA3, of(from, "tls.client.ja3"));
    event.set(Field.TRACE_ID, of(from, "trace.id"));
    event.set(Field.REGION, of(from, "cloud.region"));
    event.set(Field.TENANT, of(from, "organization.id", "cloud.account.id"));
    event.set(Field.NODE, of(from, "host.name"));
    event.set(Field.ERROR_CODE, of(from, "error.code"));
    String model = of(from, "gen_ai.request.model");
    event.set(Field.MODEL, model == null && path != null ? Target.model(path) : model);
    event.set(Field.MODEL_RESOLVED, of(from, "gen_ai.response.model"));
    event.number(Field.INPUT_TOKENS, both("gen_ai.usage.input_tokens"));
    event.number(Field.OUTPUT_TOKENS, both("gen_ai.usage.output_tokens"));
    outcome(event);
  }

  private static void outcome(Filling event) {
    String word = lower(event, "event.outcome");
    boolean authentication = isOneOf(lower(event, "event.category"), "authentication");
    boolean answered = word.equals("success") || word.equals("failure");
    if (answered && authentication) {
      event.out.set(Field.OUTCOME, word.equals("success") ? "success" : "denied");
      String type = lower(event, "event.type");
      if (type.isEmpty() || isOneOf(type, "start")) {
        String by = of(event.from, "event.provider", "event.module", "event.dataset");
        event.set(Field.AUTH_METHOD, by == null ? "ecs" : by);
      }
    } else if (answered && !event.out.has(Field.STATUS)) {
      event.out.set(Field.OUTCOME, word);
    }
  }

  private static String lower(Filling event, String path) {
    String value = of(event.from, path);
    return value == null ? "" : value.toLowerCase(Locale.ROOT);
  }

  /** Whether a list such as {@code authentication, session} holds the word. */
  private static boolean isOneOf(String list, String word) {
    return List.of(list.split(", ")).contains(word);
  }
}
