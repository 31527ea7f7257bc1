package org.gatewatch.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Google Workspace activity reports: as the Reports API gives them ({@code items} of {@code
 * events}), and as collectors split them, one event a record, parameters a list or an object. Every
 * application is read; only the login application says who came in.
 */
final class GoogleWorkspace {
  private static final List<String> PARAMETERS =
      List.of(
          "login_type",
          "login_failure_type",
          "login_challenge_method",
          "is_second_factor",
          "affected_email_address");
  private static final List<String> EVENTS = List.of("events[0].", "events.", "");
  private static final List<String> VALUES =
      List.of("value", "boolValue", "multiValue", "intValue");

  /** Parameters of a list that are looked at: a login has fewer. */
  private static final int LISTED = 8;

  static final LogFormat FORMAT =
      new PickedFormat(
          "google_workspace",
          "Google Workspace activity: logins and the rest of the Reports API",
          "JSON with id.applicationName, and id.time or a kind of admin#reports#activity",
          paths(),
          GoogleWorkspace::sign,
          GoogleWorkspace::fill);

  private GoogleWorkspace() {}

  private static List<String> paths() {
    List<String> out =
        new ArrayList<>(
            List.of(
                "kind",
                "id.time",
                "id.uniqueQualifier",
                "id.applicationName",
                "id.customerId",
                "actor.email",
                "actor.profileId",
                "actor.callerType",
                "actor.key",
                "ipAddress",
                "networkInfo.ipAsn[0]",
                "networkInfo.regionCode",
                "events[1].name"));
    for (String event : EVENTS) {
      out.add(event + "name");
      out.add(event + "type");
      PARAMETERS.forEach(name -> out.add(event + "parameters." + name));
      for (int i = 0; i < LISTED; i++) {
        String parameter = event + "parameters[" + i + "].";
        out.add(parameter + "name");
        VALUES.forEach(value -> out.add(parameter + value));
      }
    }
    return List.copyOf(out);
  }

  private static @Nullable String sign(Picked record) {
    String kind = record.first("kind");
    return record.first("id.applicationName") != null
            && (record.hasAll("id.time", "id.uniqueQualifier")
                || (kind != null && kind.startsWith("admin#reports#activity")))
        ? "id.applicationName and the id of an activity"
        : null;
  }

  private static @Nullable String inEvent(Filling event, String name) {
    return event.first(EVENTS.get(0) + name, EVENTS.get(1) + name, EVENTS.get(2) + name);
  }

  private static @Nullable String parameter(Filling event, String name) {
    String plain = inEvent(event, "parameters." + name);
    for (String prefix : EVENTS) {
      for (int i = 0; i < LISTED && plain == null; i++) {
        String at = prefix + "parameters[" + i + "].";
        if (name.equals(event.first(at + "name"))) {
          plain = event.first(at + "value", at + "boolValue", at + "multiValue", at + "intValue");
        }
      }
    }
    return plain;
  }

  private static void fill(Filling event) {
    String application = event.first("id.applicationName");
    String name = inEvent(event, "name");
    if (application == null || name == null) {
      event.reject(
          new Problem("not_google_workspace", "expected id.applicationName and the event's name"));
      return;
    }
    event.time("id.time");
    String qualifier = event.first("id.uniqueQualifier");
    if (qualifier != null) {
      event.set(
          Field.DEDUPE_KEY, String.join("|", event.first("id.time"), qualifier, application, name));
      event.set(Field.REQUEST_ID, qualifier);
    }
    event.set(Field.OPERATION, application + ":" + name);
    String email = event.first("actor.email");
    String who = email == null ? parameter(event, "affected_email_address") : email;
    event.set(Field.PRINCIPAL, who == null ? event.first("actor.profileId", "actor.key") : who);
    if (event.out.has(Field.PRINCIPAL)) {
      boolean key = "KEY".equals(event.first("actor.callerType"));
      event.out.set(Field.PRINCIPAL_TYPE, key ? "service" : "user");
    }
    event.text(Field.TENANT, "id.customerId");
    event.text(Field.SOURCE_IP, "ipAddress");
    event.number(Field.ASN, "networkInfo.ipAsn[0]");
    event.text(Field.COUNTRY, "networkInfo.regionCode");
    boolean login = application.toLowerCase(Locale.ROOT).equals("login");
    String outcome =
        switch (login ? name : "") {
          case "login_success" -> "success";
          case "login_failure", "suspicious_login_less_secure_app", "gov_attack_warning" ->
              "denied";
          default -> "unknown";
        };
    event.out.set(Field.OUTCOME, outcome);
    event.set(Field.ERROR_CODE, parameter(event, "login_failure_type"));
    if (name.equals("login_success") || name.equals("login_failure")) {
      String method = parameter(event, "login_type");
      event.set(Field.AUTH_METHOD, method == null || method.equals("unknown") ? "google" : method);
      if (outcome.equals("success") && "true".equals(parameter(event, "is_second_factor"))) {
        event.out.set(Field.MFA, 1);
      }
    }
  }
}
