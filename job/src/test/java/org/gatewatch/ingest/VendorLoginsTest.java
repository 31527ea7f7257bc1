package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Credential;
import org.gatewatch.event.Field;
import org.gatewatch.event.LogSource;
import org.gatewatch.event.Roster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vendor's logins have in common, whoever wrote them. */
final class VendorLoginsTest {
  private static final Set<String> ALIASES =
      Set.of("c.lee@contractor.example", "kit", "kit@lab.example", "sp-0001");

  /** They say that a session lives, goes on or ends, or that a question was put. */
  private static final Set<String> NOBODY_CAME_IN =
      Set.of(
          "signIn:nonInteractiveUser",
          "serft",
          "sapi",
          "admin_update_launch",
          "login:logout",
          "login:login_challenge",
          "drive:download",
          "session.start",
          "session.command",
          "cert.create",
          "ssh:invalid_user",
          "ssh:too_many_attempts",
          "authentication:Logoff",
          "user.logout");

  @TempDir Path folder;

  private static final Credential CREDENTIAL =
      new Credential(
          "key-0007",
          null,
          "human",
          "acme",
          null,
          null,
          null,
          null,
          null,
          List.of(),
          null,
          List.copyOf(ALIASES),
          null,
          null,
          List.of(),
          List.of(),
          List.of());

  private static List<AccessEvent> events(String folder) {
    String format = folder.split("-", 2)[0];
    Binding binding =
        new Binding(
            0, "acme", List.of(), format, null, LogSource.VENDOR, "acme", ZoneOffset.UTC, 300_000);
    Readings read =
        Readings.of(
            Examples.ROOT.resolve(folder).resolve("accepted.log"),
            binding,
            new Roster(List.of(CREDENTIAL), true),
            new Enricher(Enrichment.NONE));
    return read.accepted();
  }

  @Test
  void everyEventOfAWorkspaceActivityIsOne() {
    StringBuilder events = new StringBuilder("{\"type\":\"login\",\"name\":\"login_failure\"}");
    events.append(",{\"type\":\"login\"}");
    for (int i = 2; i < 70; i++) {
      events.append(",{\"name\":\"login_success\",\"parameters\":[{\"name\":\"login_type\",");
      events.append("\"value\":\"saml\"}]}");
    }
    String record =
        "{\"kind\":\"admin#reports#activity\",\"id\":{\"time\":\"2026-05-04T08:01:12Z\","
            + "\"uniqueQualifier\":\"9\",\"applicationName\":\"login\"},\"ipAddress\":"
            + "\"198.51.100.23\",\"actor\":{\"email\":\"kit@lab.example\"},\"events\":[%s]}\n";
    String one = record.formatted("{\"name\":\"login_success\"}");
    Readings read =
        Readings.of(
            record.formatted(events) + one, folder, Readings.binding("google_workspace", null));
    assertEquals(List.of("not_google_workspace"), read.reasons());
    assertEquals(64, read.accepted().size()); // 64 of 70, one of them rejected; and the last record
    assertEquals(1, read.unknown().get("google_workspace: events of an activity beyond 64"));
    assertEquals("denied", read.accepted().get(0).text(Field.OUTCOME));
    AccessEvent third = read.accepted().get(1);
    assertEquals("success", third.text(Field.OUTCOME));
    assertEquals("saml", third.text(Field.AUTH_METHOD));
    assertEquals("198.51.100.23", third.sourceIp());
    assertEquals("kit@lab.example", third.text(Field.PRINCIPAL));
    assertEquals(
        63,
        read.accepted().stream().limit(63).map(e -> e.text(Field.DEDUPE_KEY)).distinct().count());
    assertEquals(2, read.accepted().get(63).line());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"entra", "entra-graph", "auth0", "google_workspace", "teleport", "sshd", "ecs"})
  void aRosterAliasSaysWhoseLoginItIs(String folder) {
    int resolved = 0;
    for (AccessEvent event : events(folder)) {
      boolean known = ALIASES.contains(String.valueOf(event.text(Field.PRINCIPAL)));
      assertEquals(known ? "key-0007" : null, event.credentialId(), event.toString());
      resolved += known ? 1 : 0;
    }
    assertTrue(resolved > 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"entra", "auth0", "google_workspace", "teleport", "sshd", "ocsf", "ecs"})
  void onlyAnAnswerToWhetherSomebodyCameInIsALogin(String folder) {
    List<String> logins = new ArrayList<>();
    for (AccessEvent event : events(folder)) {
      String operation = String.valueOf(event.text(Field.OPERATION));
      String outcome = String.valueOf(event.text(Field.OUTCOME));
      if (event.has(Field.AUTH_METHOD)) {
        assertTrue(Set.of("success", "denied").contains(outcome), event.toString());
        assertFalse(NOBODY_CAME_IN.contains(operation), event.toString());
        assertFalse(event.has(Field.ENDPOINT) || event.has(Field.METHOD) || event.has(Field.MODEL));
        logins.add(outcome);
      } else {
        assertNull(event.text(Field.AUTH_METHOD));
        assertFalse(event.has(Field.MFA) && !event.has(Field.ENDPOINT), event.toString());
      }
    }
    assertTrue(logins.contains("success") && logins.contains("denied"), logins.toString());
  }

  @Test
  void namesInAnyCaseAreTheSameNames() {
    String line =
        "{\"UUID\":\"u\",\"published\":\"2026-05-04 08:00:00.1\",\"eventtype\":\"user.session.start\","
            + "\"Actor\":{\"ALTERNATEID\":\"kit\"},\"outcome\":{\"Result\":\"SUCCESS\"}}";
    Readings read = Readings.of(line, folder, Readings.binding(null, null));
    assertEquals("okta", read.format());
    assertEquals("kit", read.accepted().get(0).text(Field.PRINCIPAL));
    String twice = line.replace("\"UUID\":\"u\"", "\"uuid\":\"u\",\"UUID\":\"v\"");
    assertEquals(
        List.of("duplicate_key"),
        Readings.of(twice, folder, Readings.binding("okta", null)).reasons());
  }

  @Test
  void aCallThatWasForbiddenIsDenied() {
    String line =
        "{\"class_uid\":6003,\"category_uid\":6,\"time\":1772352000000,\"status_id\":2,"
            + "\"metadata\":{\"version\":\"1.8.0\"},\"api\":{\"operation\":\"InvokeModel\","
            + "\"response\":{\"error\":\"AccessDenied\"}}}\n";
    String log = line + line.replace("AccessDenied", "Throttling") + line.replace("error", "x");
    Readings read = Readings.of(log, folder, Readings.binding("ocsf", null));
    assertEquals(
        List.of("denied", "rate_limited", "failure"),
        read.accepted().stream().map(e -> e.text(Field.OUTCOME)).toList());
  }

  @Test
  void aRequestThatEndedBeforeItHadAStatusHasNone() {
    String ecs =
        "{\"@timestamp\":\"2026-05-04T08:02:12Z\",\"ecs.version\":\"8.11.0\","
            + "\"http.response.status_code\":0}";
    String ocsf =
        "{\"class_uid\":4002,\"category_uid\":4,\"time\":1772352000000,"
            + "\"metadata\":{\"version\":\"1.8.0\"},\"http_response\":{\"code\":0}}";
    for (String log : List.of(ecs, ocsf)) {
      Readings read = Readings.of(log, folder, Readings.binding(null, null));
      assertEquals(List.of(), read.reasons());
      assertFalse(read.accepted().get(0).has(Field.STATUS));
    }
  }

  @Test
  void aRecordOfOneFormatIsNotTakenForAnother() throws Exception {
    for (Examples examples : Examples.all()) {
      boolean mapped = examples.binding().map() != null;
      if (!mapped) {
        Detection found = Detection.of(examples.folder().resolve("accepted.log"), false);
        assertEquals(examples.format(), found.format(), found.reason());
      }
      for (LogFormat format : Formats.ALL) {
        if (format instanceof PickedFormat && !format.id().equals(examples.format())) {
          String log = Examples.read(examples.folder().resolve("accepted.log"));
          assertNull(format.recognise(log, false), examples + " as " + format.id());
        }
      }
    }
  }
}
