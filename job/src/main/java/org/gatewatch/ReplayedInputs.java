package org.gatewatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gatewatch.ingest.Formats;
import org.gatewatch.report.Json;
import org.gatewatch.settings.Settings;
import org.gatewatch.settings.SettingsException;
import org.gatewatch.settings.SettingsLoader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a replay was told to read, kept in {@code inputs.json} so that its logs can be read again.
 * It names places on this machine, so it is outside the promise of equal bytes.
 *
 * @param inputs INPUT arguments, with absolute paths
 * @param from epoch ms; no event before it
 * @param to epoch ms; no event at or after it
 */
record ReplayedInputs(
    @Nullable Path config, @Nullable Path roster, List<String> inputs, long from, long to) {
  static final String NAME = "inputs.json";

  private static final String BINDING = "[A-Za-z0-9._-]+";

  static ReplayedInputs of(
      @Nullable Path config, @Nullable Path roster, List<String> inputs, long from, long to) {
    List<String> absolute = new ArrayList<>();
    for (String input : inputs) {
      int equals = input.indexOf('=');
      boolean named = equals > 0 && input.substring(0, equals).matches(BINDING);
      absolute.add(
          named
              ? input.substring(0, equals + 1) + absolute(input.substring(equals + 1))
              : absolute(input));
    }
    return new ReplayedInputs(
        config == null ? null : config.toAbsolutePath(),
        roster == null ? null : roster.toAbsolutePath(),
        absolute,
        from,
        to);
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().toString();
  }

  void write(Path out) throws IOException {
    ObjectNode json = Json.object();
    json.put("schema", "inputs/1");
    if (config != null) {
      json.put("config", config.toString());
    }
    if (roster != null) {
      json.put("roster", roster.toString());
    }
    ArrayNode all = json.putArray("inputs");
    inputs.forEach(all::add);
    json.put("from", from);
    json.put("to", to);
    Files.writeString(out.resolve(NAME), Json.pretty(json));
  }

  /**
   * Reads them from an output directory.
   *
   * @throws Failure.UsageException when there are none, or they are not what {@link #write} wrote
   */
  static ReplayedInputs read(Path out) {
    Path file = out.resolve(NAME);
    try {
      JsonNode json = new JsonMapper().readTree(Files.readString(file));
      List<String> inputs = new ArrayList<>();
      json.path("inputs").forEach(input -> inputs.add(input.asString("")));
      return new ReplayedInputs(
          path(json.path("config")),
          path(json.path("roster")),
          inputs,
          json.path("from").asLong(Long.MIN_VALUE),
          json.path("to").asLong(Long.MAX_VALUE));
    } catch (IOException | JacksonException e) {
      throw new Failure.UsageException(
          file + ": cannot be read: expected what a replay of this version leaves there");
    }
  }

  private static @Nullable Path path(JsonNode value) {
    return value.isString() ? Path.of(value.stringValue()) : null;
  }

  /** The settings that the replay ran with, as far as they say how to read. */
  Settings settings() throws SettingsException {
    return new SettingsLoader(Formats.ids(), System.getenv())
        .load(config, roster)
        .withInputs(inputs);
  }
}
