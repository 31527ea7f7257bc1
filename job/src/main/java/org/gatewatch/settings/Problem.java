package org.gatewatch.settings;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in a file or an argument, with what would be right.
 *
 * @param file name of the file as the user gave it, or the name of the option
 * @param line line in that file, from 1; 0 when it has none
 * @param where the place inside, such as {@code bindings[1].max_lateness} or {@code expires_at}
 * @param value what stands there; null when something is missing
 * @param expected what was expected instead
 */
public record Problem(
    String file, int line, String where, @Nullable String value, String expected) {
  private static final int SHOWN = 80;

  /**
   * One line for a terminal, such as {@code gatewatch.yaml:7: bindings[1].max_lateness: "soon":
   * expected a duration}. Values are cut and their control characters shown as {@code ?}.
   */
  public String text() {
    StringBuilder out = new StringBuilder(visible(file));
    if (line > 0) {
      out.append(':').append(line);
    }
    out.append(": ");
    if (!where.isEmpty()) {
      out.append(visible(where)).append(": ");
    }
    if (value != null) {
      out.append('"').append(visible(value)).append("\": ");
    }
    return out.append(visible(expected, Integer.MAX_VALUE)).toString();
  }

  private static String visible(String raw) {
    return visible(raw, SHOWN);
  }

  private static String visible(String raw, int longest) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < raw.length(); ) {
      if (out.length() >= longest) {
        return out.append('…').toString();
      }
      int c = raw.codePointAt(i);
      int type = Character.getType(c);
      boolean hidden =
          type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.SURROGATE
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR;
      out.appendCodePoint(hidden ? '?' : c);
      i += Character.charCount(c);
    }
    return out.toString();
  }
}
