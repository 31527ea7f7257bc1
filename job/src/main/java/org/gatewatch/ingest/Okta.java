package org.gatewatch.ingest;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Okta System Log: what the API and log streams give, one event a line or in an array. An event has
 * no credential of ours: whose it is follows from the roster's aliases, by the actor's name. Only
 * events that say whether somebody came in get an {@code auth_method}; one login writes several,
 * with one transaction.
 */
final class Okta implements LogFormat {
  /** The members read, in the order of {@link At}. */
  private static final List<String> PATHS =
      List.of(
          "uuid",
          "published",
          "eventType",
          "actor.alternateId",
          "actor.id",
          "actor.type",
          "client.ipAddress",
          "client.userAgent.rawUserAgent",
          "client.geographicalContext.geolocation.lat",
          "client.geographicalContext.geolocation.lon",
          "securityContext.asNumber",
          "securityContext.asOrg",
          "outcome.result",
          "outcome.reason",
          "transaction.id",
          "authenticationContext.externalSessionId",
          "authenticationContext.credentialType",
          "authenticationContext.authenticationProvider");

  private enum At {
    UUID,
    TIME,
    TYPE,
    NAME,
    ACTOR,
    ACTOR_TYPE,
    ADDRESS,
    AGENT,
    LATITUDE,
    LONGITUDE,
    ASN,
    AS_ORG,
    RESULT,
    REASON,
    TRANSACTION,
    SESSION,
    CREDENTIAL_TYPE,
    PROVIDER
  }

  @Override
  public String id() {
    return "okta";
  }

  @Override
  public String description() {
    return "Okta System Log: events one a line, or in an array";
  }

  @Override
  public String detectedBy() {
    return "JSON with eventType, published and actor";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    String text = head.stripLeading().toLowerCase(Locale.ROOT); // as collectors write the names
    return !mapped
            && (text.startsWith("{") || text.startsWith("["))
            && text.contains("\"eventtype\"")
            && text.contains("\"published\"")
            && text.contains("\"actor\"")
        ? "the first records have eventType, published and actor"
        : null;
  }

  @Override
  public List<String> reads() {
    return PATHS;
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    JsonPaths paths = JsonPaths.anyCase(PATHS);
    return (bytes, from, to, out) -> {
      Problem problem = paths.read(bytes, from, to);
      return problem == null ? fields(paths.found(), values, out) : problem;
    };
  }

  private @Nullable Problem fields(
      @Nullable String[] found, Values values, AccessEvent.Builder out) {
    String type = found[At.TYPE.ordinal()];
    String time = found[At.TIME.ordinal()];
    if (type == null || found[At.UUID.ordinal()] == null) {
      return new Problem("not_okta", "expected uuid and eventType");
    }
    if (time == null) {
      return Problem.NO_EVENT_TIME;
    }
    long ms = Timestamps.iso(time, ZoneOffset.UTC); // some collectors drop the Z
    Problem problem =
        ms == Timestamps.NONE
            ? Problem.badTime("published", "RFC 3339")
            : values.whole(out, Field.EVENT_TIME, ms);
    if (problem != null) {
      return problem;
    }
    out.set(Field.FORMAT, id());
    put(values, out, Field.DEDUPE_KEY, found[At.UUID.ordinal()]);
    put(values, out, Field.REQUEST_ID, found[At.UUID.ordinal()]);
    put(values, out, Field.TRACE_ID, found[At.TRANSACTION.ordinal()]);
    put(values, out, Field.OPERATION, type);
    String name = found[At.NAME.ordinal()];
    put(values, out, Field.PRINCIPAL, name == null ? found[At.ACTOR.ordinal()] : name);
    put(values, out, Field.PRINCIPAL_TYPE, principalType(found[At.ACTOR_TYPE.ordinal()]));
    put(values, out, Field.SOURCE_IP, found[At.ADDRESS.ordinal()]);
    put(values, out, Field.USER_AGENT, found[At.AGENT.ordinal()]);
    put(values, out, Field.AS_ORG, found[At.AS_ORG.ordinal()]);
    put(values, out, Field.SESSION_ID, found[At.SESSION.ordinal()]);
    put(values, out, Field.ERROR_CODE, found[At.REASON.ordinal()]);
    String outcome = outcome(found[At.RESULT.ordinal()]);
    out.set(Field.OUTCOME, outcome);
    if (isLogin(type) && !outcome.equals("unknown")) {
      String method = found[At.CREDENTIAL_TYPE.ordinal()];
      put(values, out, Field.AUTH_METHOD, method == null ? found[At.PROVIDER.ordinal()] : method);
      if (!out.has(Field.AUTH_METHOD)) {
        out.set(Field.AUTH_METHOD, id());
      }
    }
    problem = place(found, values, out);
    return problem == null ? number(found[At.ASN.ordinal()], values, out) : problem;
  }

  private static void put(
      Values values, AccessEvent.Builder out, Field field, @Nullable String value) {
    if (value != null) {
      values.text(out, field, value);
    }
  }

  /** Whether a success of it means that the actor has come in. */
  private static boolean isLogin(String type) {
    return type.equals("user.session.start")
        || type.startsWith("user.authentication.")
        || type.startsWith("app.oauth2.signon");
  }

  private static @Nullable String principalType(@Nullable String type) {
    return switch (type == null ? "" : type) {
      case "User" -> "user";
      case "SystemPrincipal" -> "system";
      case "PublicClientApp" -> "service";
      default -> null;
    };
  }

  /** A challenge is not yet an answer. */
  private static String outcome(@Nullable String result) {
    return switch (result == null ? "" : result) {
      case "SUCCESS", "ALLOW" -> "success";
      case "FAILURE", "DENY" -> "denied";
      default -> "unknown";
    };
  }

  /** Half a place would be nowhere: both degrees, or none. */
  private static @Nullable Problem place(
      @Nullable String[] found, Values values, AccessEvent.Builder out) {
    String latitude = found[At.LATITUDE.ordinal()];
    String longitude = found[At.LONGITUDE.ordinal()];
    if (latitude == null || longitude == null) {
      return null;
    }
    try {
      double north = Double.parseDouble(latitude);
      double east = Double.parseDouble(longitude);
      Problem problem = values.real(out, Field.LATITUDE, north);
      return problem == null ? values.real(out, Field.LONGITUDE, east) : problem;
    } catch (NumberFormatException e) {
      return Problem.wrongType("geolocation", "degrees");
    }
  }

  private static @Nullable Problem number(
      @Nullable String text, Values values, AccessEvent.Builder out) {
    if (text == null) {
      return null;
    }
    try {
      return values.whole(out, Field.ASN, Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Problem.wrongType("asNumber", "a whole number");
    }
  }
}
