package org.gatewatch.event;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the canonical access event, one line each. Parsers, the mapper, the serializer, the
 * record hash and the JSON Schema all follow this list, so a new field is one line here and one in
 * the schema.
 *
 * <p>The ordinal is the field's number in serialized events and in the record hash: new fields are
 * added at the end.
 */
public enum Field {
  /** Start of the request where the log has it, otherwise its end; epoch milliseconds, UTC. */
  EVENT_TIME("event_time", Kind.TIME),
  /** What event_time is: {@code start}, {@code end} or {@code bucket}. */
  EVENT_TIME_KIND("event_time_kind", Kind.TEXT),
  /** Resolution of event_time in milliseconds: 1, 1000, 60000 … */
  EVENT_TIME_RES_MS("event_time_res_ms", Kind.WHOLE),
  LOG_SOURCE("log_source", Kind.TEXT),
  FORMAT("format", Kind.TEXT),
  REQUEST_ID("request_id", Kind.TEXT),
  DEDUPE_KEY("dedupe_key", Kind.TEXT),
  /** Never a raw secret: an id, or {@code hmac:<hex>}. */
  CREDENTIAL_ID("credential_id", Kind.TEXT),
  CREDENTIAL_TYPE("credential_type", Kind.TEXT),
  PRINCIPAL("principal", Kind.TEXT),
  PRINCIPAL_TYPE("principal_type", Kind.TEXT),
  VENDOR("vendor", Kind.TEXT),
  TENANT("tenant", Kind.TEXT),
  /** An IPv4 or IPv6 address in canonical text; absent for service names and masked addresses. */
  SOURCE_IP("source_ip", Kind.TEXT),
  SOURCE_PORT("source_port", Kind.WHOLE),
  /** All addresses of the proxy chain, separated by one space. */
  IP_CHAIN("ip_chain", Kind.LIST),
  ASN("asn", Kind.WHOLE),
  AS_ORG("as_org", Kind.TEXT),
  /** {@code hosting}, {@code isp}, {@code business} or another word of the enrichment data. */
  AS_TYPE("as_type", Kind.TEXT),
  /** ISO 3166 alpha-2, upper case. */
  COUNTRY("country", Kind.TEXT),
  /** Degrees, -90 to 90. */
  LATITUDE("latitude", Kind.REAL),
  /** Degrees, -180 to 180. */
  LONGITUDE("longitude", Kind.REAL),
  USER_AGENT("user_agent", Kind.TEXT),
  JA3("ja3", Kind.TEXT),
  JA4("ja4", Kind.TEXT),
  METHOD("method", Kind.TEXT),
  HOST("host", Kind.TEXT),
  /** Path without query, or with a key-filtered one. */
  ENDPOINT("endpoint", Kind.TEXT),
  ENDPOINT_TEMPLATE("endpoint_template", Kind.TEXT),
  OPERATION("operation", Kind.TEXT),
  MODEL("model", Kind.TEXT),
  MODEL_RESOLVED("model_resolved", Kind.TEXT),
  /** HTTP status, 100 to 599. */
  STATUS("status", Kind.WHOLE),
  /**
   * {@code success}, {@code denied}, {@code rate_limited}, {@code failure}, {@code aborted} or
   * {@code unknown}.
   */
  OUTCOME("outcome", Kind.TEXT),
  ERROR_CODE("error_code", Kind.TEXT),
  /** Tokens read, cached ones included. */
  INPUT_TOKENS("input_tokens", Kind.WHOLE),
  CACHED_TOKENS("cached_tokens", Kind.WHOLE),
  CACHE_WRITE_TOKENS("cache_write_tokens", Kind.WHOLE),
  OUTPUT_TOKENS("output_tokens", Kind.WHOLE),
  REASONING_TOKENS("reasoning_tokens", Kind.WHOLE),
  BYTES_IN("bytes_in", Kind.WHOLE),
  BYTES_OUT("bytes_out", Kind.WHOLE),
  LATENCY_MS("latency_ms", Kind.WHOLE),
  SESSION_ID("session_id", Kind.TEXT),
  TRACE_ID("trace_id", Kind.TEXT),
  AUTH_METHOD("auth_method", Kind.TEXT),
  MFA("mfa", Kind.FLAG),
  REGION("region", Kind.TEXT),
  NODE("node", Kind.TEXT),
  /** Where the raw line lies; not part of the record hash. */
  RAW_REF("raw_ref", Kind.TEXT);

  /** How a field's value is held and written. */
  public enum Kind {
    /** A non-empty string. */
    TEXT,
    /**
     * Strings that hold no space, held as one text joined by single spaces, written as a JSON
     * array.
     */
    LIST,
    /** A whole number, at least 0. */
    WHOLE,
    /** A finite double. */
    REAL,
    /** true or false. */
    FLAG,
    /** Epoch milliseconds. */
    TIME
  }

  private static final Map<String, Field> BY_KEY = new HashMap<>();

  static {
    for (Field field : values()) {
      BY_KEY.put(field.key, field);
    }
  }

  private final String key;
  private final Kind kind;

  Field(String key, Kind kind) {
    this.key = key;
    this.kind = kind;
  }

  /** The field's name in canonical JSON. */
  public String key() {
    return key;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether values are held as text (TEXT, LIST) rather than as a number. */
  public boolean isText() {
    return kind == Kind.TEXT || kind == Kind.LIST;
  }

  /** The field of that canonical name, or null. */
  public static @Nullable Field of(String key) {
    return BY_KEY.get(key);
  }
}
