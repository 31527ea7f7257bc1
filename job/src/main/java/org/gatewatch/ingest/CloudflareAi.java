package org.gatewatch.ingest;

import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Cloudflare AI Gateway: rows of Logpush (names in capitals) or of its API. It has neither address
 * nor credential: what the caller put into its custom metadata, at most five entries, is all there
 * is. Logs are no longer kept when its storage is full, which looks like a gap.
 */
final class CloudflareAi implements LogFormat {
  private static final Table TABLE =
      new Table("cloudflare_ai", "a model, a provider, and Datetime or created_at")
          .needs("Model", "model")
          .needs("Provider", "provider")
          .utc(Field.EVENT_TIME, "Datetime", "created_at", "CreatedAt")
          .always(Field.EVENT_TIME_RES_MS, "1")
          .put(Field.REQUEST_ID, "id", "ID", "LogID")
          .put(
              Field.CREDENTIAL_ID,
              "metadata.credential_id",
              "metadata.key_id",
              "metadata.api_key_id",
              "metadata.client_id",
              "Metadata.credential_id",
              "Metadata.key_id",
              "Metadata.api_key_id",
              "Metadata.client_id")
          .put(
              Field.PRINCIPAL,
              "metadata.user_id",
              "metadata.user",
              "metadata.email",
              "Metadata.user_id",
              "Metadata.user",
              "Metadata.email")
          .put(Field.TENANT, "metadata.team", "Metadata.team", "Gateway", "gateway_id", "gateway")
          .as("no_query", Field.ENDPOINT, "path", "Path", "Endpoint")
          .put(Field.OPERATION, "request_type", "RequestType")
          .put(Field.MODEL, "model", "Model")
          .put(Field.STATUS, "status_code", "StatusCode")
          .put(Field.INPUT_TOKENS, "tokens_in", "TokensIn")
          .put(Field.OUTPUT_TOKENS, "tokens_out", "TokensOut")
          .put(Field.LATENCY_MS, "duration", "Duration")
          .also("success", "Success", "RateLimited", "rate_limited");

  @Override
  public String id() {
    return "cloudflare_ai";
  }

  @Override
  public String description() {
    return "Cloudflare AI Gateway: Logpush rows, or the log API's";
  }

  @Override
  public String detectedBy() {
    return "JSON with Gateway, Provider, Model and RateLimited; or provider, model and tokens_in";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    boolean pushed = Table.isJsonWith(head, "Gateway", "Provider", "Model", "RateLimited");
    boolean api = Table.isJsonWith(head, "created_at", "provider", "model", "tokens_in");
    return !mapped && (pushed || api)
        ? "the first records are AI Gateway's, with a provider"
        : null;
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    Table.Reader row = TABLE.reader(binding, values, null);
    return (bytes, from, to, out) -> {
      Problem problem = row.read(bytes, from, to, out);
      if (problem != null) {
        return problem;
      }
      row.put(out, Field.DEDUPE_KEY, out.text(Field.REQUEST_ID));
      out.set(Field.CREDENTIAL_TYPE, out.has(Field.CREDENTIAL_ID) ? "unknown" : null);
      String success = row.first("success", "Success");
      if ("true".equals(row.first("RateLimited", "rate_limited"))) {
        out.set(Field.OUTCOME, "rate_limited");
      } else if (!out.has(Field.STATUS) && success != null) {
        out.set(Field.OUTCOME, success.equals("true") ? "success" : "failure");
      }
      return null;
    };
  }
}
