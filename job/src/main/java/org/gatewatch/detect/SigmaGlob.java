package org.gatewatch.detect;

import java.util.Arrays;

/**
 * A text with the wildcards of Sigma: {@code *} for any text, {@code ?} for one character. A
 * backslash before a wildcard or before a backslash takes its meaning away; before anything else it
 * is a backslash (Sigma rules specification 2.0.0, "Escaping").
 *
 * <p>Time is at most the pattern's length times the text's: only the last star is ever moved.
 */
public final class SigmaGlob implements SigmaField.Pattern {
  private static final long serialVersionUID = 1;
  private static final int STAR = -1;
  private static final int ONE = -2;

  /** Characters of the pattern, folded unless {@link #cased}; or a wildcard. */
  private final int[] tokens;

  private final boolean cased;

  private SigmaGlob(int[] tokens, boolean cased) {
    this.tokens = tokens;
    this.cased = cased;
  }

  /**
   * Compiles a value.
   *
   * @param before whether any text may stand before it ({@code endswith}, {@code contains})
   * @param after whether any text may stand behind it ({@code startswith}, {@code contains})
   * @param cased whether upper and lower case differ
   */
  public static SigmaGlob of(String value, boolean before, boolean after, boolean cased) {
    int[] out = new int[value.length() + 2];
    int n = 0;
    if (before) {
      out[n++] = STAR;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      char next = i + 1 < value.length() ? value.charAt(i + 1) : ' ';
      int token = c;
      if (c == '\\' && (next == '*' || next == '?' || next == '\\')) {
        token = next;
        i++;
      } else if (c == '*') {
        token = STAR;
      } else if (c == '?') {
        token = ONE;
      }
      if (token != STAR || n == 0 || out[n - 1] != STAR) {
        out[n++] = token < 0 || cased ? token : fold((char) token);
      }
    }
    if (after && (n == 0 || out[n - 1] != STAR)) {
      out[n++] = STAR;
    }
    return new SigmaGlob(Arrays.copyOf(out, n), cased);
  }

  @Override
  public boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      int c = cased ? text.charAt(t) : fold(text.charAt(t));
      if (p < tokens.length && tokens[p] == STAR) {
        star = p++;
        resume = t;
      } else if (p < tokens.length && (tokens[p] == c || tokens[p] == ONE)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < tokens.length && tokens[p] == STAR) {
      p++;
    }
    return p == tokens.length;
  }

  /** One letter for its upper and lower case, the same in any locale. */
  static char fold(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof SigmaGlob g && cased == g.cased && Arrays.equals(tokens, g.tokens);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(tokens);
  }
}
