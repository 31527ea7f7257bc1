package org.gatewatch.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/**
 * Google Workspace activity reports: as the Reports API gives them ({@code items} of {@code
 * events}, each an event of ours), and as collectors split them, one event a record, parameters a
 * list or an object. Every application is read; only the login application says who came in.
 */
final class GoogleWorkspace implements LogFormat {
  private static final List<String> PARAMETERS =
      List.of(
          "login_type",
          "login_failure_type",
          "login_challenge_method",
          "is_second_factor",
          "affected_email_address");
  private static final List<String> FIRST = List.of("events[0].", "events.", "");
  private static final List<String> VALUES =
      List.of("value", "boolValue", "multiValue", "intValue");

  /** Parameters of a list that are looked at: a login has fewer. */
  private static final int LISTED = 8;

  /** Events of one activity that are read: Google's own have one or two. */
  private static final int MOST = 64;

  private static final PickedFormat ONE =
      new PickedFormat(
          "google_workspace",
          "Google Workspace activity: logins and the rest of the Reports API",
          "JSON with id.applicationName, and id.time or a kind of admin#reports#activity",
          paths(0),
          GoogleWorkspace::sign,
          filling -> fill(filling, 0));

  @Override
  public String id() {
    return ONE.id();
  }

  @Override
  public String description() {
    return ONE.description();
  }

  @Override
  public String detectedBy() {
    return ONE.detectedBy();
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    return ONE.recognise(head, mapped);
  }

  @Override
  public List<String> reads() {
    return ONE.reads();
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    return new Activities(binding, values, unknown);
  }

  /** The events of one activity, one after the other. */
  private static final class Activities implements RecordParser {
    private final Binding binding;
    private final Values values;
    private final UnknownKeys unknown;
    private final List<Picked> places = new ArrayList<>();
    private int next;

    Activities(Binding binding, Values values, UnknownKeys unknown) {
      this.binding = binding;
      this.values = values;
      this.unknown = unknown;
    }

    @Override
    public boolean more() {
      return next > 0;
    }

    @Override
    public @Nullable Problem parse(byte[] bytes, int from, int to, AccessEvent.Builder out) {
      int at = next;
      next = 0;
      if (places.size() == at) {
        places.add(new Picked(paths(at)));
      }
      Picked picked = places.get(at);
      Problem problem = picked.read(bytes, from, to);
      if (problem != null) {
        return problem;
      }
      if (picked.first(behind(at), behind(at).replace("name", "type")) != null) {
        next = at + 1 < MOST ? at + 1 : 0;
        if (next == 0) {
          unknown.note("google_workspace: events of an activity beyond " + MOST);
        }
      }
      Filling filling = new Filling(picked, out, values, binding.zone());
      out.set(Field.FORMAT, ONE.id());
      fill(filling, at);
      return filling.problem();
    }
  }

  /** Holds something when there is one more. */
  private static String behind(int at) {
    return "events[" + (at + 1) + "].name";
  }

  /** Where the event of that number may stand. */
  private static List<String> events(int at) {
    return at == 0 ? FIRST : List.of("events[" + at + "].");
  }

  private static List<String> paths(int at) {
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
                behind(at),
                behind(at).replace("name", "type")));
    for (String event : events(at)) {
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

  private static @Nullable String inEvent(Filling event, int at, String name) {
    return event.first(events(at).stream().map(prefix -> prefix + name).toArray(String[]::new));
  }

  private static @Nullable String parameter(Filling event, int number, String name) {
    String plain = inEvent(event, number, "parameters." + name);
    for (String prefix : events(number)) {
      for (int i = 0; i < LISTED && plain == null; i++) {
        String at = prefix + "parameters[" + i + "].";
        if (name.equals(event.first(at + "name"))) {
          plain = event.first(at + "value", at + "boolValue", at + "multiValue", at + "intValue");
        }
      }
    }
    return plain;
  }

  private static void fill(Filling event, int at) {
    String application = event.first("id.applicationName");
    String name = inEvent(event, at, "name");
    if (application == null || name == null) {
      event.reject(
          new Problem("not_google_workspace", "expected id.applicationName and the event's name"));
      return;
    }
    event.time("id.time");
    String qualifier = event.first("id.uniqueQualifier");
    if (qualifier != null) {
      event.set(
          Field.DEDUPE_KEY,
          String.join("|", event.first("id.time"), qualifier, application, name)
              + (at == 0 ? "" : "|" + at));
      event.set(Field.REQUEST_ID, qualifier);
    }
    event.set(Field.OPERATION, application + ":" + name);
    String email = event.first("actor.email");
    String who = email == null ? parameter(event, at, "affected_email_address") : email;
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
    event.set(Field.ERROR_CODE, parameter(event, at, "login_failure_type"));
    if (name.equals("login_success") || name.equals("login_failure")) {
      String method = parameter(event, at, "login_type");
      event.set(Field.AUTH_METHOD, method == null || method.equals("unknown") ? "google" : method);
      if (outcome.equals("success") && "true".equals(parameter(event, at, "is_second_factor"))) {
        event.out.set(Field.MFA, 1);
      }
    }
  }
}
