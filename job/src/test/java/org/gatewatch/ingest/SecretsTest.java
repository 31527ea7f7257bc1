package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gatewatch.event.AccessEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A secret in any text of any record comes out as its name, in events and in excerpts. */
final class SecretsTest {
  /** What must not come out, and how it stands in a text. */
  private static final List<List<String>> PLANTED =
      List.of(
          List.of("sk-synthetic0123456789abcd", "%s"),
          List.of("sk-ant-api03-synthetic0123456789", "key %s used"),
          List.of("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln", "%s"),
          List.of("c3ludGhldGljLXNlY3JldA", "Authorization: Bearer %s"),
          List.of("c3ludGhldGlj0123456789", "x-api-key: %s"),
          List.of("synthetic0123", "https://kit:%s@example.org/x"),
          List.of("synthetic0456", "/v1/x?a=1&access_token=%s&b=2"),
          List.of("synthetic0789", "/v1/x?sig=%s"),
          List.of("wJalrXUtnFEMIsyntheticbPxRfiCYEXAMPLEKEY", "AKIAEXAMPLE000000001 %s"),
          List.of("c3ludGhldGljLXBlbQ", "-----BEGIN PRIVATE KEY-----%s-----END PRIVATE KEY-----"),
          List.of("synthetic-session-cookie", "cookie: sid=%s"));

  /** Formats whose examples are JSON records. */
  private static final Set<String> JSON =
      Set.of("auth0", "cloudtrail", "ecs", "entra", "google_workspace", "ocsf", "okta", "teleport");

  private static final Set<String> LINES = Set.of("combined", "csv", "sshd");

  @TempDir Path folder;

  static List<Examples> json() {
    return Examples.all().stream().filter(e -> JSON.contains(e.format())).toList();
  }

  static List<Examples> lines() {
    return Examples.all().stream().filter(e -> LINES.contains(e.format())).toList();
  }

  @ParameterizedTest
  @MethodSource("json")
  void noTextOfARecordLetsOneOut(Examples examples) throws Exception {
    int planted = 0;
    for (String line : Files.readAllLines(examples.folder().resolve("accepted.log"))) {
      if (!line.startsWith("{\"") || !line.endsWith("}") || line.contains("\"Records\"")) {
        continue; // the wrapping of an array
      }
      StringBuilder log = new StringBuilder();
      for (List<String> secret : PLANTED) {
        for (JsonNode record : each(line, secret.get(1).formatted(secret.get(0)))) {
          String changed = record.toString();
          log.append(changed).append('\n').append(changed, 0, changed.length() - 1).append('\n');
          planted++;
        }
      }
      reveals(Readings.of(log.toString(), folder, examples.binding()));
    }
    assertTrue(planted > 50, "planted " + planted);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void noLineLetsOneOutBetweenItsWords(Examples examples) throws Exception {
    StringBuilder log = new StringBuilder();
    for (String line : Files.readAllLines(examples.folder().resolve("accepted.log"))) {
      for (List<String> secret : PLANTED) {
        String text = secret.get(1).formatted(secret.get(0));
        if (text.indexOf(' ') >= 0) {
          continue; // cut in two by the format, its name is not beside it any more
        }
        for (int blank = line.indexOf(' '); blank >= 0; blank = line.indexOf(' ', blank + 1)) {
          log.append(line, 0, blank + 1).append(text).append(line.substring(blank)).append('\n');
        }
      }
    }
    reveals(Readings.of(log.toString(), folder, examples.binding()));
  }

  private static void reveals(Readings read) {
    for (List<String> secret : PLANTED) {
      for (AccessEvent event : read.accepted()) {
        String line = EventJson.line(event);
        assertFalse(line.contains(secret.get(0)), line);
        assertFalse(event.key().contains(secret.get(0)), line);
      }
      for (Rejected rejected : read.rejected()) {
        assertFalse(rejected.excerpt().contains(secret.get(0)), rejected.excerpt());
        assertFalse(rejected.message().contains(secret.get(0)), rejected.message());
      }
      read.unknown().keySet().forEach(name -> assertFalse(name.contains(secret.get(0)), name));
    }
  }

  /** The record once for each of its texts, with that text replaced. */
  private static List<JsonNode> each(String line, String text) {
    JsonNode record = JsonMapper.shared().readTree(line);
    int texts = replace(record, -1, text, new int[1]);
    List<JsonNode> out = new ArrayList<>();
    for (int i = 0; i < texts; i++) {
      JsonNode copy = JsonMapper.shared().readTree(line);
      replace(copy, i, text, new int[1]);
      out.add(copy);
    }
    return out;
  }

  private static int replace(JsonNode node, int wanted, String text, int[] seen) {
    if (node instanceof ObjectNode object) {
      for (String name : object.properties().stream().map(Map.Entry::getKey).toList()) {
        JsonNode child = object.get(name);
        if (child.isString() && seen[0]++ == wanted) {
          object.put(name, text);
        }
        replace(child, wanted, text, seen);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i).isString() && seen[0]++ == wanted) {
          array.set(i, text);
        }
        replace(array.get(i), wanted, text, seen);
      }
    }
    return seen[0];
  }

  /** Only the format or the field map knows that they are some. */
  @Test
  void secretsWithoutLookOrNameAreInNoExcerpt() {
    String ssh =
        "May  4 08:00:00 bastion sshd[8]: Connection closed by invalid user hunter2"
            + " 198.51.100.23 port 5 [preauth]\n"
            + "May  4 08:00:00 bastion sshd[8]: Invalid user hunter2 from 198.51.100.23 port 5\n";
    FieldMap map =
        Examples.map(
            "{\"fields\":{\"event_time\":{\"paths\":[\"ts\"]},\"status\":{\"paths\":[\"http\"]},"
                + "\"credential_id\":{\"paths\":[\"k\"],\"transform\":\"hmac\"}}}");
    List<Readings> all =
        List.of(
            Readings.of(ssh, folder, Readings.binding("sshd", null)),
            Readings.of(
                "{\"k\":\"hunter2\",\"ts\":1779388800,\"http\":600}\n{\"k\":\"hunter2\"\n",
                folder,
                Readings.binding("json", map)),
            Readings.of(
                "k,ts,http\nhunter2,1779388800,600\nhunter2,1\n\"hunter2,1,1\n",
                folder,
                Readings.binding("csv", map)));
    for (Readings read : all) {
      assertTrue(read.rejected().size() >= 2, read.reasons().toString());
      assertFalse(read.rejected().toString().contains("hunter2"), read.rejected()::toString);
    }
    FieldMap open = Examples.map("{\"fields\":{\"event_time\":{\"paths\":[\"ts\"]}}}");
    Readings shown = Readings.of("{\"a\":\"b\"}\n", folder, Readings.binding("json", open));
    assertTrue(shown.rejected().get(0).excerpt().contains("b"), "what hides nothing is shown");
  }

  @Test
  void everyJsonFormatOfLoginsIsAmongThem() {
    assertEquals(JSON.size(), json().stream().map(Examples::format).distinct().count());
  }
}
