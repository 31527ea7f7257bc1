package org.gatewatch.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A STIX 2.1 bundle of what others can look for after a case: the networks and user agents that
 * were new with its credentials, as observables, observed data and indicators, marked TLP:AMBER. It
 * names no credential, owner or third party, and no value that holds the name of one. Ids are UUIDs
 * of names, so that a revision updates: of observables in the namespace that the standard gives
 * (2.9), of other objects, for which that namespace is not to be used, in one of our own.
 */
final class StixBundle implements AlertFormat {
  /** STIX 2.1, section 2.9: of observables only. */
  private static final UUID OBSERVABLES = UUID.fromString("00abedb4-aa42-466c-9c01-fed23315a9b7");

  private static final UUID OURS =
      NameUuid.of(UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8"), "https://gatewatch.org");

  /** STIX 2.1, section 7.2.1.4: the marking's id is fixed. */
  private static final String AMBER = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82";

  private static final String BEGINNING = "2017-01-20T00:00:00.000Z";
  private static final long MOST_OBSERVED = 999_999_999;
  private static final int VALUES = 64;

  /** Shorter ones occur in agents by chance. */
  private static final int SHORTEST_NAME = 4;

  @Override
  public String id() {
    return "stix";
  }

  @Override
  public String contentType() {
    return "application/stix+json;version=2.1";
  }

  @Override
  public boolean takesFindings() {
    return false;
  }

  @Override
  public boolean takes(AlertView alert) {
    return alert.isCase() && !(networks(alert).isEmpty() && agents(alert).isEmpty());
  }

  @Override
  public String encode(AlertView alert) {
    Map<String, ObjectNode> objects = new LinkedHashMap<>();
    String producer = "identity--" + NameUuid.of(OURS, "identity");
    put(objects, marking());
    put(objects, identity(producer));
    List<JsonNode> networks = networks(alert);
    for (JsonNode network : networks) {
      String value = AlertView.text(network, "value");
      ObjectNode address = address(value, network.path("asn").asLong(-1), objects);
      put(objects, observed(alert, network, address, producer));
      String type = AlertView.text(address, "type");
      put(objects, indicator(alert, network, "[" + type + ":value " + test(value) + "]", producer));
    }
    for (JsonNode agent : agents(alert)) {
      String pattern =
          "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = "
              + literal(PlainText.data(AlertView.text(agent, "value")))
              + "]";
      put(objects, indicator(alert, agent, pattern, producer));
    }
    ObjectNode bundle = Json.object();
    bundle.put("type", "bundle").put("id", "bundle--" + NameUuid.of(OURS, "b" + alert.uid()));
    ArrayNode list = bundle.putArray("objects");
    objects.values().forEach(list::add);
    return Json.line(bundle);
  }

  private static void put(Map<String, ObjectNode> objects, ObjectNode object) {
    objects.putIfAbsent(AlertView.text(object, "id"), object);
  }

  private static ObjectNode marking() {
    ObjectNode out = Json.object();
    out.put("type", "marking-definition").put("spec_version", "2.1").put("id", AMBER);
    out.put("created", BEGINNING).put("definition_type", "tlp").put("name", "TLP:AMBER");
    out.putObject("definition").put("tlp", "amber");
    return out;
  }

  private static ObjectNode identity(String id) {
    ObjectNode out = Json.object();
    out.put("type", "identity").put("spec_version", "2.1").put("id", id);
    out.put("created", BEGINNING).put("modified", BEGINNING);
    out.put("name", "Gatewatch").put("identity_class", "system");
    return out;
  }

  /** The observable of a block, and before it that of its autonomous system. */
  private static ObjectNode address(String block, long asn, Map<String, ObjectNode> objects) {
    String type = block.indexOf(':') < 0 ? "ipv4-addr" : "ipv6-addr";
    ObjectNode out = observable(type, "{\"value\":\"" + block + "\"}");
    out.put("value", block);
    if (asn >= 0) {
      ObjectNode system = observable("autonomous-system", "{\"number\":" + asn + "}");
      system.put("number", asn);
      put(objects, system);
      out.putArray("belongs_to_refs").add(AlertView.text(system, "id"));
    }
    put(objects, out);
    return out;
  }

  /** The contributing properties as canonical JSON (RFC 8785). */
  private static ObjectNode observable(String type, String properties) {
    ObjectNode out = Json.object();
    out.put("type", type).put("spec_version", "2.1");
    out.put("id", type + "--" + NameUuid.of(OBSERVABLES, properties));
    out.putArray("object_marking_refs").add(AMBER);
    return out;
  }

  private static ObjectNode domain(AlertView alert, String type, String name, String producer) {
    ObjectNode out = Json.object();
    out.put("type", type).put("spec_version", "2.1");
    out.put("id", type + "--" + NameUuid.of(OURS, type + " " + alert.uid() + " " + name));
    out.put("created_by_ref", producer);
    out.put("created", AlertView.iso(Math.min(alert.time(), alert.modified())));
    out.put("modified", AlertView.iso(alert.modified()));
    out.put("confidence", alert.confidence());
    out.putArray("object_marking_refs").add(AMBER);
    return out;
  }

  private static ObjectNode observed(
      AlertView alert, JsonNode seen, ObjectNode address, String producer) {
    String id = AlertView.text(address, "id");
    ObjectNode out = domain(alert, "observed-data", id, producer);
    long first = seen.path("first").asLong(alert.first());
    out.put("first_observed", AlertView.iso(first));
    out.put("last_observed", AlertView.iso(Math.max(first, seen.path("last").asLong(first))));
    long times = Math.max(1, Math.min(MOST_OBSERVED, seen.path("requests").asLong(1)));
    out.put("number_observed", times);
    ArrayNode refs = out.putArray("object_refs").add(id);
    address.path("belongs_to_refs").forEach(refs::add);
    return out;
  }

  private static ObjectNode indicator(
      AlertView alert, JsonNode seen, String pattern, String producer) {
    ObjectNode out = domain(alert, "indicator", pattern, producer);
    out.put("name", "Used with stolen or misused credentials of an AI model");
    out.putArray("indicator_types").add("anomalous-activity");
    out.put("pattern", pattern).put("pattern_type", "stix").put("pattern_version", "2.1");
    out.put("valid_from", AlertView.iso(seen.path("first").asLong(alert.first())));
    ArrayNode references = out.arrayNode();
    for (AlertView.Attack a : alert.attacks()) {
      if (a.leaf().matches("(AML\\.)?T[0-9]{4}(\\.[0-9]{3})?")) {
        ObjectNode one = references.addObject();
        one.put("source_name", a.atlas() ? "mitre-atlas" : "mitre-attack");
        Json.put(one, "description", (a.atlas() ? "ATLAS " : "ATT&CK ") + a.version());
        one.put("external_id", a.leaf());
      }
    }
    if (!references.isEmpty()) {
      out.set("external_references", references);
    }
    return out;
  }

  private static String test(String block) {
    return (block.indexOf('/') < 0 ? "= '" : "ISSUBSET '") + block + "'";
  }

  /** A string of the pattern language: backslashes and quotes are escaped. */
  private static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** New ones that are addresses or blocks, whatever else stands there. */
  private static List<JsonNode> networks(AlertView alert) {
    List<JsonNode> out = new ArrayList<>();
    for (JsonNode n : fresh(alert, "networks")) {
      String value = AlertView.text(n, "value");
      int slash = value.indexOf('/');
      String length = slash < 0 ? "0" : value.substring(slash + 1);
      boolean block = length.matches("[0-9]{1,3}") && Integer.parseInt(length) <= 128;
      if (block && Address.isAddress(slash < 0 ? value : value.substring(0, slash))) {
        out.add(n);
      }
    }
    return out;
  }

  /** New ones that name nobody. */
  private static List<JsonNode> agents(AlertView alert) {
    List<String> names = new ArrayList<>();
    for (JsonNode used : alert.own().path("who").path("credentials")) {
      for (String key : List.of("credential_id", "owner", "vendor", "contact")) {
        String name = AlertView.text(used, key).toLowerCase(java.util.Locale.ROOT);
        if (name.length() >= SHORTEST_NAME) {
          names.add(name);
        }
      }
    }
    List<JsonNode> out = new ArrayList<>();
    for (JsonNode agent : fresh(alert, "agents")) {
      String value = AlertView.text(agent, "value").toLowerCase(java.util.Locale.ROOT);
      if (!value.isEmpty() && value.length() <= 1024 && names.stream().noneMatch(value::contains)) {
        out.add(agent);
      }
    }
    return out;
  }

  private static List<JsonNode> fresh(AlertView alert, String kind) {
    List<JsonNode> out = new ArrayList<>();
    for (JsonNode seen : alert.own().path("who").path(kind)) {
      if (seen.path("new").asBoolean(false) && out.size() < VALUES) {
        out.add(seen);
      }
    }
    return out;
  }
}
