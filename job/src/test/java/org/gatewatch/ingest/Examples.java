package org.gatewatch.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The folders of {@code testdata/formats}. */
record Examples(Path folder, String format, Binding binding) {
  static final Path ROOT = Path.of("..", "testdata", "formats");

  static List<Examples> all() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.filter(Files::isDirectory).sorted().map(Examples::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Examples of(Path folder) {
    String format = folder.getFileName().toString().split("-", 2)[0];
    Path map = folder.resolve("map.json");
    FieldMap fields = Files.exists(map) ? map(read(map)) : null;
    return new Examples(folder, format, Readings.binding(format, fields));
  }

  static FieldMap map(String json) {
    JsonNode root = JsonMapper.shared().readTree(json);
    Map<Field, FieldMap.Source> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("fields").properties()) {
      JsonNode node = entry.getValue();
      List<String> paths = new ArrayList<>();
      node.path("paths").forEach(path -> paths.add(path.asString()));
      fields.put(
          field(entry.getKey()),
          new FieldMap.Source(
              paths,
              text(node, "unit"),
              text(node, "time_format"),
              text(node, "zone"),
              text(node, "transform")));
    }
    Map<Field, String> constants = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("constants").properties()) {
      constants.put(field(entry.getKey()), entry.getValue().asString());
    }
    String delimiter = text(root, "delimiter");
    return new FieldMap(
        fields, constants, FieldMap.NULLS, delimiter == null ? ',' : delimiter.charAt(0));
  }

  private static Field field(String key) {
    Field field = Field.of(key);
    if (field == null) {
      throw new IllegalArgumentException(key);
    }
    return field;
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.has(name) ? node.get(name).asString() : null;
  }

  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
