package org.gatewatch.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a file seems to hold, judged by its first uncompressed bytes.
 *
 * @param format the format's id, or null when none fits
 * @param reason why it is this format; without one, what was expected
 */
public record Detection(@Nullable String format, String reason) {
  private static final int HEAD = 1 << 16;
  private static final Detection EMPTY =
      new Detection(Formats.ALL.get(0).id(), "the file is empty");

  /** Whether there is nothing yet by which to tell what it holds. */
  public boolean isEmpty() {
    return equals(EMPTY);
  }

  /**
   * Looks at the file.
   *
   * @param mapped whether the binding has a field map: then it is mapped JSON or CSV
   * @throws InputException when the file cannot be opened
   */
  public static Detection of(Path file, boolean mapped) {
    try (Archive in = new Archive(file)) {
      byte[] head = head(in);
      if (head.length == 0 && in.damage() != null) {
        return new Detection(null, "the archive is damaged from its first byte");
      }
      return of(new String(head, StandardCharsets.UTF_8), mapped);
    } catch (IOException e) {
      throw Inputs.unreadable(file, e);
    }
  }

  /** The first bytes of a file, as text. */
  static String head(Path file) throws IOException {
    try (Archive in = new Archive(file)) {
      String text = new String(head(in), StandardCharsets.UTF_8);
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
  }

  private static byte[] head(Archive in) throws IOException {
    byte[] head = new byte[HEAD];
    int n = 0;
    for (int got; n < HEAD && (got = in.read(head, n, HEAD - n)) > 0; ) {
      n += got;
    }
    return java.util.Arrays.copyOf(head, n);
  }

  /** Looks at the first bytes of a file, as text. */
  static Detection of(String head, boolean mapped) {
    String text = head.startsWith("\ufeff") ? head.substring(1) : head;
    if (text.isBlank()) {
      return EMPTY;
    }
    for (LogFormat format : Formats.ALL) {
      String reason = format.recognise(text, mapped);
      if (reason != null) {
        return new Detection(format.id(), reason);
      }
    }
    return new Detection(
        null,
        "no known log format: expected one of "
            + Formats.names()
            + (text.strip().startsWith("{") ? "; other JSON needs a field map" : ""));
  }
}
