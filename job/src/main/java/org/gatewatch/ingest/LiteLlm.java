package org.gatewatch.ingest;

import java.util.regex.Pattern;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM: the StandardLoggingPayload that its callbacks write, and rows of its SpendLogs table, in
 * which {@code metadata} is JSON inside a string. The credential is the hash of the virtual key,
 * which a rotation changes: name it, or the key's alias, in the roster. A request that failed
 * before it was authenticated has none.
 */
final class LiteLlm implements LogFormat {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private static final Table TABLE =
      new Table("litellm", "call_type and startTime")
          .needs("call_type")
          .utc(Field.EVENT_TIME, "startTime")
          .always(Field.EVENT_TIME_KIND, "start")
          .always(Field.EVENT_TIME_RES_MS, "1")
          .put(Field.REQUEST_ID, "request_id", "id", "litellm_call_id")
          .put(
              Field.PRINCIPAL,
              "metadata.user_api_key_user_id",
              "metadata.user_api_key_user_email",
              "user",
              "end_user",
              "metadata.user_api_key_end_user_id",
              "metadata.user_api_key_alias")
          .put(
              Field.TENANT,
              "metadata.user_api_key_team_id",
              "team_id",
              "metadata.user_api_key_org_id",
              "organization_id")
          .put(Field.USER_AGENT, "metadata.user_agent", "user_agent")
          .as("no_query", Field.ENDPOINT, "metadata.user_api_key_request_route")
          .put(Field.OPERATION, "call_type")
          .put(Field.MODEL, "model_group", "model")
          .put(Field.MODEL_RESOLVED, "model")
          .put(Field.INPUT_TOKENS, "prompt_tokens")
          .put(Field.OUTPUT_TOKENS, "completion_tokens")
          .put(
              Field.CACHED_TOKENS,
              "metadata.usage_object.prompt_tokens_details.cached_tokens",
              "metadata.usage_object.cache_read_input_tokens",
              "metadata.additional_usage_values.cache_read_input_tokens")
          .put(
              Field.CACHE_WRITE_TOKENS,
              "metadata.usage_object.prompt_tokens_details.cache_creation_tokens",
              "metadata.usage_object.cache_creation_input_tokens",
              "metadata.additional_usage_values.cache_creation_input_tokens")
          .put(
              Field.REASONING_TOKENS,
              "metadata.usage_object.completion_tokens_details.reasoning_tokens")
          .put(Field.LATENCY_MS, "request_duration_ms")
          .put(Field.SESSION_ID, "session_id")
          .put(Field.TRACE_ID, "trace_id")
          .also("status", "metadata.status", "endTime", "api_key")
          .also("requester_ip_address", "metadata.requester_ip_address")
          .also("metadata.user_api_key_hash", "metadata.user_api_key")
          .also("metadata.user_api_key_alias")
          .also("error_information.error_code", "metadata.error_information.error_code")
          .also("error_information.error_class", "metadata.error_information.error_class");

  @Override
  public String id() {
    return "litellm";
  }

  @Override
  public String description() {
    return "LiteLLM: StandardLoggingPayload of its callbacks, or SpendLogs rows";
  }

  @Override
  public String detectedBy() {
    return "JSON with call_type, startTime and prompt_tokens";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    return !mapped && Table.isJsonWith(head, "call_type", "startTime", "prompt_tokens")
        ? "the first records have call_type, startTime and prompt_tokens"
        : null;
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    Table.Reader row = TABLE.reader(binding, values, null);
    return (bytes, from, to, out) -> {
      Problem problem = row.read(bytes, from, to, out);
      return problem == null ? rest(row, values, out) : problem;
    };
  }

  private static @Nullable Problem rest(Table.Reader row, Values values, AccessEvent.Builder out) {
    row.put(
        out, Field.DEDUPE_KEY, row.joined(out.text(Field.REQUEST_ID), out.text(Field.OPERATION)));
    credential(row, out);
    String address = row.first("requester_ip_address", "metadata.requester_ip_address");
    row.put(out, Field.SOURCE_IP, address == null ? null : Target.client(address));
    if (!out.has(Field.LATENCY_MS)) {
      long end = time(row.get("endTime"));
      long latency = end - out.number(Field.EVENT_TIME, 0);
      if (end != Timestamps.NONE && latency >= 0) {
        out.set(Field.LATENCY_MS, latency);
      }
    }
    Table.Reader.addCached(out, false);
    return outcome(row, values, out);
  }

  /** Epoch seconds in an export of the callback's Python value, text of UTC in others. */
  private static long time(@Nullable String text) {
    if (text == null) {
      return Timestamps.NONE;
    }
    long iso = Timestamps.iso(text, java.time.ZoneOffset.UTC);
    return iso == Timestamps.NONE ? Timestamps.epoch(text, null) : iso;
  }

  /** A hash is an id as it stands; anything else in its place may be the key itself. */
  private static void credential(Table.Reader row, AccessEvent.Builder out) {
    String key = row.first("metadata.user_api_key_hash", "metadata.user_api_key", "api_key");
    if (key == null) {
      row.put(out, Field.CREDENTIAL_ID, row.get("metadata.user_api_key_alias"));
    } else if (HASH.matcher(key).matches() || key.equals("litellm_proxy_master_key")) {
      row.put(out, Field.CREDENTIAL_ID, key);
    } else {
      row.secret(out, Field.CREDENTIAL_ID, key);
    }
    out.set(Field.CREDENTIAL_TYPE, out.has(Field.CREDENTIAL_ID) ? "api_key" : null);
  }

  private static @Nullable Problem outcome(
      Table.Reader row, Values values, AccessEvent.Builder out) {
    String status = row.first("status", "metadata.status");
    if (status == null) {
      return null;
    }
    if (!status.equalsIgnoreCase("failure")) {
      out.set(Field.OUTCOME, status.equalsIgnoreCase("success") ? "success" : "unknown");
      return null;
    }
    String kind =
        row.first("error_information.error_class", "metadata.error_information.error_class");
    String code =
        row.first("error_information.error_code", "metadata.error_information.error_code");
    row.put(out, Field.ERROR_CODE, kind == null ? code : kind);
    int number = Table.Reader.whole(code);
    if (number >= 400 && number <= 599) {
      return values.whole(out, Field.STATUS, number); // the outcome follows from it
    }
    out.set(Field.OUTCOME, Table.Reader.outcome(kind == null ? "failure" : kind));
    return null;
  }
}
