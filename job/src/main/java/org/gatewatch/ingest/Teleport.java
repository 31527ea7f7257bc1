package org.gatewatch.ingest;

import java.util.List;
import java.util.Locale;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Teleport audit events, one a line. Some collectors write {@code addr_remote} for {@code
 * addr.remote}, and codes in lower case. Sessions and commands follow a login: only the login
 * itself says that somebody came in.
 */
final class Teleport {
  private static final List<String> PATHS =
      List.of(
          "time",
          "uid",
          "ei",
          "event",
          "code",
          "user",
          "identity.user",
          "user_kind",
          "bot_name",
          "cluster_name",
          "\"addr.remote\"",
          "addr_remote",
          "user_agent",
          "success",
          "error",
          "method",
          "mfa_device.mfa_device_uuid",
          "mfa_device.device_id",
          "sid",
          "server_hostname",
          "server_id");

  static final LogFormat FORMAT =
      new PickedFormat(
          "teleport",
          "Teleport audit events, one a line",
          "JSON with event, uid, time, and a code such as T1000I",
          PATHS,
          Teleport::sign,
          Teleport::fill);

  private Teleport() {}

  private static @Nullable String sign(Picked record) {
    String code = record.first("code");
    return record.hasAll("event", "uid", "time") && code != null && isCode(code)
        ? "event, uid, time and a code of Teleport's"
        : null;
  }

  private static boolean isCode(String code) {
    return code.length() >= 5
        && code.length() <= 8
        && code.toUpperCase(Locale.ROOT).matches("T[A-Z0-9]{3,6}[IWED]");
  }

  private static void fill(Filling event) {
    String name = event.first("event");
    String uid = event.first("uid");
    if (name == null || uid == null || event.first("code") == null) {
      event.reject(new Problem("not_teleport", "expected event, uid and code"));
      return;
    }
    event.time("time");
    String index = event.first("ei");
    event.set(Field.DEDUPE_KEY, index == null ? uid : uid + "|" + index);
    event.set(Field.REQUEST_ID, uid);
    event.set(Field.OPERATION, name);
    event.text(Field.PRINCIPAL, "user", "identity.user");
    if (event.out.has(Field.PRINCIPAL)) {
      boolean bot = event.first("bot_name") != null || "2".equals(event.first("user_kind"));
      event.out.set(Field.PRINCIPAL_TYPE, bot ? "service" : "user");
    }
    event.text(Field.TENANT, "cluster_name");
    event.text(Field.SOURCE_IP, "\"addr.remote\"", "addr_remote");
    event.text(Field.USER_AGENT, "user_agent");
    event.text(Field.SESSION_ID, "sid");
    event.text(Field.HOST, "server_hostname");
    event.text(Field.NODE, "server_id");
    boolean login = name.equals("user.login") || name.equals("auth") || name.equals("bot.join");
    String outcome = outcome(event, login);
    event.out.set(Field.OUTCOME, outcome);
    if (!outcome.equals("success")) {
      event.text(Field.ERROR_CODE, "code");
    }
    if (login && !outcome.equals("unknown")) {
      event.text(Field.AUTH_METHOD, "method");
      if (!event.out.has(Field.AUTH_METHOD)) {
        event.out.set(Field.AUTH_METHOD, name.equals("auth") ? "ssh" : "teleport");
      }
      if (outcome.equals("success")
          && event.first("mfa_device.mfa_device_uuid", "mfa_device.device_id") != null) {
        event.out.set(Field.MFA, 1);
      }
    }
  }

  /** What the event says itself, else the last letter of its code: I, or W and E. */
  private static String outcome(Filling event, boolean login) {
    String success = event.first("success");
    String code = event.first("code");
    if (success == null && code != null) {
      char last = Character.toUpperCase(code.charAt(code.length() - 1));
      success = last == 'I' ? "true" : last == 'W' || last == 'E' ? "false" : null;
    }
    if (success == null) {
      return "unknown";
    }
    return success.equals("true") ? "success" : login ? "denied" : "failure";
  }
}
