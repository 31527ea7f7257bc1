package org.gatewatch.ingest;

/** How web servers write what a quoted field may not hold. */
final class Escapes {
  private Escapes() {}

  /** Undoes {@code \x22}, {@code \"}, {@code \\} and the letters C knows. */
  static String undone(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char next = text.charAt(++i);
      if (next == 'x' && i + 2 < text.length()) {
        int high = Character.digit(text.charAt(i + 1), 16);
        int low = Character.digit(text.charAt(i + 2), 16);
        if (high >= 0 && low >= 0) {
          out.append((char) (high << 4 | low)); // a byte of a longer UTF-8 sequence stays one
          i += 2;
          continue;
        }
      }
      switch (next) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        default -> out.append(next);
      }
    }
    return out.toString();
  }
}
