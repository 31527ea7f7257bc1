package org.gatewatch.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts at some paths of one JSON record, by path; key names in any case. */
final class Picked {
  private final Map<String, Integer> slots = new HashMap<>();
  private final JsonPaths paths;

  Picked(List<String> paths) {
    this.paths = JsonPaths.anyCase(paths);
    for (String path : paths) {
      slots.put(path, slots.size());
    }
  }

  /** Reads one record; null, or why it cannot be read. What was read until then is there. */
  @Nullable Problem read(byte[] bytes, int from, int to) {
    return paths.read(bytes, from, to);
  }

  /** The first of those paths that holds something: no empty text, {@code -} or {@code null}. */
  @Nullable String first(String... candidates) {
    for (String path : candidates) {
      Integer slot = slots.get(path);
      if (slot == null) {
        throw new IllegalArgumentException("not among the paths: " + path);
      }
      String raw = paths.found()[slot];
      String text = raw == null ? "" : raw.strip();
      if (!text.isEmpty() && !text.equals("-") && !text.equals("null")) {
        return text;
      }
    }
    return null;
  }

  /** Whether each of those paths holds something. */
  boolean hasAll(String... required) {
    for (String path : required) {
      if (first(path) == null) {
        return false;
      }
    }
    return true;
  }
}
