package org.gatewatch.report;

import java.util.Locale;

/**
 * Text read from a log, made harmless for where it is shown. Log text is an attacker's to choose:
 * an escape sequence in a user agent must not repaint an analyst's terminal, and a bidirectional
 * override must not make a host name read backwards.
 */
public final class PlainText {
  private PlainText() {}

  /**
   * The text as data: each control character becomes its visible picture (ESC becomes U+241B), half
   * a surrogate pair and C1 controls become U+FFFD. Everything else stays, one character for one,
   * so that an indicator copied from a finding is found again in the log.
   */
  public static String data(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char safe = c;
      if (c < 0x20) {
        safe = (char) (0x2400 + c);
      } else if (c == 0x7f) {
        safe = '\u2421';
      } else if (c < 0xa0 && c >= 0x80) {
        safe = '\ufffd';
      } else if (Character.isSurrogate(c)) {
        if (isPair(text, i)) {
          if (out != null) {
            out.append(c).append(text.charAt(i + 1));
          }
          i++;
          continue;
        }
        safe = '\ufffd';
      }
      if (safe != c && out == null) {
        out = new StringBuilder(text.length()).append(text, 0, i);
      }
      if (out != null) {
        out.append(safe);
      }
    }
    return out == null ? text : out.toString();
  }

  /**
   * The text as one cell of a terminal: as {@link #data}, and what is invisible or turns the
   * reading direction is written out as {@code <202e>}.
   */
  public static String cell(String text) {
    String data = data(text);
    StringBuilder out = new StringBuilder(data.length());
    for (int i = 0; i < data.length(); ) {
      int c = data.codePointAt(i);
      i += Character.charCount(c);
      if (isInvisible(c)) {
        out.append('<').append(Integer.toHexString(c).toLowerCase(Locale.ROOT)).append('>');
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }

  /** Whether a character shows nothing itself but may change how its neighbours are read. */
  static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.PRIVATE_USE
        || type == Character.UNASSIGNED;
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }
}
