package org.gatewatch.ingest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.gatewatch.event.AccessEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each kind of secret in each place of each format: no event, no rejected line and no count of
 * unknown keys shows it.
 */
final class PlantedSecretsTest {
  /** The part of every planted secret that may not be seen; it is in no example. */
  static final String MARK = "Q7";

  /** A secret without any look of its own: only the name beside it tells. */
  private static final String PLAIN = "Q7plain0opaque1value";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern WORD = Pattern.compile("[^\\s\"\\[\\]]+");

  private static final List<String> HEADERS =
      List.of(
          "authorization",
          "Proxy-Authorization",
          "x-api-key",
          "api-key",
          "apikey",
          "Ocp-Apim-Subscription-Key",
          "x-goog-api-key",
          "cookie",
          "Set-Cookie",
          "x-amz-security-token");

  @TempDir Path folder;

  static List<Examples> examples() {
    return Examples.all();
  }

  /** One of each kind. */
  static List<String> secrets() {
    return List.of(
        "sk-Q7abcdefghijklmnop",
        "sk-ant-api03-Q7_abcdefghijklmnop",
        "Bearer Q7abcdefghijklmnop",
        "bearer  Q7abcdef.ghijkl",
        "Basic Q7pzZXNhbWU6b3Blbg==",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJQ7Q7fQ.Q7signature",
        "AKIAEXAMPLEEXAMPLE01:Q7abcdefghij/klmnopqrst+uvwxyzABCDEFGHIJ",
        "-----BEGIN PRIVATE KEY----- Q7MIIEvQIBADAN -----END PRIVATE KEY-----",
        "https://user:Q7pass@example.com/x",
        "/v1/chat?api_key=Q7abc&x=1",
        "/v1/chat?key=Q7abc&token=Q7def",
        "/v1/chat?x=1&access_token=Q7abc",
        "/cb?code=Q7abc&sig=Q7def",
        "/s3/x?X-Amz-Signature=Q7abc&X-Amz-Credential=Q7def",
        "x-api-key: Q7abc",
        "Authorization: Bearer Q7abc.def",
        "authorization=Token Q7abc def",
        "Cookie: a=Q7abc; b=Q7def",
        "password=Q7abc",
        "ghp_Q7abcdefghijklmnopqrst",
        "glpat-Q7abcdefghijklmnop",
        "xoxb-Q7-abcdefghijkl",
        "AIzaQ7abcdefghijklmnopqrstuvwxyz0123456",
        "hf_Q7abcdefghijklmnopqrst");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void noneIsSeenAgain(Examples examples) {
    String good = Examples.read(examples.folder().resolve("accepted.log"));
    JsonNode whole = json(good);
    List<JsonNode> records = new ArrayList<>();
    List<String> planted = new ArrayList<>();
    if (whole != null && good.lines().count() > 1) {
      records.add(whole);
    } else {
      for (String line : good.lines().toList()) {
        JsonNode record = json(line);
        if (record != null && record.isContainer()) {
          records.add(record);
        } else {
          planted.addAll(inWords(line));
        }
      }
    }
    planted.addAll(inRecords(records));
    Binding binding = examples.binding();
    String header = examples.format().equals("csv") ? good.lines().findFirst().orElse("") : "";
    Readings read = Readings.of(header + "\n" + String.join("\n", planted) + "\n", folder, binding);
    int seen = read.accepted().size() + read.rejected().size();
    assertTrue(seen >= planted.size() / 4, seen + " of " + planted.size());
    for (AccessEvent event : read.accepted()) {
      assertFalse(EventJson.line(event).contains(MARK), () -> EventJson.line(event));
      assertFalse(event.key().contains(MARK), event::key);
    }
    for (Rejected rejected : read.rejected()) {
      assertFalse(rejected.toString().contains(MARK), rejected::toString);
    }
    assertFalse(read.unknown().toString().contains(MARK), () -> read.unknown().toString());
  }

  private static @Nullable JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      return null;
    }
  }

  /** A text line, with each word replaced by each secret. */
  private static List<String> inWords(String line) {
    List<String> out = new ArrayList<>();
    for (MatchResult word : WORD.matcher(line).results().toList()) {
      for (String secret : secrets()) {
        out.add(line.substring(0, word.start()) + secret + line.substring(word.end()));
      }
    }
    return out;
  }

  /** Each path of the records once, with each secret; whole and, by turns, cut off. */
  private static List<String> inRecords(List<JsonNode> records) {
    Map<String, Runnable> done = new LinkedHashMap<>();
    List<String> out = new ArrayList<>();
    for (JsonNode record : records) {
      visit(record, "", done, out, record);
    }
    return out;
  }

  private static void visit(
      JsonNode node, String path, Map<String, Runnable> done, List<String> out, JsonNode root) {
    if (node instanceof ObjectNode object) {
      if (done.putIfAbsent(path + "{}", () -> {}) == null) {
        members(object, out, root);
      }
      for (String name : List.copyOf(object.propertyNames())) {
        JsonNode child = object.get(name);
        if (child.isContainer()) {
          visit(child, path + "." + name, done, out, root);
        } else if (done.putIfAbsent(path + "." + name, () -> {}) == null) {
          leaf(object, name, child, out, root);
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        // Of attribute lists each element is another place.
        visit(array.get(i), path + "[" + i + "]", done, out, root);
      }
    }
  }

  private static void leaf(
      ObjectNode object, String name, JsonNode before, List<String> out, JsonNode root) {
    int turn = out.size();
    for (String secret : secrets()) {
      object.put(name, secret);
      add(out, root, turn++);
    }
    if (Redactor.isSecretName(name)) {
      object.put(name, PLAIN);
      add(out, root, 0);
    }
    JsonNode inner = before.isString() ? json(before.asString()) : null;
    if (inner instanceof ObjectNode nested) {
      for (String key : List.copyOf(nested.propertyNames())) {
        JsonNode was = nested.get(key);
        for (String secret : secrets()) {
          nested.put(key, secret);
          object.put(name, nested.toString());
          add(out, root, turn++);
        }
        nested.set(key, was);
      }
    }
    object.set(name, before);
  }

  /** Headers with secrets, and secrets as names. */
  private static void members(ObjectNode object, List<String> out, JsonNode root) {
    for (String header : HEADERS) {
      JsonNode before = object.get(header);
      object.put(header, PLAIN);
      add(out, root, 0);
      if (before == null) {
        object.remove(header);
      } else {
        object.set(header, before);
      }
    }
    for (String secret : secrets()) {
      object.put(secret, 1);
      add(out, root, 1);
      object.remove(secret);
    }
  }

  private static void add(List<String> out, JsonNode root, int turn) {
    String line = root.toString();
    out.add(line);
    if (turn % 8 == 0) {
      out.add(line.substring(0, line.length() - 1));
    }
  }
}
