package org.gatewatch.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gatewatch.judge.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutletReaderTest {
  @TempDir private Path folder;

  private Settings load(String text, Map<String, String> environment) throws Exception {
    Path file = folder.resolve("gatewatch.yaml");
    Files.writeString(file, text);
    return new SettingsLoader(List.of(), environment).load(file, null);
  }

  @Test
  void whatRingsIsToldAlertsOnlyAndStoresAreToldAll() throws Exception {
    Map<String, String> environment = Map.of("KEY", "r", "HOOK", "https://hooks.example/T0/key");
    Settings settings =
        load(
            """
            sinks:
              - {name: pager, type: pagerduty, token_env: KEY, min_severity: high}
              - {name: chat, type: teams, url_env: HOOK, cases: true}
              - {name: siem, type: elasticsearch, url: "http://search:9200"}
              - {name: log, type: syslog, host: "syslog.example"}
            """,
            environment);
    Outlet pager = settings.live().sinks().get(0);
    assertEquals("https://events.pagerduty.com/v2/enqueue", pager.url());
    assertEquals(Severity.HIGH, pager.least());
    assertTrue(pager.alertsOnly() && !pager.cases());
    assertTrue(settings.live().sinks().get(1).cases());
    Outlet siem = settings.live().sinks().get(2);
    assertFalse(siem.alertsOnly());
    assertTrue(siem.cases());
    assertEquals("ecs", siem.format());
    assertEquals(6514, settings.live().sinks().get(3).port());
    assertFalse(settings.toString().contains("T0"), "no secret is carried around");
    assertEquals(settings.live().sinks(), settings.withRaiseFrom(0).live().sinks());
    Settings without = load("budget: 3", environment);
    assertEquals(without.fingerprint(), settings.fingerprint(), "sinks change no finding");
  }

  @Test
  void aTokenDoesNotTravelReadable() throws Exception {
    String sink = "sinks: [{name: a, type: elasticsearch, url: 'http://%s:9200'%s}]";
    load(
        String.format(java.util.Locale.ROOT, sink, "127.0.0.1", ", token_env: KEY"),
        Map.of("KEY", "k"));
    load(String.format(java.util.Locale.ROOT, sink, "search", ""), Map.of());
    assertThrows(
        SettingsException.class,
        () ->
            load(
                String.format(java.util.Locale.ROOT, sink, "search", ", token_env: KEY"),
                Map.of("KEY", "k")));
  }

  @Test
  void anAddressThatIsAKeyIsNeverShown() {
    for (String sink :
        List.of(
            "{name: a, type: webhook, url: 'https://h.example/?key=SECRET'}",
            "{name: a, type: webhook, url: 'https://kit:SECRET@h.example'}",
            "{name: a, type: slack, url_env: HOOK}")) {
      refused("sinks: [" + sink + "]");
    }
  }

  /** Refused, without a word of what may be a secret. */
  private String refused(String text) {
    SettingsException e =
        assertThrows(
            SettingsException.class,
            () -> load(text, Map.of("HOOK", "http://h.example/SECRET", "KEY", "k")));
    String message = String.valueOf(e.getMessage());
    assertFalse(message.contains("SECRET"), message);
    return message;
  }

  @Test
  void aSecretInPlaceOfItsNameIsNeverShown() {
    for (String key :
        List.of(
            "token_env: SECRET-0123",
            "token_env: SECRET0123", // may be the name of a variable
            "token_env: [SECRET]",
            "token_file: SECRET0123",
            "token_file: [SECRET]")) {
      String message = refused("sinks: [{name: a, type: pagerduty, " + key + "}]");
      assertTrue(message.contains(key.substring(0, key.indexOf(':'))), message);
      assertTrue(message.contains("expected the ") || message.contains(" named there"));
    }
    for (String key :
        List.of("url_env: 'https://h/SECRET'", "url_env: SECRET", "url_file: 'https://h/SECRET'")) {
      refused("sinks: [{name: a, type: slack, " + key + "}]");
    }
  }

  @Test
  void onlyThisMachineIsReachedReadablyWithAToken() {
    for (String host : List.of("127.evil.example", "127.0.0.1.example", "127.1", "127.0.0.256")) {
      refused(
          "sinks: [{name: a, type: elasticsearch, url: 'http://%s:9200', token_env: KEY}]"
              .formatted(host));
    }
  }

  @Test
  void noSecretIsAPropertyOfAKafkaClient() throws Exception {
    String sink =
        "sinks: [{name: a, type: kafka, brokers: 'b:9092', topic: t, properties: {%s: '%s'}}]";
    String topic =
        "bindings: [{name: a, topic: t, brokers: 'b:9092', format: canonical, log_source: gateway,"
            + " kafka: {%s: '%s'}}]";
    for (String place : List.of(sink, topic)) {
      for (String key :
          List.of(
              "ssl.keystore.password",
              "ssl.keystore.key",
              "sasl.jaas.config",
              "sasl.oauthbearer.client.credentials.client.secret",
              "my.token",
              "Key")) {
        String message = refused(place.formatted(key, "SECRET"));
        assertTrue(message.contains("a secret does not belong into this file"), message);
        loadAll(place.formatted(key, "${file:/run/kafka:" + key + "}"));
      }
      for (String key :
          List.of("ssl.keystore.location", "sasl.oauthbearer.token.endpoint.url", "key.x")) {
        loadAll(place.formatted(key, "x"));
      }
    }
  }

  private void loadAll(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("gatewatch.yaml"), text);
    new SettingsLoader(List.of("canonical"), Map.of()).load(file, null);
  }
}
