package org.gatewatch.ingest;

import java.util.ArrayList;
import java.util.List;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Auth0 tenant logs: records of the Management API, and of log streams, which put them in {@code
 * data}. What happened is a short code; only codes of logins get an {@code auth_method}, renewed
 * and silent ones do not. {@code details} may hold tokens, and is not read but for the session.
 */
final class Auth0 {
  private static final List<String> PLAIN =
      List.of(
          "log_id",
          "_id",
          "date",
          "type",
          "client_id",
          "user_id",
          "user_name",
          "ip",
          "user_agent",
          "hostname",
          "tenant_name",
          "connection",
          "strategy",
          "description",
          "details.session_id",
          "details.stats.loginsCount",
          "location_info.country_code",
          "location_info.latitude",
          "location_info.longitude");

  static final LogFormat FORMAT =
      new PickedFormat(
          "auth0",
          "Auth0 tenant logs, of the Management API or of a log stream",
          "JSON with date, type, client_id or user_agent, and log_id, bare or in data",
          paths(),
          Auth0::sign,
          Auth0::fill);

  private Auth0() {}

  private static List<String> paths() {
    List<String> out = new ArrayList<>();
    for (String path : PLAIN) {
      out.add(path);
      out.add("data." + path);
    }
    return List.copyOf(out);
  }

  private static @Nullable String sign(Picked record) {
    if (record.hasAll("data.type", "data.date") && record.first("log_id", "data.log_id") != null) {
      return "log_id, and data with type and date";
    }
    return record.hasAll("type", "date")
            && record.first("log_id", "_id") != null
            && record.first("client_id", "user_agent", "connection") != null
        ? "log_id, type, date and a client"
        : null;
  }

  private static @Nullable String of(Filling event, String name) {
    return event.first("data." + name, name);
  }

  private static void fill(Filling event) {
    String type = of(event, "type");
    String id = event.first("log_id", "data.log_id", "_id", "data._id");
    if (type == null || id == null) {
      event.reject(new Problem("not_auth0", "expected type and log_id"));
      return;
    }
    event.time("data.date", "date");
    event.set(Field.DEDUPE_KEY, id);
    event.set(Field.REQUEST_ID, id);
    event.set(Field.OPERATION, type);
    String client = of(event, "client_id");
    boolean machine = type.equals("seccft") || type.equals("feccft");
    event.set(Field.PRINCIPAL, machine ? client : person(event));
    if (event.out.has(Field.PRINCIPAL)) {
      event.out.set(Field.PRINCIPAL_TYPE, machine ? "service" : "user");
    }
    event.text(Field.TENANT, "data.tenant_name", "tenant_name", "data.hostname", "hostname");
    event.text(Field.HOST, "data.hostname", "hostname");
    event.text(Field.SOURCE_IP, "data.ip", "ip");
    event.text(Field.USER_AGENT, "data.user_agent", "user_agent");
    event.text(Field.SESSION_ID, "data.details.session_id", "details.session_id");
    String place = "location_info.";
    event.text(Field.COUNTRY, "data." + place + "country_code", place + "country_code");
    event.place("data." + place + "latitude", "data." + place + "longitude");
    event.place(place + "latitude", place + "longitude");
    String outcome = outcome(type);
    event.out.set(Field.OUTCOME, outcome);
    if (!outcome.equals("success")) {
      event.set(Field.ERROR_CODE, outcome.equals("unknown") ? null : type);
    }
    if (isLogin(type)) {
      event.text(Field.AUTH_METHOD, "data.strategy", "strategy", "data.connection", "connection");
      if (!event.out.has(Field.AUTH_METHOD)) {
        event.out.set(Field.AUTH_METHOD, machine ? "client_credentials" : "auth0");
      }
    }
  }

  /** The name that was typed when it is an address, else the id: a display name is anybody's. */
  private static @Nullable String person(Filling event) {
    String name = of(event, "user_name");
    String id = of(event, "user_id");
    boolean typed = name != null && name.indexOf('@') > 0 && name.indexOf(' ') < 0;
    return id == null || typed ? name : id;
  }

  /** Whether the record says that somebody came in, or that somebody did not. */
  private static boolean isLogin(String type) {
    return switch (type) {
      case "s", "scoa", "sens", "seacft", "seccft", "sepft", "sede", "seoobft", "seotpft" -> true;
      case "f", "fp", "fu", "fc", "fcoa", "fens", "feacft", "feccft", "fepft", "fede" -> true;
      case "feoobft", "feotpft", "limit_wc", "limit_mu", "pwd_leak", "gd_auth_failed" -> true;
      default -> false;
    };
  }

  private static String outcome(String type) {
    if (type.startsWith("limit_") || type.equals("pwd_leak") || type.startsWith("gd_auth_rej")) {
      return "denied";
    }
    if (isLogin(type)) {
      return type.startsWith("s") ? "success" : "denied";
    }
    if (type.equals("gd_auth_succeed")) {
      return "success";
    }
    boolean plain = type.indexOf('_') < 0 && type.length() <= 8;
    return plain && type.startsWith("s")
        ? "success"
        : plain && type.startsWith("f") ? "failure" : "unknown";
  }
}
