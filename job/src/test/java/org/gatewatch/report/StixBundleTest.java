package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.gatewatch.settings.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bundle against STIX 2.1 (OASIS, 10 June 2021). The JSON Schemas of OASIS are in no registry:
 * ours is written from the standard. Beyond a schema's reach is that each reference leads to an
 * object, that times are in order and that a pattern is one comparison.
 */
class StixBundleTest {
  private static final AlertFormat STIX = AlertFormats.of("stix");

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Schemas.text("stix-bundle"), InputFormat.JSON);

  static List<String> texts() {
    return HostileAlerts.TEXTS;
  }

  @Test
  void theNetworksAndAgentsThatWereNewAreShared() throws Exception {
    AlertView alert = HostileAlerts.cases().get(0);
    Map<String, JsonNode> objects = checked(STIX.encode(alert));
    assertEquals(
        Set.of("2001:db8:ce:28::/64", "240.206.41.0/24"),
        Set.copyOf(
            objects.values().stream()
                .filter(o -> o.path("type").asString().endsWith("-addr"))
                .map(o -> o.path("value").asString())
                .toList()));
    List<String> patterns =
        objects.values().stream()
            .filter(o -> o.path("type").asString().equals("indicator"))
            .map(o -> o.path("pattern").asString())
            .toList();
    assertTrue(patterns.contains("[ipv4-addr:value ISSUBSET '240.206.41.0/24']"), patterns + "");
    assertTrue(
        patterns.contains(
            "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'"
                + " = 'axios/1.7.2']"),
        patterns + "");
    assertFalse(STIX.takes(HostileAlerts.leftover()), "findings are not shared");
  }

  @Test
  void nobodyIsNamed() throws Exception {
    for (AlertView alert : HostileAlerts.cases()) {
      if (STIX.takes(alert)) {
        String bundle = STIX.encode(alert);
        for (JsonNode used : alert.own().path("who").path("credentials")) {
          for (String key : List.of("credential_id", "owner", "vendor", "contact")) {
            String name = used.path(key).asString("");
            assertTrue(name.isEmpty() || !bundle.contains(name), name);
          }
        }
        for (JsonNode model : alert.own().path("taken").path("models")) {
          assertFalse(bundle.contains(model.path("value").asString()), "no model");
        }
      }
    }
  }

  @Test
  void anAgentThatNamesACredentialIsNotShared() throws Exception {
    ObjectNode line = HostileAlerts.cases().get(0).line().deepCopy();
    ObjectNode agent = (ObjectNode) line.at("/unmapped/gatewatch/who/agents").path(0);
    agent.put("value", "curl/8 (KEY-0007)");
    String bundle = STIX.encode(AlertView.of(line));
    assertFalse(bundle.contains("KEY-0007"));
    assertTrue(bundle.contains("axios/1.7.2"));
  }

  /** The id of an address is the same in everybody's bundles: the example of section 2.9. */
  @Test
  void idsOfObservablesAreThoseOfTheStandard() throws Exception {
    UUID space = UUID.fromString("00abedb4-aa42-466c-9c01-fed23315a9b7");
    assertEquals(
        "28bb3599-77cd-5a82-a950-b5bc3caf07c4",
        NameUuid.of(space, "{\"value\":\"198.51.100.3\"}").toString());
    assertEquals(5, NameUuid.of(space, "x").version());
    assertEquals(2, NameUuid.of(space, "x").variant());
    Map<String, JsonNode> first = checked(STIX.encode(HostileAlerts.cases().get(0)));
    assertTrue(
        first.containsKey("ipv4-addr--" + NameUuid.of(space, "{\"value\":\"240.206.41.0/24\"}")));
  }

  /** Each of these is against the standard, and the schema sees it. */
  @Test
  void theSchemaRefusesWhatTheStandardForbids() throws Exception {
    String good = STIX.encode(HostileAlerts.cases().get(0));
    for (String[] change :
        List.of(
            new String[] {"\"spec_version\":\"2.1\"", "\"spec_version\":\"2.0\""},
            new String[] {"\"number_observed\":", "\"number_observed\":-"},
            new String[] {"\"tlp\":\"amber\"", "\"tlp\":\"mauve\""},
            new String[] {"240.206.41.0/24\"", "240.206.41.0/33\""},
            new String[] {"bundle--", "bundle-"},
            new String[] {"\"valid_from\":\"2", "\"valid_from\":\"x2"},
            new String[] {"\"pattern_type\":\"stix\",", ""})) {
      assertTrue(good.contains(change[0]), change[0]);
      String bad = good.replace(change[0], change[1]);
      assertFalse(SCHEMA.validate(bad, InputFormat.JSON).isEmpty(), change[0]);
    }
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("texts")
  void hostileTextsStayInTheirQuotes(String text) throws Exception {
    for (AlertView plain : HostileAlerts.cases()) {
      ObjectNode line = plain.line().deepCopy();
      for (String kind : List.of("networks", "agents")) {
        line.at("/unmapped/gatewatch/who/" + kind)
            .forEach(seen -> ((ObjectNode) seen).put("value", text).put("new", true));
      }
      AlertView alert = AlertView.of(line);
      if (STIX.takes(alert)) {
        checked(STIX.encode(alert));
      }
    }
  }

  /** The objects by id. */
  private static Map<String, JsonNode> checked(String text) {
    JsonNode bundle = HostileAlerts.JSON.readTree(text);
    assertEquals(List.of(), SCHEMA.validate(text, InputFormat.JSON));
    Map<String, JsonNode> objects = new HashMap<>();
    for (JsonNode object : bundle.path("objects")) {
      String type = object.path("type").asString();
      String id = object.path("id").asString();
      assertEquals(null, objects.put(id, object), "an id twice");
      assertTrue(
          object.path("modified").asString("9").compareTo(object.path("created").asString(""))
              >= 0);
      if (type.equals("indicator")) {
        assertPattern(object.path("pattern").asString());
      }
      if (type.equals("observed-data")) {
        String first = object.path("first_observed").asString();
        assertTrue(object.path("last_observed").asString().compareTo(first) >= 0);
      }
    }
    for (JsonNode object : objects.values()) {
      object.forEachEntry(
          (key, value) -> {
            if (key.endsWith("_ref")) {
              assertTrue(objects.containsKey(value.asString()), key + " " + value);
            } else if (key.endsWith("_refs")) {
              assertFalse(value.isEmpty());
              value.forEach(ref -> assertTrue(objects.containsKey(ref.asString()), key));
            }
          });
      boolean own = object.path("type").asString().matches("identity|marking-definition");
      assertEquals(own, !object.has("object_marking_refs"), "marked");
    }
    return objects;
  }

  /** One comparison whose string ends where it should: quotes and backslashes are escaped. */
  private static void assertPattern(String pattern) {
    String path =
        "(ipv[46]-addr:value|network-traffic:extensions\\.'http-request-ext'"
            + "\\.request_header\\.'User-Agent')";
    assertTrue(
        pattern.matches("(?s)\\[" + path + " (=|ISSUBSET) '([^'\\\\]|\\\\['\\\\])*+'\\]"),
        () -> pattern);
  }
}
