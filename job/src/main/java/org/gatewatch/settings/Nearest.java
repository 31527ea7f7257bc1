package org.gatewatch.settings;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The known word that a misspelled one most likely meant. */
final class Nearest {
  private static final int LONGEST = 100;

  private Nearest() {}

  /** The nearest of the known words, or null when none is near. */
  static @Nullable String of(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return null;
    }
    String best = null;
    int limit = Math.max(2, word.length() / 3);
    for (String candidate : known) {
      if (word.length() > 3 && candidate.startsWith(word)) {
        return candidate;
      }
      int distance = distance(word, candidate);
      if (distance <= limit && distance < candidate.length()) {
        best = candidate;
        limit = distance - 1;
      }
    }
    return best;
  }

  /** {@code did you mean "x"?}, or the list of all that is known where nothing is near. */
  static String hint(String word, Collection<String> known) {
    String nearest = of(word, known);
    return nearest == null
        ? "known: " + String.join(", ", known)
        : "did you mean \"" + nearest + "\"?";
  }

  /** Levenshtein's distance: insertions, deletions and exchanges of one UTF-16 unit. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int exchanged = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchanged, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
