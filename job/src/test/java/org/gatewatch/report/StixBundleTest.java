package org.gatewatch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bundle against STIX 2.1 (OASIS, 10 June 2021). Its JSON Schemas are in no registry, so that
 * what they ask for is written out here: common properties (3.2, 3.3), those required of each type
 * used, forms of ids (2.9) and times (3.2), and that each reference leads to an object.
 */
class StixBundleTest {
  private static final AlertFormat STIX = AlertFormats.of("stix");

  private static final Map<String, Set<String>> REQUIRED =
      Map.of(
          "identity", Set.of("created", "modified", "name"),
          "marking-definition", Set.of("created", "definition_type", "definition"),
          "indicator", Set.of("created", "modified", "pattern", "pattern_type", "valid_from"),
          "observed-data",
              Set.of(
                  "created",
                  "modified",
                  "first_observed",
                  "last_observed",
                  "number_observed",
                  "object_refs"),
          "ipv4-addr", Set.of("value"),
          "ipv6-addr", Set.of("value"),
          "autonomous-system", Set.of("number"));

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

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
    assertEquals("bundle", bundle.path("type").asString());
    assertId("bundle", bundle.path("id").asString());
    Map<String, JsonNode> objects = new HashMap<>();
    for (JsonNode object : bundle.path("objects")) {
      String type = object.path("type").asString();
      String id = object.path("id").asString();
      assertId(type, id);
      assertEquals("2.1", object.path("spec_version").asString());
      assertEquals(null, objects.put(id, object), "an id twice");
      Objects.requireNonNull(REQUIRED.get(type), type)
          .forEach(key -> assertTrue(object.has(key), type + " without " + key));
      object.forEachEntry(
          (key, value) -> {
            if (key.matches("created|modified|valid_from|(first|last)_observed")) {
              assertTrue(value.asString().matches(TIME), key + " " + value);
            }
          });
      assertTrue(
          object.path("modified").asString("9").compareTo(object.path("created").asString(""))
              >= 0);
      if (type.equals("indicator")) {
        assertPattern(object.path("pattern").asString());
      }
      if (type.equals("observed-data")) {
        long times = object.path("number_observed").asLong();
        assertTrue(times >= 1 && times <= 999_999_999);
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

  private static void assertId(String type, String id) {
    String uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    assertTrue(id.matches(type + "--" + uuid), id);
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
