package org.gatewatch.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft Entra sign-ins, as the Graph API gives them and as diagnostic settings export them
 * (there {@code properties} is an object or a JSON text). A person's name is the user principal
 * name, a service principal's is its id, which nobody can choose. {@code auth_method} is set where
 * somebody came in: not where a client renewed its token without anyone (non-interactive), and not
 * at an interruption, which is no answer yet.
 */
final class Entra {
  private static final List<String> PLAIN =
      List.of(
          "id",
          "createdDateTime",
          "userPrincipalName",
          "userId",
          "servicePrincipalId",
          "servicePrincipalName",
          "servicePrincipalCredentialKeyId",
          "appId",
          "appDisplayName",
          "signInEventTypes",
          "isInteractive",
          "ipAddress",
          "userAgent",
          "autonomousSystemNumber",
          "location.countryOrRegion",
          "location.geoCoordinates.latitude",
          "location.geoCoordinates.longitude",
          "status.errorCode",
          "authenticationRequirement",
          "authenticationDetails[0].authenticationMethod",
          "authenticationProtocol",
          "clientCredentialType",
          "incomingTokenType",
          "correlationId",
          "sessionId",
          "uniqueTokenIdentifier",
          "tenantId",
          "homeTenantId");

  static final LogFormat FORMAT =
      new PickedFormat(
          "entra",
          "Microsoft Entra sign-ins, of Graph or of diagnostic settings",
          "JSON with a category of sign-in logs, or with createdDateTime, appDisplayName, status"
              + " and a user or service principal",
          paths(),
          Entra::sign,
          Entra::fill);

  private Entra() {}

  private static List<String> paths() {
    List<String> out =
        new ArrayList<>(
            List.of("time", "category", "operationName", "resultType", "callerIpAddress"));
    out.add("location");
    for (String path : PLAIN) {
      out.add(path);
      out.add("properties." + path);
    }
    return List.copyOf(out);
  }

  private static @Nullable String sign(Picked record) {
    String category = record.first("category");
    if (category != null && category.toLowerCase(Locale.ROOT).endsWith("signinlogs")) {
      return "a category of sign-ins";
    }
    return record.hasAll("createdDateTime", "appDisplayName", "status.errorCode")
            && record.first("userPrincipalName", "servicePrincipalId") != null
        ? "createdDateTime, appDisplayName, status and who signed in"
        : null;
  }

  /** The first of those, in the properties before the envelope. */
  private static @Nullable String of(Filling event, String... names) {
    for (String name : names) {
      String value = event.first("properties." + name, name);
      if (value != null && !value.equals("none")) {
        return value;
      }
    }
    return null;
  }

  private static void fill(Filling event) {
    if (sign(event.from) == null) {
      event.reject(
          new Problem("not_entra", "expected a sign-in: a sign-in category, or createdDateTime"));
      return;
    }
    event.time("properties.createdDateTime", "createdDateTime", "time");
    String kind = kind(event);
    boolean service = kind.equals("servicePrincipal") || kind.equals("managedIdentity");
    event.set(Field.OPERATION, "signIn:" + kind);
    String id = of(event, "id");
    event.set(Field.DEDUPE_KEY, id);
    event.set(Field.REQUEST_ID, id);
    event.set(Field.TRACE_ID, of(event, "correlationId"));
    event.set(
        Field.PRINCIPAL,
        service
            ? of(event, "servicePrincipalId", "appId", "servicePrincipalName")
            : of(event, "userPrincipalName", "userId"));
    event.out.set(Field.PRINCIPAL_TYPE, service ? "service" : "user");
    event.set(Field.TENANT, of(event, "tenantId", "homeTenantId"));
    event.text(Field.SOURCE_IP, "properties.ipAddress", "ipAddress", "callerIpAddress");
    event.set(Field.USER_AGENT, of(event, "userAgent"));
    event.number(Field.ASN, "properties.autonomousSystemNumber", "autonomousSystemNumber");
    String country = of(event, "location.countryOrRegion");
    event.set(Field.COUNTRY, country == null ? event.first("location") : country);
    String geo = "location.geoCoordinates.";
    event.place("properties." + geo + "latitude", "properties." + geo + "longitude");
    event.place(geo + "latitude", geo + "longitude");
    event.set(Field.SESSION_ID, of(event, "sessionId", "uniqueTokenIdentifier"));
    String outcome = outcome(event);
    event.out.set(Field.OUTCOME, outcome);
    if (!outcome.equals("unknown") && !kind.equals("nonInteractiveUser")) {
      String method =
          of(
              event,
              "authenticationDetails[0].authenticationMethod",
              "clientCredentialType",
              "incomingTokenType",
              "authenticationProtocol");
      event.set(Field.AUTH_METHOD, method == null ? "entra" : method);
      // The requirement says what was asked for: only who came in has met it.
      if (outcome.equals("success")
          && "multiFactorAuthentication".equals(of(event, "authenticationRequirement"))) {
        event.out.set(Field.MFA, 1);
      }
    }
  }

  /** Interactive, or one of the four that Graph calls by these names. */
  private static String kind(Filling event) {
    String category = event.first("category");
    String word = category == null ? of(event, "signInEventTypes") : category;
    if (word == null) {
      word = "false".equalsIgnoreCase(of(event, "isInteractive")) ? "nonInteractive" : "";
    }
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.startsWith("noninteractive")) {
      return "nonInteractiveUser";
    }
    if (lower.startsWith("serviceprincipal")) {
      return "servicePrincipal";
    }
    if (lower.startsWith("managedidentity")) {
      return "managedIdentity";
    }
    return lower.startsWith("adfs") ? "adfs" : "interactiveUser";
  }

  private static String outcome(Filling event) {
    String code = of(event, "status.errorCode");
    code = code == null ? event.first("resultType") : code;
    if (code == null) {
      return "unknown";
    }
    if (code.equals("0") || code.equalsIgnoreCase("success")) {
      return "success";
    }
    event.set(Field.ERROR_CODE, code);
    return switch (code) {
      // Interrupted to ask for more: a second factor, its enrolment, consent, "stay signed in".
      case "16000", "50055", "50058", "50072", "50074", "50076", "50079", "50125" -> "unknown";
      case "50140", "50203", "51006", "65001" -> "unknown";
      default -> "denied";
    };
  }
}
