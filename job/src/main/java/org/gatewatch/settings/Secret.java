package org.gatewatch.settings;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is found: only its place is configured, carried around and saved. It is read each
 * time it is used, so that a file may be replaced while running.
 *
 * @param variable of the environment; null when it is in a file
 * @param file whose text it is, without line ends behind; null when it is in a variable
 */
public record Secret(@Nullable String variable, @Nullable String file) implements Serializable {
  private static final int LONGEST = 4096;

  /**
   * The secret itself.
   *
   * @throws IOException when it is not there, empty, longer than 4096 characters, or holds anything
   *     but printable ASCII; the message names the place and never the secret
   */
  public String read(Map<String, String> environment) throws IOException {
    String raw = null;
    if (variable != null) {
      raw = environment.get(variable);
    } else if (file != null) {
      Path path = Path.of(file);
      if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
        throw new IOException(place() + " cannot be read");
      }
      if (Files.size(path) > LONGEST) {
        throw new IOException(place() + " is longer than 4096 bytes");
      }
      raw = Files.readString(path, StandardCharsets.ISO_8859_1).stripTrailing();
    }
    if (raw == null || raw.isBlank()) {
      throw new IOException(place() + " is not set or empty");
    }
    if (!raw.matches("[\\x20-\\x7e]{1,4096}")) {
      throw new IOException(place() + " holds more than one line of printable ASCII");
    }
    return raw;
  }

  /** How messages name it. */
  public String place() {
    return variable != null ? "the variable " + variable : "the file " + file;
  }
}
