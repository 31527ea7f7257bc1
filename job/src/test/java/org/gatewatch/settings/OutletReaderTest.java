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
      SettingsException e =
          assertThrows(
              SettingsException.class,
              () -> load("sinks: [" + sink + "]", Map.of("HOOK", "http://h.example/SECRET")));
      assertFalse(String.valueOf(e.getMessage()).contains("SECRET"), e.getMessage());
    }
  }
}
