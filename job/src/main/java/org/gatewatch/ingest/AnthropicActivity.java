package org.gatewatch.ingest;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/** Activity records of Anthropic's compliance API: keys, members, logins; no inference. */
final class AnthropicActivity implements LogFormat {
  private static final Table TABLE =
      new Table("anthropic_activity", "id, type, created_at and actor.type")
          .needs("id")
          .needs("type")
          .needs("actor.type")
          .utc(Field.EVENT_TIME, "created_at")
          .always(Field.EVENT_TIME_RES_MS, "1000")
          .put(Field.REQUEST_ID, "id")
          .put(Field.DEDUPE_KEY, "id")
          .put(
              Field.PRINCIPAL,
              "actor.email_address",
              "actor.unauthenticated_email_address",
              "actor.user_id",
              "actor.api_key_id")
          .put(Field.TENANT, "organization_id", "organization_uuid")
          .put(Field.SOURCE_IP, "actor.ip_address")
          .put(Field.USER_AGENT, "actor.user_agent")
          .put(Field.OPERATION, "type")
          .also("actor.type", "actor.api_key_id", "actor.user_id", "type");

  @Override
  public String id() {
    return "anthropic_activity";
  }

  @Override
  public String description() {
    return "Anthropic activity records of the compliance API";
  }

  @Override
  public String detectedBy() {
    return "JSON with created_at, organization_id and an actor whose type ends in _actor";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    return !mapped
            && Table.isJsonWith(head, "created_at", "type", "actor")
            && (Table.hasAll(head, "organization_id") || Table.hasAll(head, "organization_uuid"))
            && head.contains("_actor\"")
        ? "the first records have created_at, organization_id and an actor's type"
        : null;
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    Table.Reader row = TABLE.reader(binding, values, null);
    return (bytes, from, to, out) -> {
      Problem problem = row.read(bytes, from, to, out);
      if (problem == null) {
        rest(row, out);
      }
      return problem;
    };
  }

  private static void rest(Table.Reader row, AccessEvent.Builder out) {
    String key = row.get("actor.api_key_id");
    row.put(out, Field.CREDENTIAL_ID, key != null ? key : row.get("actor.user_id"));
    if (out.has(Field.CREDENTIAL_ID)) {
      out.set(Field.CREDENTIAL_TYPE, key != null ? "api_key" : "session_cookie");
    }
    String actor = String.valueOf(row.get("actor.type"));
    out.set(
        Field.PRINCIPAL_TYPE,
        actor.startsWith("unauthenticated")
            ? "anonymous"
            : actor.startsWith("user") ? "user" : "service");
    String type = String.valueOf(row.get("type"));
    out.set(Field.OUTCOME, type.endsWith("_failed") ? "denied" : "success");
    if (type.contains("login")) {
      out.set(Field.AUTH_METHOD, "anthropic_login");
    }
  }
}
