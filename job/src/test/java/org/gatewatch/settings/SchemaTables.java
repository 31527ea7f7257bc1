package org.gatewatch.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of a schema as a Markdown table: one row for each, nested ones by their path ({@code
 * a.b}, of the items of a list {@code a[].b}, of keys of the user's own {@code a.*}).
 */
final class SchemaTables {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int DEEPEST = 8;

  /** A row; of several places that tell of one field the first that says a thing counts. */
  private static final class Row {
    private final Set<String> types = new LinkedHashSet<>();
    private boolean required;
    private String description = "";
  }

  private final JsonNode root;
  private final Map<String, Row> rows = new LinkedHashMap<>();

  private SchemaTables(JsonNode root) {
    this.root = root;
  }

  /** The whole document: one section for each schema. */
  static String document() {
    StringBuilder out =
        new StringBuilder(
            "# Fields\n\nMade from the schemas in this folder by `SchemaTablesTest` with"
                + " `-Dgolden=write`, never by hand. `a.b` is the\nfield `b` of the object `a`,"
                + " `a[].b` that of each item of the list `a`, `a.*` any key. Required: within its"
                + " object.\n");
    for (String name : Schemas.names()) {
      JsonNode root = JSON.readTree(Schemas.text(name));
      out.append("\n## ").append(name).append("\n\n");
      out.append(text(root.path("title").asString(""))).append(": ");
      out.append(text(root.path("description").asString(""))).append("\n\n");
      out.append("| field | type | required | description |\n|---|---|---|---|\n");
      SchemaTables table = new SchemaTables(root);
      table.object(root, "", 0);
      table.rows.forEach(
          (field, row) ->
              out.append("| `")
                  .append(field)
                  .append("` | ")
                  .append(String.join(" or ", row.types))
                  .append(row.required ? " | yes | " : " | | ")
                  .append(row.description)
                  .append(" |\n"));
    }
    return out.toString();
  }

  /** The properties of an object, and of what it may be instead. */
  private void object(JsonNode given, String path, int depth) {
    if (depth > DEEPEST) {
      return;
    }
    JsonNode schema = resolved(given);
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(key -> required.add(key.asString()));
    schema
        .path("properties")
        .forEachEntry((key, value) -> field(value, join(path, key), required.contains(key), depth));
    JsonNode any = schema.path("additionalProperties");
    if (any.isObject() && !any.isEmpty()) {
      field(any, join(path, "*"), false, depth);
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      schema.path(choice).forEach(one -> inside(one, path, depth));
    }
  }

  private void field(JsonNode given, String path, boolean required, int depth) {
    JsonNode schema = resolved(given);
    Row row = rows.computeIfAbsent(path, any -> new Row());
    row.types.addAll(types(schema));
    row.required |= required;
    if (row.description.isEmpty()) {
      String own = given.path("description").asString("");
      row.description = text(own.isEmpty() ? schema.path("description").asString("") : own);
    }
    inside(schema, path, depth);
  }

  /** What an object, or the items of a list, hold. */
  private void inside(JsonNode given, String path, int depth) {
    JsonNode schema = resolved(given);
    if (schema.path("items").isObject()) {
      inside(schema.get("items"), path + "[]", depth + 1);
    }
    if (schema.has("properties")
        || schema.path("additionalProperties").isObject()
        || schema.has("oneOf")
        || schema.has("anyOf")) {
      object(schema, path, depth + 1);
    }
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode ref = schema.path("$ref");
    if (!ref.isString() || !ref.asString().startsWith("#")) {
      return schema;
    }
    JsonNode found = root.at(ref.asString().substring(1));
    if (found.isMissingNode()) {
      throw new IllegalStateException("nothing at " + ref.asString());
    }
    return found;
  }

  private List<String> types(JsonNode given) {
    JsonNode schema = resolved(given);
    List<String> out = new ArrayList<>();
    String other = schema.path("$ref").asString("");
    if (!other.isEmpty()) {
      return List.of("as in " + other.replaceAll(".*/|\\.schema\\.json.*", ""));
    }
    if (schema.has("const")) {
      return List.of("`" + text(schema.get("const").asString()) + "`");
    }
    if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema.get("enum").forEach(v -> values.add("`" + text(v.asString()) + "`"));
      return List.of(String.join(", ", values));
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      schema.path(choice).forEach(one -> out.addAll(types(one)));
    }
    JsonNode type = schema.path("type");
    if (type.isString()) {
      out.add(named(type.asString(), schema));
    }
    type.forEach(one -> out.add(named(one.asString(), schema)));
    return out.stream().distinct().toList();
  }

  private String named(String type, JsonNode schema) {
    if (type.equals("array")) {
      List<String> items = types(schema.path("items"));
      return items.isEmpty() ? "list" : "list of " + String.join(" or ", items);
    }
    return type.equals("string") && schema.has("format") ? schema.get("format").asString() : type;
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Text in a cell: no end of the cell, of the line, and no markup. */
  private static String text(String raw) {
    return raw.replaceAll("\\s+", " ")
        .replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("<", "&lt;")
        .replace("*", "\\*")
        .strip();
  }
}
