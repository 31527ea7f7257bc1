package org.gatewatch.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gatewatch.ingest.Formats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class SchemasTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BASE = "https://gatewatch.org/schemas/";

  private final SchemaRegistry registry = registry();

  @TempDir private Path dir;

  @Test
  void theExampleConfigurationIsValid() throws Exception {
    JsonNode example =
        new YAMLMapper()
            .readTree(Files.readString(SettingsLoaderTest.testdata().resolve("full.yaml")));
    assertEquals(List.of(), errors("settings", example.toString()));
  }

  /** The loader and the schema know the same keys; and the example, which loads, uses them all. */
  @Test
  void schemaLoaderAndExampleKnowTheSameKeys() throws Exception {
    Map<String, Set<String>> schema = new TreeMap<>();
    JsonNode root = JSON.readTree(Schemas.text("settings"));
    keys(root, root, "", schema);
    Map<String, Set<String>> loader = new TreeMap<>();
    loader.put("", new TreeSet<>(Keys.TOP));
    loader.put("bindings", new TreeSet<>(Keys.BINDING));
    loader.put("bindings.map", new TreeSet<>(Keys.MAP));
    loader.put("bindings.map.fields.*", new TreeSet<>(Keys.FIELD));
    loader.put("roster", new TreeSet<>(Keys.ROSTER));
    loader.put("policy", new TreeSet<>(Keys.POLICY));
    loader.put("policy.restricted_models", new TreeSet<>(Keys.RESTRICTED));
    loader.put("policy.denied", new TreeSet<>(Keys.DENIED));
    loader.put("policy.canaries", new TreeSet<>(Keys.CANARIES));
    loader.put("policy.declared_events", new TreeSet<>(Keys.EVENT));
    loader.put("suppressions", new TreeSet<>(Keys.SUPPRESSION));
    loader.put("baseline", new TreeSet<>(Keys.BASELINE));
    loader.put("baseline.holidays", new TreeSet<>(Keys.HOLIDAY));
    loader.put("enrichment", new TreeSet<>(Keys.ENRICHMENT));
    loader.put("redaction", new TreeSet<>(Keys.REDACTION));
    loader.put("sinks", new TreeSet<>(OutletReader.KEYS));
    loader.put("watch", new TreeSet<>(Keys.WATCH));
    assertEquals(loader, schema);
    Map<String, Set<String>> used = new TreeMap<>();
    used(
        new YAMLMapper()
            .readTree(Files.readString(SettingsLoaderTest.testdata().resolve("full.yaml"))),
        "",
        used);
    loader.forEach((place, keys) -> assertEquals(keys, used.get(place), place));
  }

  private static void keys(
      JsonNode root, JsonNode schema, String place, Map<String, Set<String>> out) {
    if (schema.has("$ref")) {
      keys(root, root.at(schema.get("$ref").asString().substring(1)), place, out);
    }
    for (JsonNode choice : schema.path("oneOf")) {
      keys(root, choice, place, out);
    }
    if (schema.path("items").isObject()) {
      keys(root, schema.get("items"), place, out);
    }
    if (schema.path("additionalProperties").isObject()) {
      keys(root, schema.get("additionalProperties"), place + ".*", out);
    }
    schema
        .path("properties")
        .forEachEntry(
            (key, value) -> {
              out.computeIfAbsent(place, any -> new TreeSet<>()).add(key);
              keys(root, value, place.isEmpty() ? key : place + "." + key, out);
            });
  }

  private static void used(JsonNode node, String place, Map<String, Set<String>> out) {
    if (node.isArray()) {
      node.forEach(item -> used(item, place, out));
    }
    if (node.isObject()) {
      boolean own = place.endsWith(".fields");
      node.forEachEntry(
          (key, value) -> {
            out.computeIfAbsent(place, any -> new TreeSet<>()).add(key);
            used(value, own ? place + ".*" : place.isEmpty() ? key : place + "." + key, out);
          });
    }
  }

  @Test
  void rosterColumnsAreThoseOfTheSchema() throws Exception {
    TreeSet<String> schema = new TreeSet<>();
    JSON.readTree(Schemas.text("roster")).get("properties").propertyNames().forEach(schema::add);
    assertEquals(new TreeSet<>(RosterReader.COLUMNS), schema);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "settings | {'budget': '5/day'} | 0",
        "settings | {'budgets': 3} | 1",
        "settings | {'bindings': [{'name': 'a', 'log_source': 'partner'}]} | 1",
        "settings | {'bindings': [{'name': 'a', 'map': {'fields': {'model': 'm'}}}]} | 1",
        "settings | {'sinks': []} | 0",
        "settings | {'sinks': [{'name':'a','type':'slack','url_env':'X'}]} | 0",
        "settings | {'sinks': [{'name':'a','type':'pigeon'}]} | 1",
        "settings | {'sinks': [{'name':'a','type':'webhook','url':'https://h.example/?key=1'}]} | 1",
        "roster | {'credential_id': 'cred-1', 'hours': 'Mon-Fri/08:00-19:00 22:00-06:00'} | 0",
        "roster | {'credential_id': 'cred-1', 'hours': 'always'} | 1",
        "roster | {'owner': 'a'} | 1",
        "labels | {'request_id':'r','attack_id':'a','credential_id':'c','log_source':'vendor','event_time':'2026-03-02T00:59:09.687Z'} | 0",
        "labels | {'request_id':'r'} | 4",
        "verdicts | {'finding':'f','verdict':'benign','by':'kit','reason':'a trip','credential':'c','lane':'behaviour','analytic':'behaviour','from':'2026-03-02T00:00:00Z','to':'2026-03-02T01:00:00Z'} | 0",
        "verdicts | {'finding':'f','verdict':'benign','by':'kit','reason':'a trip'} | 1",
        "verdicts | {'finding':'f','verdict':'fine','by':'kit','reason':'a trip','credential':'c','lane':'behaviour','analytic':'behaviour','from':'2026-03-02T00:00:00Z','to':'2026-03-02T01:00:00Z'} | 1",
        "audit | {'time':'2026-03-02T00:00:00Z','credential':'c','action':'adopted','finding':'f','agents':['a'],'requests_factor':3} | 0",
        "audit | {'time':'2026-03-02T00:00:00Z','credential':'c','action':'forgotten'} | 1",
        "settings | {'suppressions': [{'id':'a','owner':'kit','reason':'b','expires_at':'2026-04-02T00:00:00Z'}]} | 1",
        "settings | {'policy': {'declared_events': [{'kind':'party','from':'2026-04-02T00:00:00Z'}]}} | 1",
        "control | {'effective':'2026-03-02T00:00:00Z','kind':'verdict','id':'f','put':{'finding':'f','verdict':'benign','by':'kit','reason':'a','credential':'c','lane':'behaviour','analytic':'behaviour','from':'2026-03-02T00:00:00Z','to':'2026-03-02T01:00:00Z'}} | 0",
        "attack | {'attack_id':'a','type':'t','credential_id':'c','start':'2026-03-02T00:00:00Z','end':'2026-03-02T01:00:00Z'} | 0",
        "attack | {'attack_id':'a','type':'t','start':'2026-03-02T00:00:00Z','end':'2026-03-02T01:00:00Z'} | 1",
        "benign-change | {'kind':'launch','start':'2026-03-02T00:00:00Z','end':'2026-03-02T01:00:00Z'} | 0",
        "benign-change | {'kind':'launch'} | 1",
        "control | {'effective':'2026-03-02T00:00:00Z','kind':'roster','id':'c','put':{'credential_id':'c'}} | 0",
        "control | {'effective':'2026-03-02T00:00:00Z','kind':'roster','id':'c','put':{'owner':'c'}} | 1",
        "control | {'effective':'2026-03-02T00:00:00Z','kind':'policy','put':{'denied':{'countries':'KP'}}} | 0",
        "control | {'effective':null,'kind':'policy'} | 1",
        "control | {'effective':'2026-03-02T00:00:00Z','kind':'suppression','id':'x','put':{'id':'x','type':'new_network','owner':'a','reason':'b','expires_at':'2026-04-02T00:00:00Z'}} | 0",
        "control | {'effective':'2026-03-02T00:00:00Z','kind':'suppression','id':'x','put':{'owner':'a','reason':'b'}} | 1",
        "ledger | {'schema':'ledger/1','bindings':[{'name':'input','log_source':'gateway','format':['canonical'],'files':1,'lines':4,'accepted':1,'rejected':{'not_json':1},'duplicates':1,'late':1,'id_reuse':0,'first_event_time':'2026-03-02T00:00:00Z','last_event_time':'2026-03-02T00:00:00Z','gaps':[{'from':'2026-03-02T00:00:00Z','to':'2026-03-02T01:00:00Z','hours':1}],'unknown_keys':{'foo':2}}],'totals':{'lines':4,'accepted':1,'rejected':1,'duplicates':1,'late':1,'id_reuse':0},'unmodelled':{},'fingerprints':{'configuration':'a','code':'b','redaction_key':'c'}} | 0",
        "ledger | {'schema':'ledger/2','bindings':[],'totals':{'lines':4,'accepted':1,'rejected':1,'duplicates':1,'late':1,'id_reuse':0},'unmodelled':{},'fingerprints':{'configuration':'a','code':'b','redaction_key':'c'}} | 1"
      })
  void documentsAreToldApart(String schema, String document, int wrong) {
    List<String> errors = errors(schema, document.replace('\'', '"'));
    assertEquals(wrong == 0, errors.isEmpty(), errors::toString);
  }

  @Test
  void whatIsRecordedOfTheExampleFollowsItsSchema() throws Exception {
    Sources from = new Sources();
    new SettingsLoader(
            Formats.ids(),
            Map.of("GATEWATCH_PAGER", "x", "GATEWATCH_CHAT", "https://chat.example/x"))
        .load(SettingsLoaderTest.testdata().resolve("full.yaml"), null, from);
    ControlState all = from.state();
    ControlLog.begin(all).then(0, new ControlState()).write(dir.resolve("log"));
    List<String> lines = Files.readAllLines(dir.resolve("log"));
    assertEquals(2 * new ControlState().to(all).size(), lines.size());
    for (String line : lines) {
      assertEquals(List.of(), errors("control", line), line);
    }
  }

  @Test
  void namesTheSchemasThereAre() {
    assertTrue(Schemas.names().containsAll(List.of("settings", "roster", "ledger", "rejected")));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Schemas.text("setings"));
    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith("no schema \"setings\"; did you mean \"settings\"?"),
        e.getMessage());
  }

  private List<String> errors(String name, String document) {
    Schema schema = registry.getSchema(com.networknt.schema.SchemaLocation.of(id(name)));
    List<Error> errors =
        schema.validate(
            document,
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    return errors.stream().map(Error::toString).toList();
  }

  private static String id(String name) {
    return BASE + name + ".schema.json";
  }

  private static SchemaRegistry registry() {
    Map<String, String> texts = new HashMap<>();
    for (String name :
        List.of(
            "settings",
            "roster",
            "labels",
            "attack",
            "benign-change",
            "verdicts",
            "control",
            "ledger",
            "audit")) {
      texts.put(id(name), Schemas.text(name));
    }
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(texts));
  }
}
