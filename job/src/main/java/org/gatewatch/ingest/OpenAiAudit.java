package org.gatewatch.ingest;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's audit log: who made, changed and deleted keys and logged in; no inference. What an event
 * is about stands under a name equal to its type, with dots or, from some collectors, underscores.
 */
final class OpenAiAudit implements LogFormat {
  private static final String SESSION = "actor.session.";

  private static final Table TABLE =
      new Table("openai_audit", "id, type, effective_at and actor")
          .needs("id")
          .needs("type")
          .needs("actor.type", "actor.session.user.id", "actor.api_key.id")
          .in("s", Field.EVENT_TIME, "effective_at")
          .always(Field.EVENT_TIME_RES_MS, "1000")
          .put(Field.REQUEST_ID, "id")
          .put(Field.DEDUPE_KEY, "id")
          .put(
              Field.PRINCIPAL,
              SESSION + "user.email",
              SESSION + "user.id",
              "actor.api_key.user.email",
              "actor.api_key.user.id",
              "actor.api_key.service_account.id",
              "actor.api_key.id")
          .put(Field.TENANT, "project.id")
          .put(Field.SOURCE_IP, SESSION + "ip_address")
          .put(Field.COUNTRY, SESSION + "ip_address_details.country")
          .put(Field.USER_AGENT, SESSION + "user_agent")
          .put(Field.JA3, SESSION + "ja3")
          .put(Field.JA4, SESSION + "ja4")
          .put(Field.OPERATION, "type")
          .put(Field.ERROR_CODE, "\"login.failed\".error_code", "login_failed.error_code")
          .also("actor.api_key.id", "actor.api_key.type", SESSION + "user.id", "type");

  @Override
  public String id() {
    return "openai_audit";
  }

  @Override
  public String description() {
    return "OpenAI audit log";
  }

  @Override
  public String detectedBy() {
    return "JSON with effective_at, type and actor";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    return !mapped && Table.isJsonWith(head, "effective_at", "type", "actor")
        ? "the first records have effective_at, type and actor"
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
    String key = row.get("actor.api_key.id");
    String user = row.get(SESSION + "user.id");
    row.put(out, Field.CREDENTIAL_ID, key != null ? key : user);
    if (out.has(Field.CREDENTIAL_ID)) {
      out.set(Field.CREDENTIAL_TYPE, key != null ? "api_key" : "session_cookie");
      boolean service = "service_account".equals(row.get("actor.api_key.type"));
      out.set(Field.PRINCIPAL_TYPE, service ? "service" : "user");
    }
    String type = String.valueOf(row.get("type"));
    out.set(Field.OUTCOME, type.endsWith("failed") ? "denied" : "success");
    if (type.startsWith("login.")) {
      out.set(Field.AUTH_METHOD, "openai_login");
    }
  }
}
