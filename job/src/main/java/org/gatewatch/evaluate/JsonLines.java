package org.gatewatch.evaluate;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.gatewatch.ingest.InputException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads files of JSON objects, one a line; plain, gzip or zstd, told apart by their content. */
public final class JsonLines {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private long number;
  private JsonNode row = JSON.nullNode();

  private JsonLines(Path file) {
    this.file = file;
  }

  /**
   * Hands over each line; asking the argument for a field that is not as expected fails with the
   * place.
   *
   * @throws InputException when it cannot be read, or a line is no object
   */
  public static void each(Path file, Consumer<JsonLines> take) {
    JsonLines lines = new JsonLines(file);
    try (BufferedReader in = open(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.number++;
        if (line.isBlank()) {
          continue;
        }
        try {
          lines.row = JSON.readTree(line);
        } catch (JacksonException e) {
          throw lines.wrong("no JSON", "one JSON object a line");
        }
        if (!lines.row.isObject()) {
          throw lines.wrong("no object", "one JSON object a line");
        }
        take.accept(lines);
      }
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be read", "a readable file");
    }
  }

  /** A text file, decompressed by its first bytes. */
  static BufferedReader open(Path file) {
    try {
      InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      in.mark(4);
      byte[] magic = in.readNBytes(4);
      in.reset();
      if (magic.length > 1 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
        in = new GZIPInputStream(in, 1 << 16);
      } else if (magic.length > 3 && magic[0] == 0x28 && magic[1] == (byte) 0xb5) {
        in = new ZstdInputStream(in);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be read", "a readable file");
    }
  }

  /** The line at hand. */
  public JsonNode row() {
    return row;
  }

  /** A text that must be there. */
  public String text(String key) {
    String text = textOrNull(key);
    if (text == null) {
      throw wrong("no \"" + key + "\"", "a text");
    }
    return text;
  }

  @Nullable String textOrNull(String key) {
    JsonNode value = row.path(key);
    return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
  }

  /** A time that must be there: RFC 3339, or epoch ms; in epoch ms. */
  long time(String key) {
    JsonNode value = row.path(key);
    if (value.isIntegralNumber()) {
      return value.longValue();
    }
    try {
      return OffsetDateTime.parse(text(key)).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      throw wrong("\"" + key + "\" is no time", "such as 2026-03-01T08:00:00Z");
    }
  }

  /** A failure at the line at hand: what is wrong, and what was expected. */
  public InputException wrong(String what, String expected) {
    return new InputException(file + ":" + number, what, expected);
  }
}
