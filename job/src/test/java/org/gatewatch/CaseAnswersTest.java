package org.gatewatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.gatewatch.event.Prefix;
import org.gatewatch.settings.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The answers about both bundled incidents, against what is known of them. */
class CaseAnswersTest {
  private static final Path DATA = Path.of("..", "testdata");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static List<JsonNode> replayed(String incident) throws IOException {
    Path out = folder.resolve(incident);
    Path config = DATA.resolve(incident).resolve("gatewatch.yaml");
    assertEquals(
        0, Gatewatch.run("replay", "--quiet", "--config", config.toString(), "--out", "" + out));
    List<String> lines = Files.readAllLines(out.resolve("cases.jsonl"));
    for (String line : lines) {
      assertEquals(
          List.of(),
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(Schemas.text("case"))
              .validate(line, InputFormat.JSON));
    }
    return lines.stream().map(JSON::readTree).toList();
  }

  private static JsonNode answers(JsonNode line) {
    return line.path("unmapped").path("gatewatch");
  }

  private static JsonNode about(List<JsonNode> cases, String credential) {
    return cases.stream()
        .map(CaseAnswersTest::answers)
        .filter(c -> credentials(c).contains(credential))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> credentials(JsonNode c) {
    Set<String> out = new TreeSet<>();
    c.path("who").path("credentials").forEach(k -> out.add(k.path("credential_id").asString()));
    return out;
  }

  private static void within(JsonNode since, String start, String end) {
    long first = Instant.parse(start).toEpochMilli();
    long last = Instant.parse(end).toEpochMilli();
    assertEquals(first, since.path("first").asLong());
    assertTrue(
        since.path("not_before").asLong() <= first && first <= since.path("not_after").asLong());
    assertEquals(last, since.path("last").asLong());
    assertTrue(last <= since.path("until_not_after").asLong());
  }

  @Test
  void theVendorIncidentIsAnswered() throws IOException {
    List<JsonNode> cases = replayed("vendor-incident");
    Path golden = DATA.resolve("vendor-incident").resolve("cases.jsonl");
    String written = Files.readString(folder.resolve("vendor-incident").resolve("cases.jsonl"));
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(golden, written);
    }
    JsonNode truth =
        JSON.readTree(Files.readString(DATA.resolve("vendor-incident").resolve("truth.json")));
    JsonNode c = answers(cases.get(0));
    assertEquals(split(truth, "credentials"), credentials(c));
    within(c.path("since"), truth.path("start").asString(), truth.path("end").asString());
    double tokens = truth.path("input_tokens").asDouble() + truth.path("output_tokens").asDouble();
    JsonNode taken = c.path("taken");
    double told = taken.path("input_tokens").asDouble() + taken.path("output_tokens").asDouble();
    assertEquals(tokens, told, 0.05 * tokens);
    assertEquals(truth.path("requests").asLong(), taken.path("requests").asLong());
    assertEquals("yes", c.path("spread").path("contained").asString());
    assertEquals(truth.path("vendor").asString(), c.path("spread").path("vendor").asString());
    Set<String> meant = new TreeSet<>();
    for (String address : split(truth, "addresses")) {
      meant.add(Prefix.of(address, 24, 64));
    }
    assertEquals(meant, newNetworks(c));
    assertEquals(split(truth, "revoke"), revoked(cases));
    anUpgradeAndAMoveAreAskedAbout(answers(cases.get(1)));
    assertTrue(
        c.path("unknown").toString().contains("vendor-a has no lines from 2026-05-28 06:00"));
    assertEquals(Files.readString(golden), written);
  }

  /** No attack: a client's new version, and a second place of work that its owner took up. */
  private static void anUpgradeAndAMoveAreAskedAbout(JsonNode c) {
    assertEquals(Set.of("key-0003"), credentials(c));
    String headline = c.path("case").path("headline").asString();
    assertTrue(headline.contains("may have been used by somebody else"), headline);
    assertEquals("ask", c.path("actions").path(0).path("action").asString());
    assertEquals(1, c.path("who").path("networks").size());
    assertEquals(Set.of("240.22.3.0/24"), newNetworks(c));
  }

  private static Set<String> newNetworks(JsonNode c) {
    Set<String> out = new TreeSet<>();
    for (JsonNode n : c.path("who").path("networks")) {
      if (n.path("new").asBoolean()) {
        out.add(n.path("value").asString());
      }
    }
    return out;
  }

  /** What any case wants revoked or rotated. */
  private static Set<String> revoked(List<JsonNode> cases) {
    Set<String> out = new TreeSet<>();
    for (JsonNode c : cases) {
      for (JsonNode a : answers(c).path("actions")) {
        if (Set.of("revoke", "rotate").contains(a.path("action").asString())) {
          out.add(a.path("what").asString());
        }
      }
    }
    return out;
  }

  /** Networks of an attack's events as the labels tell them; where a vendor's log has them, its. */
  private static Set<String> networks(String attack, String credential) throws IOException {
    Path incident = DATA.resolve("incident");
    Set<String> ids = new TreeSet<>();
    for (String line : unpacked(incident.resolve("labels.jsonl.gz"))) {
      if (line.contains('"' + attack + '"')) {
        ids.add(JSON.readTree(line).path("request_id").asString());
      }
    }
    Set<String> gateway = new TreeSet<>();
    Set<String> vendor = new TreeSet<>();
    for (String log : List.of("gateway", "vendor-a", "vendor-b")) {
      for (String line : unpacked(incident.resolve(log + ".jsonl.gz"))) {
        if (line.contains('"' + credential + '"')) {
          JsonNode event = JSON.readTree(line);
          if (ids.contains(event.path("request_id").asString())) {
            (log.equals("gateway") ? gateway : vendor)
                .add(Prefix.of(event.path("source_ip").asString(), 24, 64));
          }
        }
      }
    }
    return vendor.isEmpty() ? gateway : vendor;
  }

  private static List<String> unpacked(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static Set<String> split(JsonNode truth, String key) {
    return new TreeSet<>(List.of(truth.path(key).asString().split(" ", -1)));
  }

  @Test
  void theFirstIncidentIsAnswered() throws IOException {
    List<JsonNode> cases = replayed("incident");
    for (String line : Files.readAllLines(DATA.resolve("incident").resolve("attacks.jsonl"))) {
      JsonNode attack = JSON.readTree(line);
      String credential = attack.path("credential_id").asString();
      JsonNode c = about(cases, credential);
      assertEquals(Set.of(credential), credentials(c));
      JsonNode since = c.path("since");
      long first = Instant.parse(attack.path("start").asString()).toEpochMilli();
      assertTrue(since.path("not_before").asLong() <= first, line);
      assertTrue(first <= since.path("not_after").asLong(), line);
      String type = attack.path("type").asString();
      double events = attack.path("events").asDouble();
      JsonNode taken = c.path("taken");
      assertEquals(events, taken.path("requests").asDouble(), 0.05 * events, line);
      assertTrue(taken.path("requests_low").asLong() <= events, line);
      assertTrue(taken.path("requests_high").asLong() >= events, line);
      if (type.equals("leftover_contractor") || type.equals("leaked_key_new_network")) {
        within(since, attack.path("start").asString(), attack.path("end").asString());
        String id = attack.path("attack_id").asString();
        assertEquals(networks(id, credential), newNetworks(c), line);
        String action = c.path("actions").path(0).path("action").asString();
        assertEquals(type.equals("leftover_contractor") ? "revoke" : "rotate", action);
      } else {
        assertEquals(Set.of(), newNetworks(c), line);
      }
    }
    assertEquals(Set.of("key-0007", "key-0051"), revoked(cases));
    assertEquals("yes", answers(cases.get(0)).path("spread").path("contained").asString());
  }
}
