package org.gatewatch.detect;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells names that come near a restricted one: restricted models, canary models and endpoints. A
 * name comes near when it holds all words of a restricted name of two words or more ({@code
 * lab-preview-internal} near {@code lab-preview}), or when few letters differ (Levenshtein: one of
 * 4 to 7 letters, two of more). The restricted name itself is no near-miss; rules see that. Upper
 * and lower case are alike.
 */
public final class Restricted implements Serializable {
  /** Nothing restricted, nothing near. */
  public static final Restricted NONE = new Restricted(List.of());

  private static final long serialVersionUID = 1;
  private static final int SHORT = 8;
  private static final int SHORTEST = 4;

  private final List<String> names;
  private final List<Set<String>> words = new ArrayList<>();
  private final Names exact;

  private Restricted(List<String> names) {
    this.names = names;
    exact = Names.anyCase(names);
    for (String name : names) {
      words.add(words(name));
    }
  }

  public static Restricted of(Policy policy) {
    List<String> names = new ArrayList<>();
    policy.restrictedModels().forEach(model -> names.add(model.name()));
    names.addAll(policy.canaries().models());
    names.addAll(policy.canaries().endpoints());
    return new Restricted(names);
  }

  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** The restricted name that a name comes near to, or null. */
  public @Nullable String near(String name) {
    if (names.isEmpty() || exact.contains(name)) {
      return null;
    }
    Set<String> said = words(name);
    for (int i = 0; i < names.size(); i++) {
      Set<String> asked = words.get(i);
      if ((asked.size() > 1 && said.containsAll(asked)) || resembles(names.get(i), name)) {
        return names.get(i);
      }
    }
    return null;
  }

  private static boolean resembles(String restricted, String name) {
    int n = restricted.length();
    int most = n < SHORT ? 1 : 2;
    return n >= SHORTEST
        && Math.abs(n - name.length()) <= most
        && restricted.indexOf('*') < 0
        && distance(restricted, name) <= most;
  }

  /** Runs of letters and digits, in lower case. */
  static Set<String> words(String name) {
    Set<String> out = new TreeSet<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i <= name.length(); i++) {
      char c = i == name.length() ? '/' : name.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        word.append(Character.toLowerCase(c));
      } else if (!word.isEmpty()) {
        out.add(word.toString());
        word.setLength(0);
      }
    }
    return out;
  }

  /** Letters to insert, delete or replace (Levenshtein 1966), row by row. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int replaced = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
