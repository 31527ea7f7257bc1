package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Roster;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsException;
import org.gatewatch.settings.SettingsLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every folder of testdata/rules: what fires, what stays silent, and what the sentence says. */
class RulesTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> examplesFireOrStaySilent() throws Exception {
    List<DynamicTest> out = new ArrayList<>();
    for (Map.Entry<String, List<Path>> entry : examples().entrySet()) {
      for (Path file : entry.getValue()) {
        JsonNode example = JSON.readTree(Files.readString(file));
        RuleBook book = book(example);
        Rule rule =
            book.rules().stream().filter(r -> r.id().equals(entry.getKey())).findFirst().get();
        for (JsonNode one : example.get("cases")) {
          String name = entry.getKey() + ": " + one.get("name").asString();
          out.add(dynamicTest(name, () -> check(rule, book, one)));
        }
      }
    }
    return out;
  }

  private static void check(Rule rule, RuleBook book, JsonNode one) {
    AccessEvent event = RuleEvents.of(one.get("event"), one.has("anonymous"));
    String detail = rule.check(event, book.declared(event));
    if (!one.get("fires").asBoolean()) {
      assertNull(detail);
      return;
    }
    assertTrue(detail != null, "silent");
    if (one.has("detail")) {
      assertEquals(one.get("detail").asString(), detail);
    }
  }

  @Test
  void everyListedRuleHasExamplesOfBothKindsAndNoFolderIsAlone() throws Exception {
    Set<String> listed =
        Rules.all(Roster.EMPTY, Policy.NONE).stream()
            .map(Rule::id)
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, List<Path>> examples = examples();
    assertEquals(listed, examples.keySet());
    for (Map.Entry<String, List<Path>> entry : examples.entrySet()) {
      Set<Boolean> kinds = new TreeSet<>();
      for (Path file : entry.getValue()) {
        for (JsonNode one : JSON.readTree(Files.readString(file)).get("cases")) {
          kinds.add(one.get("fires").asBoolean());
        }
      }
      assertEquals(Set.of(true, false), kinds, entry.getKey());
    }
  }

  @Test
  void rulesWithNothingToCheckAreLeftOut() {
    List<String> left =
        new RuleBook(Roster.EMPTY, Policy.NONE).rules().stream().map(Rule::id).toList();
    assertEquals(
        List.of(
            "expired-credential",
            "leftover-credential",
            "revoked-credential",
            "not-yet-issued",
            "country-not-declared"),
        left);
  }

  private RuleBook book(JsonNode example) throws IOException, SettingsException {
    String config = "{\"policy\":" + example.path("policy").toString() + "}";
    if (example.path("policy").isMissingNode()) {
      config = "{}";
    }
    Path roster = null;
    if (example.has("roster")) {
      roster = folder.resolve("roster.csv");
      List<String> lines = new ArrayList<>();
      example.get("roster").forEach(line -> lines.add(line.asString()));
      Files.write(roster, lines);
      if (example.has("complete")) {
        config = "{\"roster\":{\"file\":\"roster.csv\",\"complete\":true}}";
      }
    }
    Path file = folder.resolve("config.json");
    Files.writeString(file, config);
    Settings settings = new SettingsLoader(List.of(), Map.of()).load(file, roster);
    return new RuleBook(settings.roster(), settings.policy());
  }

  private static Map<String, List<Path>> examples() throws IOException, URISyntaxException {
    Path rules = Path.of(resource("testdata/rules").toURI());
    Map<String, List<Path>> out = new TreeMap<>();
    try (Stream<Path> files = Files.walk(rules)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        String rule = file.getName(file.getNameCount() - 2).toString();
        out.computeIfAbsent(rule, any -> new ArrayList<>()).add(file);
      }
    }
    return out;
  }

  private static java.net.URL resource(String name) {
    java.net.@Nullable URL found = RulesTest.class.getClassLoader().getResource(name);
    return Objects.requireNonNull(found, name);
  }
}
