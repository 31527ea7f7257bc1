package org.gatewatch.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON Schemas of everything that is read and written, as they lie in {@code schemas/}. */
public final class Schemas {
  private static final List<String> NAMES =
      List.of(
          "access-event",
          "attack",
          "audit",
          "baseline",
          "benign-change",
          "calibration",
          "case",
          "control",
          "evidence",
          "labels",
          "ledger",
          "pivot",
          "rejected",
          "roster",
          "settings",
          "stix-bundle",
          "verdicts",
          "window");

  private Schemas() {}

  /** All names. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The schema of that name.
   *
   * @throws IllegalArgumentException when there is none, naming those there are
   */
  public static String text(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "no schema \"" + name + "\"; " + Nearest.hint(name, NAMES));
    }
    String path = "/schemas/" + name + ".schema.json";
    try (InputStream in = Schemas.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("not in this build: " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
