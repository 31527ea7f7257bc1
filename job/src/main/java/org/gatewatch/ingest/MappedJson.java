package org.gatewatch.ingest;

import org.gatewatch.event.AccessEvent;
import org.gatewatch.event.Field;
import org.jspecify.annotations.Nullable;

/** Any JSON access log, read by a field map. */
final class MappedJson implements LogFormat {
  @Override
  public String id() {
    return "json";
  }

  @Override
  public String description() {
    return "JSON objects, one a line or in an array, read by a field map";
  }

  @Override
  public String detectedBy() {
    return "a field map is given, and the first character is a brace or bracket";
  }

  @Override
  public @Nullable String recognise(String head, boolean mapped) {
    String first = head.strip();
    return mapped && (first.startsWith("{") || first.startsWith("["))
        ? "a field map is given, and the file begins as JSON"
        : null;
  }

  @Override
  public boolean needsMap() {
    return true;
  }

  @Override
  public boolean isShown(@Nullable FieldMap map) {
    return map == null || map.fields().values().stream().noneMatch(Mapping::isHidden);
  }

  @Override
  public RecordParser parser(Binding binding, Values values, UnknownKeys unknown) {
    FieldMap map = java.util.Objects.requireNonNull(binding.map());
    Mapping mapping = new Mapping(map, binding, values);
    JsonPaths paths = new JsonPaths(mapping.paths(), unknown);
    return (bytes, from, to, out) -> read(paths, mapping, bytes, from, to, out);
  }

  private @Nullable Problem read(
      JsonPaths paths, Mapping mapping, byte[] bytes, int from, int to, AccessEvent.Builder out) {
    Problem problem = paths.read(bytes, from, to);
    if (problem == null) {
      out.set(Field.FORMAT, id());
      problem = mapping.apply(paths.found(), out);
    }
    return problem;
  }
}
