package org.gatewatch.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.gatewatch.detect.Indicator;
import org.gatewatch.detect.Policy;
import org.gatewatch.detect.Rule;
import org.gatewatch.event.Field;
import org.gatewatch.event.Holiday;
import org.gatewatch.event.LogSource;
import org.gatewatch.ingest.Binding;
import org.gatewatch.ingest.FieldMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
  private static final List<String> FORMATS = List.of("canonical", "nginx");

  @TempDir Path folder;

  /** Every file of testdata/settings/wrong: the problems stand in the .expected beside it. */
  @TestFactory
  List<DynamicTest> wrongConfigurationsAreToldWholeAndWithTheirLines() throws Exception {
    List<DynamicTest> out = new ArrayList<>();
    try (Stream<Path> files = Files.list(testdata().resolve("wrong"))) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".yaml") || name.endsWith(".json")) {
          Path expected = file.resolveSibling(name.substring(0, name.length() - 5) + ending(name));
          out.add(
              dynamicTest(
                  name, () -> assertEquals(Files.readString(expected), problems(file), name)));
        }
      }
    }
    assertTrue(out.size() > 10);
    return out;
  }

  private static String ending(String name) {
    return name.endsWith(".json") ? ".json.expected" : ".expected";
  }

  /** The problems, a line each, with folders cut off the names of files. */
  private static String problems(Path file) {
    SettingsException e = assertThrows(SettingsException.class, () -> loader().load(file, null));
    StringBuilder out = new StringBuilder();
    for (Problem problem : e.problems()) {
      String name = problem.file();
      if (name.startsWith(String.valueOf(file.getParent()))) {
        name = name.substring(String.valueOf(file.getParent()).length() + 1);
      }
      Problem shown =
          new Problem(name, problem.line(), problem.where(), problem.value(), problem.expected());
      out.append(shown.text()).append('\n');
    }
    return out.toString();
  }

  @Test
  void watchingIsReadWithItsTopics() throws Exception {
    Live live = loader().load(testdata().resolve("full.yaml"), null).live();
    assertEquals(Live.Backend.ROCKSDB, live.backend());
    assertEquals(30_000, live.checkpointEveryMs());
    assertEquals(300_000, live.idleAfterMs());
    assertNull(live.topic(0));
    assertEquals(
        new Topic(
            3,
            List.of("access-hub", "access-hub-2"),
            "broker-1.example:9092,broker-2.example:9092",
            Map.of("security.protocol", "SSL")),
        live.topic(3));
  }

  @Test
  void theExampleIsReadWhole() throws Exception {
    Settings settings = loader().load(testdata().resolve("full.yaml"), null);
    assertEquals(4, settings.bindings().size());
    Binding gateway = settings.bindings().get(0);
    assertEquals(
        List.of(testdata() + "/logs/gateway/", testdata() + "/logs/gateway-old/*.jsonl.gz"),
        gateway.paths());
    assertEquals("canonical", gateway.format());
    assertEquals(LogSource.GATEWAY, gateway.source());
    assertEquals(300_000, gateway.maxLatenessMs());
    Binding vendor = settings.bindings().get(1);
    assertEquals(1, vendor.index());
    assertEquals(LogSource.VENDOR, vendor.source());
    assertEquals("northfield", vendor.vendor());
    assertEquals(ZoneId.of("Europe/London"), vendor.zone());
    assertEquals(6 * 3_600_000L, vendor.maxLatenessMs());
    FieldMap map = Objects.requireNonNull(vendor.map());
    assertEquals(
        new FieldMap.Source(List.of("at"), "s", "epoch", null, null),
        map.fields().get(Field.EVENT_TIME));
    assertEquals(
        new FieldMap.Source(List.of("rid", "meta.request_id"), null, null, null, null),
        map.fields().get(Field.REQUEST_ID));
    assertEquals(
        new FieldMap.Source(List.of("auth.\"key.id\""), null, null, null, "hmac"),
        map.fields().get(Field.CREDENTIAL_ID));
    assertEquals(Map.of(Field.METHOD, "POST", Field.MFA, "true"), map.constants());
    assertEquals(List.of("-", "none"), map.nullTokens());
    assertEquals(',', map.delimiter());
    FieldMap csv = Objects.requireNonNull(settings.bindings().get(2).map());
    assertEquals(';', csv.delimiter());
    assertEquals(
        new FieldMap.Source(List.of("time"), null, "yyyy-MM-dd HH:mm:ss", "Asia/Tokyo", null),
        csv.fields().get(Field.EVENT_TIME));
    assertEquals(6 * 3_600_000L, settings.bindings().get(2).maxLatenessMs());
    assertTrue(settings.roster().complete());
    assertEquals(2, settings.roster().size());
    assertEquals(
        List.of(
            new Holiday(
                List.of(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 12, 25)),
                List.of("Europe/Berlin"),
                List.of("research"))),
        settings.roster().holidays());
    assertEquals(
        List.of(
            "sigma:7a1c2a70-5d0f-4b6e-9a55-6d4c0d6a1f05",
            "sigma:7a1c2a70-5d0f-4b6e-9a55-6d4c0d6a1f03",
            "sigma:7a1c2a70-5d0f-4b6e-9a55-6d4c0d6a1f01"),
        settings.policy().sigma().stream().map(Rule::id).toList());
    assertEquals(examplePolicy(settings.policy().sigma()), settings.policy());
    assertEquals(Budget.DEFAULT, settings.budget());
    assertEquals(List.of(testdata().resolve("networks.csv").toString()), settings.enrichment());
    assertFalse(settings.redactionKey().isPublished());
    assertEquals(
        "an example key, never use it",
        new String(settings.redactionKey().bytes(), StandardCharsets.UTF_8));
  }

  private static Policy examplePolicy(List<Rule> sigma) {
    return new Policy(
        List.of(
            new Policy.RestrictedModel(
                "aster-preview*", Instant.parse("2026-03-26T20:00:00Z").toEpochMilli())),
        List.of("AS64666", "Bulletproof *"),
        List.of("KP", "NO"),
        List.of("tor"),
        new Policy.Canaries(
            List.of("cred-canary"),
            List.of("/internal/weights*"),
            List.of("aster-decoy"),
            List.of("old-gateway.example")),
        List.of(
            new Indicator(Indicator.Type.IP, "192.0.2.66"),
            new Indicator(Indicator.Type.CIDR, "2001:db8:66::/48"),
            new Indicator(Indicator.Type.ASN, "64667"),
            new Indicator(Indicator.Type.USER_AGENT, "evil-client/*"),
            new Indicator(Indicator.Type.JA4, "t13d1516h2_8daaf6152771_02713d6af862"),
            new Indicator(Indicator.Type.PRINCIPAL, "mallory"),
            new Indicator(Indicator.Type.CREDENTIAL, "cred-stolen")),
        sigma);
  }

  @Test
  void settingsTravelSerialized() throws Exception {
    Settings settings = loader().load(testdata().resolve("full.yaml"), null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ObjectOutputStream(out).writeObject(settings);
    Settings copy =
        (Settings) new ObjectInputStream(new ByteArrayInputStream(out.toByteArray())).readObject();
    assertEquals(settings.fingerprint(), copy.fingerprint());
    assertEquals(settings.bindings(), copy.bindings());
    assertEquals(settings.redactionKey(), copy.redactionKey());
  }

  @Test
  void withoutAnythingThereIsOneGatewayLog() throws Exception {
    Settings settings = loader().load(null, null);
    assertEquals(Settings.defaults().bindings(), settings.bindings());
    assertEquals("input", settings.bindings().get(0).name());
    assertEquals(LogSource.GATEWAY, settings.bindings().get(0).source());
    assertEquals(0, settings.roster().size());
    assertTrue(settings.redactionKey().isPublished());
  }

  @Test
  void anEmptyFileSaysNothing() throws Exception {
    Path file = folder.resolve("empty.yaml");
    for (String text : List.of("", "# only a comment\n", "bindings:\npolicy: null\n", "{}")) {
      Files.writeString(file, text);
      assertEquals(
          Settings.defaults().fingerprint(), loader().load(file, null).fingerprint(), text);
    }
  }

  @Test
  void aGivenRosterIsReadInsteadAndTheDeclarationOfCompletenessStays() throws Exception {
    Path config = folder.resolve("config.json");
    Files.writeString(config, "{\"roster\": {\"complete\": true}, \"budget\": \"5/day\"}");
    Path roster = folder.resolve("other.csv");
    Files.writeString(roster, "credential_id\ncred-7\n");
    Settings settings = loader().load(config, roster);
    assertTrue(settings.roster().complete());
    assertEquals(List.of("cred-7"), List.copyOf(settings.roster().all().keySet()));
    assertEquals(new Budget(5, Budget.Per.DAY), settings.budget());
    assertFalse(loader().load(null, roster).roster().complete());
    assertThrows(SettingsException.class, () -> loader().load(config, null));
  }

  @Test
  void problemsOfConfigurationAndRosterComeTogether() throws Exception {
    Path config = folder.resolve("config.yaml");
    Files.writeString(config, "roster: {file: roster.csv}\nbudget: x\n");
    Files.writeString(folder.resolve("roster.csv"), "credential_id,hours\ncred-1,always\n");
    SettingsException e = assertThrows(SettingsException.class, () -> loader().load(config, null));
    assertEquals(
        List.of("config.yaml", "roster.csv"),
        e.problems().stream().map(p -> String.valueOf(Path.of(p.file()).getFileName())).toList());
  }

  @Test
  void theKeyOfTheEnvironmentIsUsedWhereNoFileIsNamed() throws Exception {
    String key = "sixteen bytes or more";
    Settings settings = new SettingsLoader(FORMATS, Map.of("GATEWATCH_KEY", key)).load(null, null);
    assertEquals(new RedactionKey(key.getBytes(StandardCharsets.UTF_8)), settings.redactionKey());
    SettingsException e =
        assertThrows(
            SettingsException.class,
            () -> new SettingsLoader(FORMATS, Map.of("GATEWATCH_KEY", "short")).load(null, null));
    assertEquals("GATEWATCH_KEY: a redaction key has at least 16 bytes: 5", e.getMessage());
  }

  @Test
  void theKeyIsNeverShown() {
    RedactionKey key = new RedactionKey("a secret of many bytes".getBytes(StandardCharsets.UTF_8));
    assertFalse(key.toString().contains("secret"));
    assertEquals(16, key.fingerprint().length());
    assertNotEquals(key.fingerprint(), RedactionKey.PUBLISHED.fingerprint());
    assertEquals(key.hashCode(), new RedactionKey(key.bytes()).hashCode());
  }

  @Test
  void filesThatCannotBeReadAreProblems() throws Exception {
    Path file = folder.resolve("latin.yaml");
    Files.write(file, new byte[] {'b', (byte) 0xe9, '\n'});
    for (Path wrong : List.of(file, folder, folder.resolve("nowhere.yaml"))) {
      SettingsException e = assertThrows(SettingsException.class, () -> loader().load(wrong, null));
      assertEquals(1, e.problems().size());
      assertEquals(wrong.toString(), e.problems().get(0).file());
    }
  }

  @Test
  void nestingWithoutEndIsRefused() throws Exception {
    Path file = folder.resolve("deep.json");
    Files.writeString(file, "[".repeat(200) + "]".repeat(200));
    SettingsException e = assertThrows(SettingsException.class, () -> loader().load(file, null));
    assertTrue(String.valueOf(e.getMessage()).contains("nested too deep"), e.getMessage());
  }

  @Test
  void messagesShowNoControlCharacters() {
    String text =
        new Problem("a.yaml", 3, "x", "\u001b[31mred\n\u202etxt" + "y".repeat(100), "expected z")
            .text();
    assertEquals("a.yaml:3: x: \"?[31mred??txt" + "y".repeat(67) + "…\": expected z", text);
  }

  private static SettingsLoader loader() {
    return new SettingsLoader(
        FORMATS, Map.of("GATEWATCH_PAGER", "r", "GATEWATCH_CHAT", "https://hooks.example/T0"));
  }

  static Path testdata() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(
                SettingsLoaderTest.class.getClassLoader().getResource("testdata/settings"))
            .toURI());
  }
}
