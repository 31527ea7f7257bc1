package org.gatewatch.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gatewatch.detect.Indicator;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.Binding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void pathsGoToTheOnlyBinding() throws Exception {
    Settings settings =
        Settings.defaults().withInputs(List.of("a.gz", "input=b.gz", "./x=y.gz", "dir/d=1/c.gz"));
    assertEquals(
        List.of("a.gz", "b.gz", "./x=y.gz", "dir/d=1/c.gz"), settings.bindings().get(0).paths());
    assertEquals(List.of("z"), one().withInputs(List.of("z")).bindings().get(0).paths());
  }

  @Test
  void namedPathsGoToTheirBindingBesideThoseOfTheFile() throws Exception {
    Settings settings = two().withInputs(List.of("vendor=v1", "gateway=g1", "vendor=v2"));
    assertEquals(List.of("old", "g1"), settings.bindings().get(0).paths());
    assertEquals(List.of("v1", "v2"), settings.bindings().get(1).paths());
    assertEquals(List.of(0, 1), settings.bindings().stream().map(Binding::index).toList());
  }

  @Test
  void withoutAConfigurationGatewayAndVendorAreKnown() throws Exception {
    Settings settings =
        Settings.defaults().withInputs(List.of("vendor=v1", "gateway=g", "vendor=v2"));
    assertEquals(
        List.of("gateway", "vendor"), settings.bindings().stream().map(Binding::name).toList());
    assertEquals(List.of(0, 1), settings.bindings().stream().map(Binding::index).toList());
    assertEquals(List.of("v1", "v2"), settings.bindings().get(1).paths());
    assertEquals(LogSource.VENDOR, settings.bindings().get(1).source());
    assertEquals(Binding.VENDOR_LATENESS, settings.bindings().get(1).maxLatenessMs());
    assertEquals(Binding.GATEWAY_LATENESS, settings.bindings().get(0).maxLatenessMs());
    assertEquals(
        settings.fingerprint(),
        Settings.defaults().withInputs(List.of("gateway=x", "vendor=y")).fingerprint());
    assertEquals(
        List.of("input", "vendor"),
        Settings.defaults().withInputs(List.of("vendor=v", "bare")).bindings().stream()
            .map(Binding::name)
            .toList());
    assertEquals(Settings.defaults(), Settings.defaults().withInputs(List.of()));
  }

  @Test
  void inputsThatNoBindingTakesAreToldTogether() throws Exception {
    Settings settings = two();
    SettingsException e =
        assertThrows(
            SettingsException.class,
            () -> settings.withInputs(List.of("gatway=g", "alone.gz", "vendor=", "vendor=v")));
    assertEquals(
        """
        INPUT: "gatway=g": unknown binding; did you mean "gateway"?
        INPUT: "alone.gz": expected BINDING=PATH; bindings: gateway, vendor
        INPUT: "vendor=": expected a path""",
        e.getMessage());
  }

  @Test
  void indicatorsOfTheCommandLineJoinThoseOfThePolicy() throws Exception {
    Settings settings =
        Settings.defaults().withIndicators(List.of("asn=1")).withIndicators(List.of("ip=10.0.0.1"));
    assertEquals(
        List.of(
            new Indicator(Indicator.Type.ASN, "1"), new Indicator(Indicator.Type.IP, "10.0.0.1")),
        settings.policy().indicators());
    SettingsException e =
        assertThrows(
            SettingsException.class,
            () -> Settings.defaults().withIndicators(List.of("hash=1", "ip=10.0.0.1", "ip=x")));
    assertEquals(2, e.problems().size());
  }

  /** What {@code pivot} calls a kind can be searched for under the same word. */
  @ParameterizedTest
  @CsvSource({
    "address=192.0.2.7, ip=192.0.2.7",
    "network=192.0.2.0/24, cidr=192.0.2.0/24",
    "agent=loot/9, user_agent=loot/9",
    "ja4=t13d, ja4=t13d",
    "credential=key-1, credential=key-1"
  })
  void indicatorsAreNamedAsPivotNamesThem(String written, String text) {
    assertEquals(Indicator.parse(written), Indicator.parse(text));
    assertEquals(text, Indicator.parse(written).text());
  }

  @Test
  void theFingerprintFollowsWhatChangesFindings() throws Exception {
    Settings settings = Settings.defaults();
    String before = settings.fingerprint();
    assertEquals(before, settings.withInputs(List.of("a.gz")).fingerprint());
    assertNotEquals(before, settings.withBudget(Budget.parse("4")).fingerprint());
    assertNotEquals(before, settings.withRaiseFrom(5).fingerprint());
    assertNotEquals(before, settings.withIndicators(List.of("asn=1")).fingerprint());
    assertNotEquals(before, one().fingerprint());
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3, THOUSAND_CREDENTIAL_DAYS",
    "0.5, 0.5, THOUSAND_CREDENTIAL_DAYS",
    "1000, 1000, THOUSAND_CREDENTIAL_DAYS",
    "5/day, 5, DAY",
    "1000000/day, 1000000, DAY"
  })
  void budgetsAreReadAndWritten(String text, double alerts, Budget.Per per) {
    assertEquals(new Budget(alerts, per), Budget.parse(text));
    assertEquals(text, Budget.parse(text).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "x",
        "/day",
        "5/week",
        "5 /day",
        "1e3",
        "NaN",
        "1000.5",
        "5000",
        "1000001/day",
        "٣"
      })
  void otherBudgetsAreRefused(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Budget.parse(text));
    assertEquals(0, String.valueOf(e.getMessage()).indexOf("expected a number above 0"));
  }

  private Settings one() throws Exception {
    return load("bindings: [{name: gateway}]");
  }

  private Settings two() throws Exception {
    return load("bindings: [{name: gateway, path: old}, {name: vendor, log_source: vendor}]")
        .withInputs(List.of());
  }

  private Settings load(String text) throws Exception {
    Path file = folder.resolve("c.yaml");
    Files.writeString(file, text);
    Settings settings = new SettingsLoader(List.of(), Map.of()).load(file, null);
    List<Binding> bindings =
        settings.bindings().stream()
            .map(
                b ->
                    new Binding(
                        b.index(),
                        b.name(),
                        b.paths().isEmpty() ? List.of() : List.of("old"),
                        b.format(),
                        b.map(),
                        b.source(),
                        b.vendor(),
                        b.zone(),
                        b.maxLatenessMs()))
            .toList();
    return new Settings(
        bindings,
        settings.roster(),
        settings.policy(),
        settings.budget(),
        null,
        List.of(),
        settings.redactionKey());
  }
}
